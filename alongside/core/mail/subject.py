"""What the outbox holds about an address, for whose it is (UK GDPR, articles 15 and 17)."""

from typing import Any

from alongside.core.installation_key import Unreadable
from alongside.core.subject import Erased

from .actions import is_suppressed, stop
from .addresses import normalised
from .letter import Letter
from .models import OutboxMessage


def export(email: str, opener: Any = None) -> list[dict[str, Any]]:
    """Mail to her that waits or could not be sent, with its words; and whether she gets none at all."""
    found: list[dict[str, Any]] = [
        {"what": "mail", "kind": row.kind, "since": row.created_at, "state": row.state,
         "subject": letter.subject, "text": letter.text}
        for row, letter in _to(email)
    ]  # fmt: skip
    if is_suppressed(email):
        found.append({"what": "mark", "says": "No mail is sent to this address."})
    return found


def erase(email: str, opener: Any = None) -> Erased:
    """Stop and blank it. The mark that she gets no mail stays: without it, mail could begin again."""
    stopped = [row.pk for row, _ in _to(email) if stop(row)]
    return Erased([f"Mail {pk} is not sent, and its words are forgotten." for pk in stopped])


def _to(email: str) -> list[tuple[OutboxMessage, Letter]]:
    found = []
    for row in OutboxMessage.objects.exclude(locked=b"").order_by("pk"):
        try:
            letter = row.letter()
        except Unreadable:
            continue
        if normalised(letter.to) == normalised(email):
            found.append((row, letter))
    return found
