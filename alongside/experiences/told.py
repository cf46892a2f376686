"""What is sealed of an experience, and how it is opened, from either side."""

import json
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from alongside.core import sealing

from .models import Experience, ExperienceKey, SealedPart

KEY_OF = {
    SealedPart.Kind.STORY.value: ExperienceKey.Opens.WORDS,
    SealedPart.Kind.QUESTION.value: ExperienceKey.Opens.WORDS,
    SealedPart.Kind.ANSWER.value: ExperienceKey.Opens.WORDS,
    SealedPart.Kind.CONTACT.value: ExperienceKey.Opens.REACH,
    SealedPart.Kind.WISH.value: ExperienceKey.Opens.REACH,
}
"""Which of the two pairs a kind of part is sealed to."""


@dataclass(frozen=True)
class Story:
    """Every free word that she wrote. Everything may be empty."""

    own_signs: str = ""  # "something else" that she noticed first, in her own words
    told_first: str = ""
    taken_for: str = ""
    found_by: str = ""
    wish_known: str = ""  # what she wishes she had known
    quotes: list[str] = field(default_factory=list)  # word for word as she agreed, at most three
    name: str = ""  # first or pen name under her quotes

    def texts(self) -> list[tuple[str, str]]:
        """(what was asked, what she wrote), without what is empty."""
        told = [
            ("Signs in her own words", self.own_signs),
            ("Whom she told first", self.told_first),
            ("What it was taken for", self.taken_for),
            ("How it was found", self.found_by),
            ("What she wishes she had known", self.wish_known),
        ]
        return [(asked, words) for asked, words in told if words]

    def hers(self) -> list[tuple[str, str]]:
        """The same for herself, with the words that she agreed to show."""
        told = [
            ("What you noticed, in your own words", self.own_signs),
            ("Whom you told first", self.told_first),
            ("What it was taken for", self.taken_for),
            ("How it was found", self.found_by),
            ("What you wish you had known", self.wish_known),
            *(("Words that we may show", quote) for quote in self.quotes),
            ("The name below them", self.name),
        ]
        return [(asked, words) for asked, words in told if words]


@dataclass(frozen=True)
class Contact:
    """How to write back."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class AskThisPerson:
    """Whom to ask after her death what becomes of her words."""

    name: str = ""
    reach: str = ""


@dataclass(frozen=True)
class Secrets:
    """The secret halves of an experience's two pairs; `words` is None when her words were erased."""

    reach: bytes = field(repr=False)
    words: bytes | None = field(default=None, repr=False)

    def of(self, kind: str) -> bytes:
        """Raises sealing.CannotOpen when that was erased."""
        secret = self.reach if KEY_OF[kind] == ExperienceKey.Opens.REACH else self.words
        if secret is None:
            raise sealing.CannotOpen
        return secret


Sealed = TypeVar("Sealed", Story, Contact, AskThisPerson)


def write(told: Story | Contact | AskThisPerson) -> str:
    return json.dumps(asdict(told), ensure_ascii=False)


def read(kind: type[Sealed], content: str) -> Sealed:
    """It again; what this version does not know is left out. Raises sealing.CannotOpen."""
    known = {one.name for one in fields(kind)}
    try:
        told = json.loads(content)
        return kind(**{name: value for name, value in told.items() if name in known})
    except (ValueError, AttributeError, TypeError) as error:
        raise sealing.CannotOpen from error


def seal_part(
    content: str, *, experience: Experience, number: int, kind: str, public: bytes
) -> bytes:
    """Seal a part together with the place that it belongs to, so that it cannot be moved unnoticed."""
    inside = {"v": 1, "e": str(experience.uid), "n": number, "k": kind, "t": content}
    return sealing.seal(json.dumps(inside, ensure_ascii=False).encode(), public)


def open_part(row: SealedPart, *, experience: Experience, secrets: Secrets) -> str:
    """Raises sealing.CannotOpen: erased, altered, or sealed for another place."""
    try:
        inside: dict[str, Any] = json.loads(
            sealing.open_sealed(bytes(row.sealed), secrets.of(row.kind))
        )
        place = (inside["e"], inside["n"], inside["k"])
        content = str(inside["t"])
    except (ValueError, KeyError, TypeError) as error:
        raise sealing.CannotOpen from error
    if place != (str(experience.uid), row.number, row.kind):
        raise sealing.CannotOpen
    return content
