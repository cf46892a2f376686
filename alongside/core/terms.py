"""Marks the first use of a glossary word on a page, so that its meaning is one tap away.

What is marked, and why not more: a mark in the wrong place explains a word that is not there.

| spelling of a word | marked |
|---|---|
| shared by two words (PR, IV, G1, deposit) | never: nobody but the reader can tell which is meant |
| about how long people live (overall survival) | never: nobody meets that by tapping a word |
| one or two letters (OD, US, R) | never |
| an abbreviation that the word's own double meanings name (CNS, AI) | never |
| an abbreviation among the variants of a word with double meanings (ABC) | never |
| a short or everyday word among the variants (drip, stable, swelling) | never |
| anything of a word with `mark_in_answers` off | never |
| every other one | at its first use; abbreviations and names only as they are written |
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from typing import Protocol, TypeVar

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Variants that are ordinary words in an answer, or that name something beside the word itself.
_EVERYDAY = """
adjusted calcium, amplified, biosimilar, breathless, colitis, contra, deferred, early access, effusion,
equivocal, first line, fluid on the lung, focus, fractions, good response, growth factor, haemoglobin,
histology, low neutrophils, low platelets, luminal, managed access, markers, mass effect, median,
no change, nodes, nodule, numb fingers, osteopenia, outlook, physio, plain film, platelets, randomised,
relapse, sclerosis, second-line, short of breath, sore mouth, special rules, stable, stereotactic,
steroids, supportive care, swelling, symptom control, third line, three-weekly, transfusion, trial,
unilateral, uptake, wasting
"""
EVERYDAY = frozenset(re.split(r",\s+", _EVERYDAY.strip()))
SURVIVAL = re.compile(r"surviv|prognos|life expectancy|outlook|\bmedian\b|\bOS\b|\bPFS\b", re.I)
_NOT_INSIDE = {"a", "button", "code"}
_JOINED = "\\-\N{NON-BREAKING HYPHEN}"
_WORD_START = re.compile(rf"(?<!\w)(?<!\w[{_JOINED}])\w+")
_WORD_END = rf"(?!\w)(?![{_JOINED}]\w)"


class Word(Protocol):
    """What is asked of a page of the glossary."""

    pk: int
    slug: str
    title: str
    mark_in_answers: bool

    @property
    def variant_lines(self) -> tuple[str, ...]: ...
    @property
    def other_sense_lines(self) -> tuple[str, ...]: ...
    @property
    def url(self) -> str | None: ...


def _title_parts(title: str) -> list[str]:
    """`"metastasis (mets)"` → metastasis, mets; `"FISH / ISH"` → FISH, ISH."""
    return [part for part in re.split(r"\s+/\s+|,\s+|\s*[()]\s*", title) if part]


def _is_abbreviation(spelling: str) -> bool:
    capitals = sum(letter.isupper() for letter in spelling)
    return " " not in spelling and (capitals > 1 or bool(re.search(r"\d|/", spelling)))


def _may_be_marked(spelling: str, *, in_title: bool, senses: str) -> bool:
    if SURVIVAL.search(spelling) or len(spelling) < 3 or not spelling[0].isalnum():
        return False
    if _is_abbreviation(spelling):
        named = re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", senses)
        return not named and (in_title or not senses)
    if in_title:
        return True
    is_short = spelling.islower() and spelling.isalpha() and len(spelling) < 5
    return not is_short and spelling.casefold() not in EVERYDAY


def spellings(word: Word) -> list[str]:
    """The spellings of `word` that may be marked, as far as the word itself can tell."""
    if not word.mark_in_answers or SURVIVAL.search(word.title):
        return []
    senses = "\n".join(word.other_sense_lines)
    parts = _title_parts(word.title)
    found = [s for s in parts if _may_be_marked(s, in_title=True, senses=senses)]
    found += [s for s in word.variant_lines if _may_be_marked(s, in_title=False, senses=senses)]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _pattern(spelling: str) -> re.Pattern[str]:
    """Matches it whole, with any of space and hyphen between its words, and its plain plural."""
    joined = rf"[\s{_JOINED}]+".join(map(re.escape, re.split(r"[\s-]+", spelling.strip())))
    if spelling.endswith("-"):  # "HER2-" is negative; "HER2-low" is something else
        joined = re.escape(spelling)
    plural = "s?" if spelling[-1].isalpha() else ""
    is_plain = spelling.islower()
    return re.compile(joined + plural + _WORD_END, re.IGNORECASE if is_plain else 0)


class Vocabulary:
    """All spellings of the glossary, found by the word that they begin with, longest first."""

    def __init__(self, words: Iterable[Word]) -> None:
        owners: Counter[str] = Counter()
        by_start: dict[str, list[tuple[str, Word]]] = defaultdict(list)
        for word in words:
            owners.update({s.casefold() for s in (*_title_parts(word.title), *word.variant_lines)})
            for spelling in spellings(word):
                start = _WORD_START.match(spelling)
                if start:
                    by_start[start[0].casefold()].append((spelling, word))
        self._by_start = {
            start: [
                (_pattern(spelling), word)
                for spelling, word in sorted(found, key=lambda item: -len(item[0]))
                if owners[spelling.casefold()] == 1
            ]
            for start, found in by_start.items()
        }

    def find(self, text: str) -> Iterable[tuple[int, int, Word]]:
        """Start, end and word of every use in `text`, left to right, never one inside another."""
        end = 0
        for start in _WORD_START.finditer(text):
            if start.start() < end:
                continue
            first = start[0].casefold()
            candidates = self._by_start.get(first, []) + self._by_start.get(
                first.removesuffix("s"), []
            )
            for pattern, word in candidates:
                if use := pattern.match(text, start.start()):
                    end = use.end()
                    yield use.start(), end, word
                    break


@dataclass
class _Page:
    """What one page has marked so far: each word once, in the order of reading."""

    vocabulary: Vocabulary
    words: dict[int, Word] = field(default_factory=dict)

    def mark(self, text: str) -> str:
        done, at = "", 0
        for start, end, word in self.vocabulary.find(text):
            if word.pk in self.words:
                continue
            self.words[word.pk] = word
            done += escape(text[at:start], quote=False) + format_html(
                '<a class="term" href="{}" data-term="term-{}">{}</a>',
                word.url, word.slug, text[start:end],
            )  # fmt: skip
            at = end
        return done + escape(text[at:], quote=False)


class _Marking(HTMLParser):
    """Copies HTML as it stands and marks the words in its text, but not in links."""

    def __init__(self, page: _Page) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page
        self._closed_to_marks = 0
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._closed_to_marks += tag in _NOT_INSIDE
        self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._closed_to_marks -= tag in _NOT_INSIDE
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(
            escape(data, quote=False) if self._closed_to_marks else self._page.mark(data)
        )


W = TypeVar("W", bound=Word)
_glossaries: list[Callable[[], Sequence[Word]]] = []


def register_glossary(words: Callable[[], Sequence[Word]]) -> None:
    """The room that has the words says from its `AppConfig.ready` where they are."""
    _glossaries.append(words)


def words_to_mark() -> list[Word]:
    """All words whose meaning a reader may open."""
    return [word for words in _glossaries for word in words()]


def mark_terms(texts: Sequence[str], words: Iterable[W]) -> tuple[list[SafeString], list[W]]:
    """Marks the first use of each word in `texts`, which are safe HTML, read in this order.

    Returns the texts, and the words that are used in them in the order of their first use.
    """
    by_pk = {word.pk: word for word in words}
    page = _Page(Vocabulary(by_pk.values()))
    marked = []
    for text in texts:
        marking = _Marking(page)
        marking.feed(text)
        marking.close()
        # Safe: tags are copied from safe HTML, all text is escaped on its way out.
        marked.append(mark_safe("".join(marking.out)))
    return marked, [by_pk[pk] for pk in page.words]
