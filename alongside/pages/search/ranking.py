"""How well a page fits a query: by the ways people type it, by its own words, by its name.

The three figures are added up with `Weights`, which were chosen on phrases that the index had not
seen. None of them says anything about the person who asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.core.language.vocabulary import Asked


@dataclass(frozen=True)
class Weights:
    """How much each part counts. Fields first: what a word is worth where it stands."""

    title: float = 1.0
    asked: float = 0.9
    sentence: float = 0.6
    body: float = 0.4
    enough: float = 0.3  # how soon more of the same word on a page stops to count
    best_phrase: float = 0.6
    more_phrases: float = 0.3
    page: float = 0.8
    likely: float = 0.6
    whole_name: float = 1.3  # the query is exactly a word of the glossary
    named: float = 0.12  # the query has such a word in it …
    named_and_meant: float = 0.4  # … and asks what it means
    emergency: float = 0.5
    plain_page: float = 0.85  # times; places, days and pages about the site stand behind answers


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say what a page is about. `worth` is the sum over its words."""

    page: int
    text: str
    source: str  # "asked", "lay", "name"
    words: dict[str, float]  # stem → worth
    worth: float


def phrase_fit(asked: Iterable[Asked], total: float, phrase: Phrase) -> float:
    """How much of the query is in the phrase, and of the phrase in the query: 0 to 1."""
    of_query = of_phrase = 0.0
    words = phrase.words
    for word in asked:
        best, met = 0.0, ""
        for meaning, sure in word.meanings.items():
            if sure > best and meaning in words:
                best, met = sure, meaning
        if best:
            of_query += word.worth * best
            of_phrase += words[met] * best
    if not of_query or not total:
        return 0.0
    return float((of_query / total) ** 0.8 * (of_phrase / phrase.worth) ** 0.4)


def page_fit(asked: Iterable[Asked], total: float, words: dict[str, float]) -> float:
    """How much of the query the page knows at all, with `words` from stem to its weight there."""
    found = 0.0
    for word in asked:
        found += word.worth * max(
            (sure * words[m] for m, sure in word.meanings.items() if m in words), default=0.0
        )
    return found / total if total else 0.0
