"""Reads a phrase: words without endings, typing mistakes mended, each with what it may mean."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from alongside.core.language.spelling import Spelling
from alongside.core.language.synonyms import FAMILY_WORDS, QUIET_WORDS
from alongside.core.language.words import fold, root

from .meanings import MEANINGS
from .phrases import PHRASES
from .said import SAID

LONGEST = 4000  # characters of a phrase that are read
NEAR_ENOUGH = 0.78  # how near a known word must be to one that nobody knows
NEARER = 0.84  # … to a rare word, which may be a mistake in somebody's phrase
SELDOM = 3  # a word is rare when it was seen no more often
MENDED_SHARE = 0.8  # of a rare word that may have been meant to be another

Piece = tuple[str, int, int]  # a word, and from where to where it was written

_WRITTEN = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
_WORD = re.compile(r"[a-z]+\d*[a-z]*|\d+(?:\.\d+)?")
JOINED = [
    (re.compile(rf"\b(?:{pattern})(?<! )\b|\b(?:{pattern})(?<= )"), to) for pattern, to in PHRASES
]
_ANY = re.compile("|".join(rf"\b(?:{pattern})" for pattern, _ in PHRASES))


def _roots(words: str) -> frozenset[str]:
    return frozenset(map(root, words.split()))


# Words that say little about which sign is meant: they tell of a life, not of a body.
QUIET = _roots(
    QUIET_WORDS
    + """ said says say told thought thoughtit like been was were more then went came started start
    come something time times found noticed could would not since after again made put turned"""
)
FAMILY = _roots(
    FAMILY_WORDS + " year month week fortnight gp doctor nurse hospital she he her gran nana job"
)
EVERYDAY = _roots(
    """garden gardening shopping mattress christmas holiday kid children house home moving busy ignored
    scan xray work boss age old stress diy antibiotics paracetamol physio painkillers phone visit
    menopause anxiety long short school car bus park shop sofa weekend easter summer winter"""
)
_SHARES = ((QUIET, 0.12), (FAMILY, 0.2), (EVERYDAY, 0.5))


def share(word: str) -> float:
    """How much of its weight a root keeps, 0 to 1."""
    return next((less for words, less in _SHARES if word in words), 1.0)


def _by_root() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for meaning, words in MEANINGS.items():
        for word in dict.fromkeys(map(root, words.split())):
            found.setdefault(word, []).append(f"~{meaning}")
    return {word: tuple(meanings) for word, meanings in found.items()}


MEANT_BY = _by_root()


@dataclass(frozen=True, slots=True)
class Heard:
    """One word. sure: 1 as it was written, less when it was mended. meanings: names, each after `~`."""

    root: str
    sure: float
    meanings: tuple[str, ...]


def plain_words(text: str) -> list[str]:
    """The words of a text, folded and nothing more."""
    return _WORD.findall(fold(text[:LONGEST]))


@lru_cache(maxsize=20_000)
def surface(text: str) -> tuple[str, ...]:
    """The words of a text: folded, dialect and texting undone, phrases joined."""
    said = " ".join(SAID.get(word, word) for word in plain_words(text))
    if _ANY.search(said):
        for pattern, to in JOINED:
            said = pattern.sub(to, said)
    return tuple(said.split())


def trace(text: str) -> list[tuple[str, str]]:
    """The words of `surface`, each with what was written there: (“couldn’t feel”, numb)."""
    written = [match.span() for match in _WRITTEN.finditer(text[:LONGEST])]
    pieces = [
        (said, at, at + 1)
        for at, (start, end) in enumerate(written)
        for word in plain_words(text[start:end])
        for said in SAID.get(word, word).split()
    ]
    for pattern, to in JOINED:
        pieces = _join(pieces, pattern, to)
    return [(text[written[a][0] : written[b - 1][1]], word) for word, a, b in pieces]


def _join(pieces: list[Piece], pattern: re.Pattern[str], to: str) -> list[Piece]:
    line = " ".join(word for word, _, _ in pieces)
    joined: list[Piece] = []
    done = 0
    for match in pattern.finditer(line):
        first = line.count(" ", 0, match.start())
        after = first + len(match[0].split())
        if first >= done and after > first:
            start, end = pieces[first][1], pieces[after - 1][2]
            joined += pieces[done:first] + [(word, start, end) for word in to.split()]
            done = after
    return joined + pieces[done:]


class Reader:
    """Knows the words of a catalogue; reads phrases with them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._seen = Counter(word for text in texts for word in surface(text))
        self._times: Counter[str] = Counter()
        for word, times in self._seen.items():
            self._times[root(word)] += times
        known = {word for words in MEANINGS.values() for word in words.split()} | set(SAID)
        known |= {word for word, times in self._seen.items() if times > 1 or root(word) in MEANT_BY}
        self._spelling = Spelling(word for word in known if len(word) > 3)
        self._mended: dict[str, tuple[Heard, ...]] = {}

    def read(self, text: str) -> list[Heard]:
        """The words of a text in their order."""
        return [heard for word in surface(text) for heard in self.hear(word)]

    def hear(self, word: str) -> tuple[Heard, ...]:
        """One word of `surface` → itself, or what it was probably meant to be."""
        heard = self._mended.get(word)
        if heard is None:
            heard = tuple(Heard(r, sure, MEANT_BY.get(r, ())) for r, sure in self._mend(word))
            if len(self._mended) < 50_000:
                self._mended[word] = heard
        return heard

    def _mend(self, word: str) -> Iterator[tuple[str, float]]:
        own = root(word)
        is_known = own in self._times
        if is_known or not self._is_odd(word):
            yield own, 1.0
        if not self._is_odd(word):
            return
        if not is_known and word.endswith("in") and root(word + "g") in self._times:
            yield root(word + "g"), 0.95
            return
        best, nearness = self._nearest(word)
        if nearness >= (NEARER if is_known else NEAR_ENOUGH):
            for meant in SAID.get(best, best).split():
                if root(meant) != own:
                    yield root(meant), nearness * (MENDED_SHARE if is_known else 1)
        elif not is_known:
            yield own, 1.0

    def _is_odd(self, word: str) -> bool:
        own = root(word)
        return (
            len(word) > 3
            and own not in MEANT_BY
            and share(own) == 1
            and self._times[own] <= SELDOM
            and not word[0].isdigit()
        )

    def _nearest(self, word: str) -> tuple[str, float]:
        guesses = self._spelling.guess(word)
        best = max(guesses, key=lambda g: (guesses[g], self._seen[g]), default="")
        return best, guesses.get(best, 0.0)
