"""Forgives typing mistakes: finds the known words that a word was probably meant to be.

One typo (a letter wrong, missing, too many, or two swapped) from four letters on, two from seven on.
Words that sound alike are found too (`kemo`, `neumonia`). Nothing is corrected aloud: a guess only
counts for less than the word itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

# Letters of a word that sound like others, in this order.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^[kgp](?=n)|^p(?=s)|^w(?=r)", ""),
        (r"ph", "f"),
        (r"(?<=[ao]u)gh$", "f"),
        (r"ch", "k"),
        (r"gh(?=t|$)|h", ""),
        (r"c(?=[eiy])", "s"),
        (r"ck|c|q|x", "k"),
        (r"z", "s"),
        (r"j|dg", "g"),
        (r"[aeiouy]+", "a"),
        (r"(.)\1+", r"\1"),
    )
]


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """A rough key of how an English word sounds; words that sound alike share it."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word[:1] + word[1:].replace("a", "") if len(word) > 3 else word


def distance(a: str, b: str, limit: int) -> int:
    """Edits between two words, two swapped letters being one. `limit` + 1 when there are more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _without(word: str, times: int) -> set[str]:
    """The word, and what is left of it after taking away up to `times` letters."""
    found = {word}
    for _ in range(times):
        found |= {w[:i] + w[i + 1 :] for w in found for i in range(len(w))}
    return found


def _typos(word: str) -> int:
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


LONGEST = 25  # letters of a word that is mended; the work grows with the square
ALIKE = 0.86  # how near a word is that sounds the same


class Spelling:
    """The known words, ready to be searched with a misspelt one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in sorted(set(words)):
            if len(word) < 3 or word[0].isdigit():
                continue
            for rest in _without(word, _typos(word)):
                self._by_rest[rest].append(word)
            if len(word) > 3:
                self._by_sound[sound(word)].append(word)

    def guess(self, word: str) -> dict[str, float]:
        """Known words near `word` → how near, 0 to 1. `word` itself is not among them."""
        if not 4 <= len(word) <= LONGEST or word[0].isdigit():
            return {}
        near: dict[str, float] = {}
        limit = _typos(word)
        candidates = {w for rest in _without(word, limit) for w in self._by_rest.get(rest, ())}
        for other in sorted(candidates):
            edits = distance(word, other, limit)
            if 0 < edits <= limit:
                same_start = 1.0 if word[0] == other[0] else 0.85
                near[other] = (1 - edits / (min(len(word), len(other)) + 2)) * same_start
        for other in self._by_sound.get(sound(word), ()):
            if other != word and abs(len(other) - len(word)) <= 2:
                near[other] = max(near.get(other, 0), ALIKE)
        best = max(near.values(), default=0)
        return {other: n for other, n in near.items() if n >= best - 0.12 and n >= 0.6}
