"""What the words of a site are worth: rare words tell pages apart, small words hardly do."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.core.language.spelling import Spelling
from alongside.core.language.synonyms import FAMILY_WORDS, NEAR, QUIET_WORDS
from alongside.core.language.words import stem, surface

QUIET = frozenset(stem(word) for word in QUIET_WORDS.split())
FAMILY = frozenset(stem(word) for word in FAMILY_WORDS.split())
QUIET_SHARE, FAMILY_SHARE = 0.15, 0.25  # of what they would be worth by their rarity alone
SHORTEST_MENDED = 5  # letters; shorter names of the glossary are too near to each other
RARE = 2  # a word seen no more often than this may be a typing mistake in somebody's phrase


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a query: its worth, and what it may stand for → how surely, 0 to 1."""

    worth: float
    meanings: dict[str, float]
    best: str  # the surest meaning that some page knows, or the word itself


class Vocabulary:
    """All words of all pages. Call `count` once, with the words of each page by which it is known."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()  # folded words, as written
        self._pages: Counter[str] = Counter()  # stems → number of pages
        self._total = 1
        self._spelling = Spelling(())
        self._near: dict[str, dict[str, float]] = {}
        for one, other, share in NEAR:
            for a, b in ((one, other), (other, one)):
                self._near.setdefault(stem(a), {})[stem(b)] = share

    def count(self, pages: Iterable[Iterable[str]]) -> None:
        """Learn how many pages each stem stands for. `seen` must be complete by now."""
        for stems in pages:
            self._pages.update(set(stems))
            self._total += 1
        self._spelling = Spelling(self.seen)

    def worth(self, word: str) -> float:
        """How much a stem tells: high when few pages have it; little for `what`, `my`, `mum`."""
        rarity = math.log(1 + self._total / (0.5 + self._pages.get(word, 0)))
        share = QUIET_SHARE if word in QUIET else FAMILY_SHARE if word in FAMILY else 1
        return rarity * share

    def understand(self, query: str) -> list[Asked]:
        """The words of a query, each once, with typing mistakes and neighbours in meaning."""
        asked: dict[str, Asked] = {}
        for word in surface(query):
            own = stem(word)
            if own in asked:
                continue
            meanings = {own: 1.0} | self._near.get(own, {}) | self._mended(word, own)
            known = [m for m in meanings if m in self._pages]
            best = max(known, key=lambda m: meanings[m], default="")
            # A word that no page knows still says that none of them is a full match.
            asked[own] = Asked(
                self.worth(best) if best else self.worth(own) / 2, meanings, best or own
            )
        return list(asked.values())

    def mend(self, word: str) -> str:
        """The known word that an unknown word was most likely meant to be, or the word itself."""
        if self.seen[word] or len(word) < SHORTEST_MENDED:
            return word
        guesses = self._spelling.guess(word)
        return max(guesses, key=lambda g: (guesses[g], self.seen[g]), default=word)

    def _mended(self, word: str, own: str) -> dict[str, float]:
        """Stems of the words that a misspelt word may have been meant to be."""
        times = self.seen[word]
        is_known = times > RARE or (times and len(word) < 6) or (own in self._pages and not times)
        if own in QUIET or is_known:
            return {}
        mended: dict[str, float] = {}
        for guess, nearness in self._spelling.guess(word).items():
            if times and self.seen[guess] < 3 * times:
                continue
            mended[stem(guess)] = max(mended.get(stem(guess), 0), nearness * (0.9 if times else 1))
        return mended
