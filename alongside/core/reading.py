"""How the words of a page read: for the panel in the editor, and for its marks beside each text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .readability import LONGEST_SENTENCE, OLDEST_READER, long_sentences, reading_age
from .texts import Text, texts_of

SHORTEST_TEXT = 6
"""Words. The formula says nothing about a shorter text."""


@dataclass(frozen=True)
class Reading:
    """How one text reads. `age` in years; `long` are its long sentences, as they stand in it."""

    path: tuple[str, ...]
    label: str
    age: float
    long: tuple[str, ...]

    @property
    def is_hard(self) -> bool:
        return self.age > OLDEST_READER

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "label": self.label,
            "age": self.age,
            "hard": self.is_hard,
            "long": self.long,
        }


def readings(texts: Iterable[Text]) -> list[Reading]:
    """How each text reads that is long enough to say."""
    found = []
    for text in texts:
        age = reading_age(text.text)
        if age is not None and len(text.text.split()) >= SHORTEST_TEXT:
            long = tuple(sentence.text for sentence in long_sentences(text.text))
            found.append(Reading(text.path, text.label, age, long))
    return found


def readings_of(page: Any) -> list[Reading]:
    return readings(texts_of(page))


def summary(found: list[Reading]) -> str:
    """One line: the hardest text, and how many sentences are long."""
    if not found:
        return "There is no text to measure yet."
    count = sum(len(reading.long) for reading in found)
    hardest = max(found, key=lambda reading: reading.age)
    sentences = f"{count} sentence{'s' if count != 1 else ''} of more than {LONGEST_SENTENCE} words"
    return f"Hardest: {hardest.label}, reading age {hardest.age:.0f}. {sentences}."
