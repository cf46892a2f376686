"""How the words of the content pack read: long sentences, hard texts, unexplained letters.

The rules are those of `docs/words.md`. They are remarks: a person decides. Only figures about how long
people live are an error wherever they do not stand under `# Numbers`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from .pack import Pack
from .pack_texts import PackText
from .problems import Problem
from .readability import LONGEST_SENTENCE, long_sentences, reading_age, sentences
from .words import read_words

HARDEST = 12.0
"""Years. One more than a writer aims at: the formula is coarse on short texts."""

SHORTEST_MEASURED = 25
"""Words. Under that the reading age says more about one long word than about the text."""

KNOWN_TO_ALL = {"A&E", "AI", "BBC", "GP", "NHS", "OK", "PDF", "TV", "UK", "USA"}
_ABBREVIATION = re.compile(
    r"(?<![\w&])(?<!level )[A-Z][A-Z&]{1,5}s?(?![\w&])"
)  # "level AA" is a name
_FIGURE = re.compile(
    r"\d|per ?cent|%|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|half)\b", re.IGNORECASE
)
_HOW_LONG = re.compile(
    r"surviv|life expectancy|\bmedian\b|\balive\b|\b(?:months?|years?) to live\b|\bdied? within\b"
    r"|\bliv(?:e|ed|es|ing) (?:for )?(?:at least|about|around|longer than|more than|beyond|\w+ to \w+)\b"
    r"|\bliv(?:e|ed|es|ing) (?:for )?(?:\d+|a year|one|two|three|four|five|six|seven|eight|nine|ten)\b",
    re.IGNORECASE,
)  # fmt: skip


def tells_how_long(sentence: str) -> bool:
    """Does this sentence hold a figure about how long people live?"""
    return bool(_HOW_LONG.search(sentence) and _FIGURE.search(sentence))


def check_language(pack: Pack, texts: Iterable[PackText]) -> Iterator[Problem]:
    """Remarks on the words of `texts`, and errors for figures out of their place."""
    avoided = read_words(pack.words_to_avoid)
    pages: dict[str, list[PackText]] = defaultdict(list)
    for text in texts:
        pages[text.page].append(text)
        yield from _check_sentences(text)
        for found in avoided.find(text.text):
            word = found.avoided
            yield Problem(text.where, f"“{word.word}”: better {word.instead}. {word.why}")
    spelled = _spelled_in_glossary(pack)
    for page, parts in pages.items():
        yield from _check_reading_age(page, parts)
        yield from _check_abbreviations(page, parts, spelled)


def _check_sentences(text: PackText) -> Iterator[Problem]:
    for sentence in long_sentences(text.text):
        yield Problem(
            text.where,
            f"{len(sentence.words)} words in one sentence, more than {LONGEST_SENTENCE}: "
            f"{sentence.text}",
        )
    if text.is_figures:
        return
    for sentence in sentences(text.text):
        if tells_how_long(sentence.text):
            yield Problem(
                text.where,
                f"a figure about how long people live belongs under # Numbers: {sentence.text}",
                is_error=True,
            )


def _check_reading_age(page: str, parts: list[PackText]) -> Iterator[Problem]:
    by_depth: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        by_depth[part.part.split(",")[0] if part.part.startswith("In ") else ""].append(part.text)
    for depth, texts in by_depth.items():
        text = "\n".join(texts)
        age = reading_age(text)
        if age and age > HARDEST and len(text.split()) >= SHORTEST_MEASURED:
            where = f"{page}, {depth}" if depth else page
            yield Problem(where, f"reading age {age:.0f}; aim at 9 to 11")


def _spelled_in_glossary(pack: Pack) -> frozenset[str]:
    spellings = [s for word in pack.glossary for s in (word["term"], *word["variants"])]
    return frozenset(part for s in spellings for part in re.findall(r"[\w&]+", s))


def _check_abbreviations(
    page: str, parts: list[PackText], spelled: frozenset[str]
) -> Iterator[Problem]:
    """Letters that stand neither in the glossary nor beside their meaning on the same page."""
    text = "\n".join(part.text for part in parts)
    for letters in dict.fromkeys(_ABBREVIATION.findall(text)):
        single = letters.removesuffix("s")
        if {letters, single} & (spelled | KNOWN_TO_ALL):
            continue
        explained = rf"\([^()]*\b{re.escape(single)}s?\)|{re.escape(letters)},? \("
        if not re.search(explained, text):
            yield Problem(page, f"{letters} is neither in the glossary nor explained here")
