"""The content of a letter as plain values: what the mail, its plain text and its checks are made from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from alongside.core import json_ld
from alongside.core.freshness import Freshness

from .letter_blocks import notes_of, part_of
from .letter_words import absolute, mail_html, plain_text
from .parts import ContentNote, Part

PICTURE = 536  # pixels: a letter is 600 wide, with 32 on either side
_SPOKEN = {
    ContentNote.DEATHS: "somebody who has died",
    ContentNote.SCANS: "scans and waiting for results",
    ContentNote.HOSPICE: "hospice and the end of life",
}
GENERAL = "General knowledge, not yet sourced."


@dataclass(frozen=True)
class Text:
    html: SafeString
    text: str
    basis: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Picture:
    address: str
    width: int
    height: int
    alt: str
    kind: str = "picture"


@dataclass(frozen=True)
class Card:
    """An answer. label: what it rests on, who checked it, how fresh it is; all of it travels (promise 6)."""

    question: str
    sentence: str
    label: str
    address: str
    kind: str = "card"


@dataclass(frozen=True)
class Quote:
    words: str
    who: str
    kind: str = "quote"


@dataclass(frozen=True)
class Button:
    words: str
    address: str
    kind: str = "button"


@dataclass(frozen=True)
class Event:
    what: str
    when: str
    where: str
    about: str
    address: str
    kind: str = "event"


Item = Text | Picture | Card | Quote | Button | Event


@dataclass(frozen=True)
class Section:
    heading: str
    part: Part
    notes: ContentNote
    items: tuple[Item, ...]

    @property
    def speaks_of(self) -> str:
        return speaks_of(self.notes)

    def is_for(self, parts: Part, spared: ContentNote) -> bool:
        """Whether somebody gets it who asked for `parts` and wants to be `spared` this."""
        return (not self.part or bool(self.part & parts)) and not self.notes & spared


def speaks_of(notes: ContentNote) -> str:
    """What comes after “speaks of”: “scans and waiting for results, and of hospice …”; "" of nothing."""
    return ", and of ".join(words for note, words in _SPOKEN.items() if note & notes)


def sections_of(page: Any) -> list[Section]:
    """All sections that have something in them, in order."""
    found = []
    for block in page.sections:
        value = block.value
        items = tuple(_items(value.get("body") or ()))
        if items:
            heading = (value.get("heading") or "").strip()
            found.append(Section(heading, part_of(value), notes_of(value), items))
    return found


def _items(body: Any) -> Iterator[Item]:
    for block in body:
        item = _MAKE[block.block_type](block.value)
        if item is not None:
            yield item


def _text(value: Any) -> Text | None:
    words = plain_text(value.source if value else "")
    return Text(mail_html(value.source), words) if words else None


def _fact(value: Any) -> Text | None:
    text = _text(value.get("text"))
    return Text(text.html, text.text, basis_of(value)) if text else None


def basis_of(fact: Any) -> str:
    """In words, what a fact rests on: it has no numbered list to point to."""
    if fact.get("about_this_site"):
        return ""
    sources = [source for source in fact.get("sources") or () if source]
    named = "; ".join(f"{s.organisation}, {s.title}, read {s.read_on:%B %Y}" for s in sources)
    if not named:
        return GENERAL
    partly = " Part of it is general knowledge, not yet sourced."
    return f"From {named}.{partly if fact.get('general_knowledge') else ''}"


def _picture(image: Any) -> Picture | None:
    """Twice as many points as it is wide, for sharp screens. A picture that is gone is left out."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(f"width-{2 * PICTURE}")
    except (SourceImageIOError, OSError):
        return None
    width = min(PICTURE, rendition.width)
    height = max(1, round(rendition.height * width / rendition.width))
    alt = "" if image.decorative else image.contextual_alt_text or ""
    return Picture(absolute(rendition.url), width, height, alt)


def _card(page: Any) -> Card | None:
    """Nothing of an answer that is gone, or whose words are withdrawn."""
    answer = page.specific if page else None
    if answer is None or not is_shown(answer):
        return None
    return Card(answer.title, answer.sentence, answer.label, json_ld.address_of(answer))


def is_shown(answer: Any) -> bool:
    """Whether readers of the website can read this answer today."""
    return bool(answer.live) and answer.freshness is not Freshness.WITHDRAWN


def _quote(value: Any) -> Quote | None:
    words = " ".join((value.get("words") or "").split())
    return Quote(words, value.get("who") or "") if words else None


def _button(value: Any) -> Button | None:
    page = value.get("page")
    address = json_ld.address_of(page) if page else value.get("address") or ""
    words = value.get("words") or ""
    return Button(words, address) if words and address else None


def _event(value: Any) -> Event | None:
    if not (value.get("what") and value.get("begins")):
        return None
    return Event(
        value["what"],
        when(value["begins"], value.get("ends")),
        value.get("where") or "",
        " ".join((value.get("about") or "").split()),
        value.get("address") or "",
    )


def when(begins: datetime, ends: datetime | None = None) -> str:
    """`Saturday 5 December 2026, 19:00 to 20:30, UK time (GMT)`: nobody has to guess the zone."""
    begins = timezone.localtime(begins)
    until = ""
    if ends:
        ends = timezone.localtime(ends)
        same_day = ends.date() == begins.date()
        until = f" to {ends:%H:%M}" if same_day else f" to {ends:%A %-d %B %Y, %H:%M}"
    zone = f"UK time ({begins:%Z})" if settings.TIME_ZONE == "Europe/London" else f"{begins:%Z}"
    return f"{begins:%A %-d %B %Y, %H:%M}{until}, {zone}"


_MAKE: dict[str, Any] = {
    "text": _text,
    "fact": _fact,
    "answer": _card,
    "picture": _picture,
    "quote": _quote,
    "button": _button,
    "event": _event,
}
