"""How likely it is that somebody who means a page would choose these words, in this order.

A query-likelihood model with smoothing (Zhai and Lafferty, 2004) over the words of each page and the
pairs of words that stand together in it: pairs tell "not eating" from "eating not allowed", and give
small words ("what to say to") the little weight that they deserve.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

SMOOTHING = 100  # imagined words from the whole site that are added to each page
LENGTH_SHARE = 0.3  # how far long pages are held back; 1 would drown them
COMMON = 0.5  # a word that stands on more than this share of pages tells nothing, and costs time


class Likelihood:
    """Pages as heaps of words. A page is a list of (words in order, how much they count)."""

    def __init__(self, pages: Iterable[Iterable[tuple[Sequence[str], float]]]) -> None:
        self._pages: dict[str, dict[int, float]] = defaultdict(dict)  # word or pair → page → count
        self._held_back: list[float] = []
        everywhere: Counter[str] = Counter()
        for number, texts in enumerate(pages):
            counts: Counter[str] = Counter()
            for words, counted in texts:
                for feature in _features(words):
                    counts[feature] += counted  # type: ignore[assignment]
            size = sum(counts.values())
            self._held_back.append(LENGTH_SHARE * math.log(SMOOTHING / (size + SMOOTHING)))
            everywhere.update(counts)
            for feature, count in counts.items():
                self._pages[feature][number] = count
        total = sum(everywhere.values())
        self._expected = {f: SMOOTHING * count / total for f, count in everywhere.items()}
        limit = max(20, COMMON * len(self._held_back))
        self._pages = {f: found for f, found in self._pages.items() if len(found) <= limit}

    def fits(self, words: Sequence[str]) -> dict[int, float]:
        """Page → how likely, with 1 for the likeliest; pages below the average are left out."""
        gained: dict[int, float] = defaultdict(float)
        known = 0
        for feature in dict.fromkeys(_features(words)):
            pages = self._pages.get(feature)
            if not pages:
                continue
            known += 1
            expected = self._expected[feature]
            for number, count in pages.items():
                gained[number] += math.log(1 + count / expected)
        fits = {n: gain + known * self._held_back[n] for n, gain in gained.items()}
        most = max(fits.values(), default=0)
        return {n: fit / most for n, fit in fits.items() if fit > 0} if most > 0 else {}


def _features(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]
