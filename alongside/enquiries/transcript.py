"""A conversation as the person who wrote reads it. Founders' notes are never in it."""

from dataclasses import dataclass, field
from datetime import datetime

from alongside.core import sealing

from .models import SealedText
from .opening import Opened
from .words import Details, open_text


@dataclass(frozen=True)
class Said:
    """One text. `content` is None if it cannot be opened, or was sealed for another place."""

    who: str
    is_hers: bool
    at: datetime
    content: str | None = field(repr=False)


def said(opened: Opened) -> list[Said]:
    """What she wrote and what founders answered, oldest first. A broken text hides no other."""
    kinds = (SealedText.Kind.WORD, SealedText.Kind.ANSWER)
    rows = opened.conversation.texts.filter(kind__in=kinds).select_related("by")
    return [_said(row, opened) for row in rows]


def _said(row: SealedText, opened: Opened) -> Said:
    is_hers = row.kind == SealedText.Kind.WORD
    return Said("You" if is_hers else _founder(row), is_hers, row.at, _content(row, opened))


def _founder(row: SealedText) -> str:
    name = row.by.shown_name if row.by else ""
    return f"A founder, {name}" if name else "A founder"


def _content(row: SealedText, opened: Opened) -> str | None:
    try:
        text = open_text(row, conversation=opened.conversation, secret=opened.secret)
    except sealing.CannotOpen:
        return None
    return None if text.moved else text.content


def details_of(opened: Opened) -> Details:
    """How to reach her; nothing if it cannot be opened."""
    try:
        return opened.details()
    except sealing.CannotOpen:
        return Details()
