"""How hard a text is to read. A trend for the writer, never a verdict on the words.

The figure is the Flesch–Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, "Derivation of New
Readability Formulas for Navy Enlisted Personnel", 1975) plus five, which makes a reading age in years:

    0.39 × words per sentence + 11.8 × syllables per word − 15.59 + 5

Syllables are counted with the hyphenation patterns of British English (pyphen). They miss a syllable
here and find one too many there ("experience" has four, or five), so tenths of a year mean nothing.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyphen

LONGEST_SENTENCE = 20
"""Words. `docs/words.md` asks for fewer."""

OLDEST_READER = 11
"""Years. `docs/words.md` asks for a reading age of 9–11."""

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[”’\"')\]]*(?=\s|$)|$)", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_ENDS_NO_SENTENCE = re.compile(r"(?:^|[\s(])(?:Mrs?|Ms|Dr|Prof|St|e\.g|i\.e|approx|vs|No)\.$")


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it stands in the text: `text[start:end]`."""

    text: str
    start: int
    end: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.text))

    @property
    def is_long(self) -> bool:
        return len(self.words) > LONGEST_SENTENCE


def sentences(text: str) -> list[Sentence]:
    """The sentences of a plain text. A line break ends one: headings and lists have no full stop."""
    found: list[Sentence] = []
    open_start: int | None = None
    for match in _SENTENCE.finditer(text):
        start = match.start() if open_start is None else open_start
        so_far = text[start : match.end()].rstrip()
        next_line = text[match.end() :].startswith("\n")
        if _ENDS_NO_SENTENCE.search(so_far) and not next_line and match.end() < len(text):
            open_start = start
            continue
        open_start = None
        if _WORD.search(so_far):
            found.append(Sentence(so_far, start, start + len(so_far)))
    return found


def long_sentences(text: str) -> list[Sentence]:
    """The sentences of more than `LONGEST_SENTENCE` words."""
    return [sentence for sentence in sentences(text) if sentence.is_long]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Syllables of one word; a figure or an abbreviation counts as one."""
    if not _LETTER.search(word) or word.isupper():
        return 1
    return len(_hyphens().positions(word.lower())) + 1


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB", left=1, right=2)


def reading_age(text: str) -> float | None:
    """Years of age at which most people can read `text`; None when there is no word in it."""
    found = sentences(text)
    words = [word for sentence in found for word in sentence.words]
    if not words:
        return None
    count = sum(map(syllables, words))
    grade = 0.39 * len(words) / len(found) + 11.8 * count / len(words) - 15.59
    return max(5.0, round(grade + 5, 1))
