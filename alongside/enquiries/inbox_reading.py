"""What a founder sees of a conversation. One text that cannot be opened hides no other."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from alongside.core import sealing

from .models import Conversation, ConversationKey, SealedText
from .opening import open_with_inbox_key
from .words import Details, Need, open_text, read_details


@dataclass(frozen=True)
class Shown:
    """One text; `content` is None if it cannot be opened, `moved` if somebody has tampered."""

    number: int
    kind: str
    at: datetime
    by: Any
    content: str | None = field(repr=False)
    moved: bool = False


@dataclass(frozen=True)
class Reading:
    """A conversation as it stands on the screen. `details` is None if they cannot be opened."""

    conversation: Conversation
    details: Details | None = field(repr=False)
    texts: list[Shown] = field(repr=False)

    @property
    def last_number(self) -> int:
        return max((text.number for text in self.texts), default=0)

    @property
    def is_whole(self) -> bool:
        opened = all(text.content is not None and not text.moved for text in self.texts)
        return opened and self.details is not None

    def said(self) -> list[Shown]:
        """What was said and noted, oldest first: all but the details."""
        return [text for text in self.texts if text.kind != SealedText.Kind.DETAILS]

    def title(self) -> str:
        """What it is about, in her own choice, as it stands in a list."""
        if self.conversation.purpose != Conversation.Purpose.ENQUIRY:
            return str(self.conversation.get_purpose_display())
        need = self.details.need if self.details else ""
        return str(Need(need).label) if need in Need.values else "Enquiry"


def read(
    conversation: Conversation, inbox_secret: bytes, rows: Iterable[SealedText] | None = None
) -> Reading:
    """Open what can be opened: `rows`, or all texts of the conversation."""
    rows = conversation.texts.all() if rows is None else rows
    try:
        secret = open_with_inbox_key(conversation, inbox_secret).secret
    except (sealing.CannotOpen, ConversationKey.DoesNotExist):
        secret = b""
    texts = [_shown(row, conversation, secret) for row in rows]
    return Reading(conversation, _details(texts), texts)


def _shown(row: SealedText, conversation: Conversation, secret: bytes) -> Shown:
    try:
        text = open_text(row, conversation=conversation, secret=secret)
    except sealing.CannotOpen:
        return Shown(row.number, row.kind, row.at, row.by, None)
    return Shown(row.number, row.kind, row.at, row.by, text.content, text.moved)


def _details(texts: list[Shown]) -> Details | None:
    """The newest. None if they were sealed for another place: they may be somebody else's."""
    told = [text for text in texts if text.kind == SealedText.Kind.DETAILS]
    if not told:
        return Details()
    newest = max(told, key=lambda text: text.number)
    if newest.content is None or newest.moved:
        return None
    try:
        return read_details(newest.content)
    except sealing.CannotOpen:
        return None


def has_key(conversation: Conversation) -> bool:
    """False for what an old backup brought back after it was erased: nobody can read it any more."""
    return hasattr(conversation, "keys")
