"""Which signs a phrase may mean, by its words alone: no figure here says anything about a person.

Three figures are added up for each sign: how much likelier its words and pairs of words are there than
elsewhere (query likelihood with smoothing, Zhai and Lafferty, 2004), how near its nearest phrase is, and
the same for the best part of a phrase that tells of several signs.
"""

import heapq
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alongside.signs.catalogue import CatalogueSign

from .reading import Heard, Reader, share

# What a phrase counts by where it stands.
NAME, LAY, ASKED, DESCRIBED, TOLD = 2.0, 1.2, 1.0, 0.6, 0.6
MEANING, PAIR = 0.6, 0.25  # of what a word itself counts
WITHIN = 4  # words: how far apart a pair may stand
SMOOTHING = 60.0  # imagined words from the whole catalogue that are added to each sign
DOUBT = 0.05  # holds back words that were seen once
LENGTH = 0.3  # how far signs with many words are held back
LIKELY = 1 / 8  # makes the first figure comparable to the second
BEST, MORE, NEXT = 0.6, 0.2, 3  # the nearest phrase, and the three after it
OF_QUERY, OF_PHRASE = 0.8, 0.4  # exponents: how much of either must be in the other
IN_PHRASE = 0.5  # what a meaning counts when phrases are compared
CLOSELY = 16  # signs whose phrases are compared one by one
PART = 0.5  # of the best part of a phrase
PARTS = 8  # of a phrase that are looked at
_BETWEEN = re.compile(r"[,.;:!?+&\n]| (?:and|but|then|with|plus|also|n) ", re.IGNORECASE)

Feature = str | tuple[str, str]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to tell of a sign. `source`: name, lay, asked, described or told."""

    sign: int
    text: str
    source: str
    counts: float


def features(heard: Sequence[Heard]) -> tuple[dict[str, float], dict[Feature, float]]:
    """Words and meanings → how surely; and pairs of them that stand near each other."""
    single: dict[str, float] = {}
    for word in heard:
        single[word.root] = max(single.get(word.root, 0), word.sure)
        for meaning in word.meanings:
            single[meaning] = max(single.get(meaning, 0), word.sure * MEANING)
    return single, dict(_pairs([word for word in heard if word.meanings or share(word.root) == 1]))


def _pairs(heard: Sequence[Heard]) -> Iterator[tuple[Feature, float]]:
    for at, one in enumerate(heard):
        for other in heard[at + 1 : at + 1 + WITHIN]:
            for a in one.meanings or (one.root,):
                for b in other.meanings or (other.root,):
                    if a != b:
                        yield (a, b) if a < b else (b, a), min(one.sure, other.sure)


def phrases_of(sign: CatalogueSign, number: int, told: Iterable[str]) -> Iterator[Phrase]:
    """Every way in which the catalogue, or people, tell of a sign."""
    yield Phrase(number, sign.name, "name", NAME)
    for text in sign.lay_terms:
        yield Phrase(number, text, "lay", LAY)
    for text in sign.asked:
        yield Phrase(number, text, "asked", ASKED)
    for text in re.split(r"[.;]\s*", f"{sign.description}; {sign.clinical_term}"):
        if text.strip():
            yield Phrase(number, text, "described", DESCRIBED)
    for text in told:
        yield Phrase(number, text, "told", TOLD)


class Ranking:
    """Everything that is known about one catalogue. Never changes once built."""

    def __init__(self, signs: Sequence[CatalogueSign], told: Mapping[str, Sequence[str]]) -> None:
        self.signs = signs
        self.phrases = [
            phrase
            for number, sign in enumerate(signs)
            for phrase in phrases_of(sign, number, told.get(sign.code, ()))
        ]
        self.reader = Reader(phrase.text for phrase in self.phrases)
        self._counts: dict[Feature, dict[int, float]] = defaultdict(dict)
        self._sizes = [0.0] * len(signs)
        # word → sign → its phrases with that word
        self._in_phrases: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        read = [features(self.reader.read(phrase.text)) for phrase in self.phrases]
        for at, (single, pairs) in enumerate(read):
            self._count(at, single, pairs)
        self._worth = {
            word: self._tell(found) * (IN_PHRASE if word[0] == "~" else share(word))
            for word, found in self._counts.items()
            if isinstance(word, str)
        }
        self._gains = dict(self._weigh())
        self._back = [LENGTH * math.log(SMOOTHING / (size + SMOOTHING)) for size in self._sizes]
        self._held = [self._total(single) ** -OF_PHRASE for single, _ in read]

    def _count(self, at: int, single: dict[str, float], pairs: dict[Feature, float]) -> None:
        phrase = self.phrases[at]
        for word, sure in single.items():
            self._in_phrases[word][phrase.sign].append(at)
            self._sizes[phrase.sign] += phrase.counts * sure
        for feature, sure in [*single.items(), *pairs.items()]:
            here = self._counts[feature]
            here[phrase.sign] = here.get(phrase.sign, 0) + phrase.counts * sure

    def _tell(self, found: dict[int, float]) -> float:
        """How much a word tells signs apart: by the number of signs that it is spread over."""
        total = sum(found.values())
        spread = math.exp(-sum(v / total * math.log(v / total) for v in found.values()))
        return math.log(1 + len(self.signs) / spread)

    def _weigh(self) -> Iterator[tuple[Feature, list[tuple[int, float]]]]:
        """Each word or pair → sign and what it gains from it."""
        everything = sum(self._sizes) or 1.0
        for feature, found in self._counts.items():
            keeps = PAIR if isinstance(feature, tuple) else share(feature)
            expected = SMOOTHING * sum(found.values()) / everything + DOUBT
            yield feature, [(n, keeps * math.log(1 + v / expected)) for n, v in found.items()]

    def _total(self, single: Mapping[str, float]) -> float:
        return sum(self._worth.get(word, 0) * sure for word, sure in single.items()) or 1.0

    def rank(self, phrase: str) -> list[tuple[int, float]]:
        """Signs that a phrase may mean → how well they fit, the best first. [] when none is known."""
        scores = self._scores(phrase)
        parts = [part for part in _BETWEEN.split(phrase) if part.strip()][:PARTS]
        if len(parts) > 1:
            scores = self._lift(scores, [self._scores(part) for part in parts])
        order = sorted(range(len(scores)), key=lambda n: (-scores[n], n))
        return [(n, scores[n]) for n in order if scores[n] > 0]

    def _lift(self, whole: list[float], parts: list[list[float]]) -> list[float]:
        """Who tells of several signs at once means each of them."""
        most = max(max(part) for part in parts) or 1.0
        top = max(whole)
        best = [max(part[n] for part in parts) / most for n in range(len(whole))]
        return [score + PART * top * part for score, part in zip(whole, best, strict=True)]

    def _scores(self, phrase: str) -> list[float]:
        single, pairs = features(self.reader.read(phrase))
        scores = [0.0] * len(self.signs)
        known = 0.0
        for feature, sure in [*single.items(), *pairs.items()]:
            gains = self._gains.get(feature)
            if gains is None:
                continue
            known += sure * share(feature) if isinstance(feature, str) else 0
            for n, gain in gains:
                scores[n] += sure * gain
        scores = [
            LIKELY * max(score + known * back, 0)
            for score, back in zip(scores, self._back, strict=True)
        ]
        for n in heapq.nlargest(CLOSELY, range(len(scores)), key=scores.__getitem__):
            scores[n] += _nearness(self.near(single, n).values())
        return scores

    def near(self, single: Mapping[str, float], sign: int) -> dict[int, float]:
        """Phrases of one sign that share a word with these → how near they are, 0 to 1."""
        shared: dict[int, float] = {}
        for word, sure in single.items():
            worth = self._worth.get(word, 0) * sure
            for at in self._in_phrases[word].get(sign, ()) if worth else ():
                shared[at] = shared.get(at, 0) + worth
        whole = self._total(single) ** -OF_QUERY
        return {
            at: min(both ** (OF_QUERY + OF_PHRASE) * whole * self._held[at], 1)
            for at, both in shared.items()
        }

    def gain(self, sign: int, words: Iterable[Heard]) -> float:
        """What some words add to one sign."""
        single, _ = features(list(words))
        return sum(sure * self.gain_of(word, sign) for word, sure in single.items())

    def gain_of(self, feature: Feature, sign: int) -> float:
        """What one word, meaning or pair adds to one sign."""
        return dict(self._gains.get(feature, ())).get(sign, 0.0)


def _nearness(fits: Iterable[float]) -> float:
    best = heapq.nlargest(1 + NEXT, fits)
    return BEST * best[0] + MORE * sum(best[1:]) if best else 0.0
