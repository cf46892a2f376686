"""What is sealed: a text with the place it belongs to, and what a person tells about herself."""

import json
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db import models

from alongside.core import sealing

from .models import Conversation, SealedText


class Need(models.TextChoices):
    """What she needs, in her own choice. The order is the order on the page."""

    TALK = "talk", "To talk to someone who has it too"
    CALL = "call", "A call back"
    CAMPAIGN = "campaign", "To join the campaign"
    PRACTICAL = "practical", "Practical information"
    FAMILY = "family", "I am family or a friend"
    PROFESSIONAL = "professional", "I am a professional or from the press"


class Situation(models.TextChoices):
    LIVING = "living", "I live with secondary breast cancer"
    WAITING = "waiting", "I am waiting for results"
    AFTER_PRIMARY = "after_primary", "I had primary breast cancer"
    FAMILY = "family", "I am family or a friend"
    BEREAVED = "bereaved", "Somebody close to me has died of it"
    PROFESSIONAL = "professional", "I am a professional"


class Place(models.TextChoices):
    """Places of spread."""

    BONE = "bone", "Bone"
    LIVER = "liver", "Liver"
    LUNG = "lung", "Lung"
    BRAIN = "brain", "Brain"
    SKIN = "skin", "Skin"
    LYMPH = "lymph", "Lymph nodes"
    ABDOMEN = "abdomen", "Tummy (abdomen)"
    OTHER = "other", "Somewhere else"
    UNKNOWN = "unknown", "I do not know"


class Region(models.TextChoices):
    """Nations, and the regions of England."""

    NORTH_EAST = "north_east", "North East of England"
    NORTH_WEST = "north_west", "North West of England"
    YORKSHIRE = "yorkshire", "Yorkshire and the Humber"
    EAST_MIDLANDS = "east_midlands", "East Midlands"
    WEST_MIDLANDS = "west_midlands", "West Midlands"
    EAST = "east", "East of England"
    LONDON = "london", "London"
    SOUTH_EAST = "south_east", "South East of England"
    SOUTH_WEST = "south_west", "South West of England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    ELSEWHERE = "elsewhere", "Outside the UK"


class AnswerBy(models.TextChoices):
    HERE = "here", "Only here, with my six words"
    EMAIL = "email", "By e-mail"
    PHONE = "phone", "By telephone"


@dataclass(frozen=True)
class Details:
    """Who she is and how to reach her. Everything may be empty."""

    need: str = ""
    name: str = ""
    situation: str = ""
    places: list[str] = field(default_factory=list)
    region: str = ""
    answer_by: str = AnswerBy.HERE.value
    email: str = ""
    phone: str = ""
    good_times: str = ""
    died_name: str = ""  # of the person who has died, as a relative tells us
    died_emails: list[str] = field(default_factory=list)

    def reach_lines(self) -> list[tuple[str, str]]:
        """How to reach her, in her own words: (label, value), without what is empty."""
        told = [
            ("Name", self.name),
            ("Answer", _label(AnswerBy, self.answer_by)),
            ("E-mail", self.email),
            ("Telephone", self.phone),
            ("Good times", self.good_times),
        ]
        return [(label, value) for label, value in told if value]

    def lines(self) -> list[tuple[str, str]]:
        """What she told, in words for the founders: (label, value), without what is empty."""
        told = [
            ("Needs", _label(Need, self.need)),
            ("Name", self.name),
            ("Who she is", _for_founders(Situation, self.situation)),
            ("Place of spread", ", ".join(_label(Place, place) for place in self.places)),
            ("Where", _label(Region, self.region)),
            ("Answer", _for_founders(AnswerBy, self.answer_by)),
            ("E-mail", self.email),
            ("Telephone", self.phone),
            ("Good times", self.good_times),
            ("Who has died", self.died_name),
            ("Her or his e-mail", ", ".join(self.died_emails)),
        ]
        return [(label, value) for label, value in told if value]


_SAID_OF_HER = {
    AnswerBy.HERE.value: "Only here, with her six words",
    Situation.BEREAVED.value: "Somebody close to her has died",
}
"""Where her own words of the form would say something wrong of a founder, or more than anybody told."""


def _for_founders(choices: Any, value: str) -> str:
    return _SAID_OF_HER.get(value) or _label(choices, value)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


@dataclass(frozen=True)
class Text:
    """One opened text. `moved` means that it was sealed for another place: somebody tampered."""

    number: int
    kind: str
    at: datetime
    by: Any
    content: str
    moved: bool = False

    def __repr__(self) -> str:
        return f"Text(number={self.number}, kind={self.kind!r})"


def seal_text(
    content: str, *, conversation: Conversation, number: int, kind: str, public: bytes
) -> bytes:
    """Seal a text together with the place that it belongs to."""
    inside = {"v": 1, "c": str(conversation.uid), "n": number, "k": kind, "t": content}
    return sealing.seal(json.dumps(inside, ensure_ascii=False).encode(), public)


def open_text(row: SealedText, *, conversation: Conversation, secret: bytes) -> Text:
    """Open one row. Raises sealing.CannotOpen, also for what somebody sealed who is not we."""
    try:
        inside = json.loads(sealing.open_sealed(bytes(row.sealed), secret))
        place = (inside["c"], inside["n"], inside["k"])
        content = str(inside["t"])
    except (ValueError, KeyError, TypeError) as error:
        raise sealing.CannotOpen from error
    moved = place != (str(conversation.uid), row.number, row.kind)
    return Text(row.number, row.kind, row.at, row.by, content, moved)


def write_details(details: Details) -> str:
    return json.dumps(asdict(details), ensure_ascii=False)


def read_details(content: str) -> Details:
    """The details again; what an older version wrote and this one does not know is left out.

    Raises sealing.CannotOpen if these are no details.
    """
    known = {one.name for one in fields(Details)}
    try:
        told = json.loads(content)
        return Details(**{name: value for name, value in told.items() if name in known})
    except (ValueError, AttributeError, TypeError) as error:
        raise sealing.CannotOpen from error
