"""What all actions on a conversation stand on: its lock, its next text, whose turn it is, its end date."""

import hashlib
from datetime import date, datetime, timedelta

from django.utils import timezone

from alongside.accounts.models import User
from alongside.core import installation_key
from alongside.core.freshness import add_months
from alongside.enquiries.emails import NUDGE_PURPOSE
from alongside.enquiries.models import Conversation, SealedText, inbox_settings, next_number
from alongside.enquiries.words import seal_text

DAYS_FOR_A_COMPLAINT = 30  # Data (Use and Access) Act 2025 s103: acknowledge within 30 days
DAYS_FOR_A_DEATH = 3


def locked(conversation: Conversation) -> Conversation:
    # PostgreSQL locks no row of an outer join: this one alone.
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("keys")
    return rows.get(pk=conversation.pk)


def add(
    conversation: Conversation,
    kind: str,
    content: str,
    *,
    now: datetime,
    by: User | None = None,
    submission_id: bytes | None = None,
    beside: str = "",
) -> bool:
    """Seal and keep one text. False if exactly this came before from the same sending.

    `beside`: what was sent with it and is kept elsewhere; with another one it is not the same.
    """
    mark = None
    if submission_id is not None:
        # Keyed with what only her page holds: nobody here can try out what she may have written.
        data = f"{conversation.uid} {kind} {content} {beside}".encode()
        mark = hashlib.blake2b(data, key=submission_id, digest_size=32).digest()
        if SealedText.objects.filter(submission_mark=mark).exists():
            return False
    Conversation.objects.select_for_update().get(pk=conversation.pk)  # one number at a time
    number = next_number(conversation)
    public = bytes(conversation.keys.public)
    SealedText.objects.create(
        conversation=conversation, number=number, kind=kind, by=by, at=now, submission_mark=mark,
        sealed=seal_text(content, conversation=conversation, number=number, kind=kind, public=public),
    )  # fmt: skip
    return True


def waits(conversation: Conversation, now: datetime) -> None:
    """The enquirer spoke last."""
    today = timezone.localdate(now)
    conversation.state = Conversation.State.WAITING
    conversation.last_word_at = now
    conversation.waiting_since = conversation.waiting_since or now
    conversation.unread_since = conversation.unread_since or now
    if conversation.first_answered_at:  # a new question: a new promise
        conversation.answer_by = answer_by(conversation, today)
    keep_longer(conversation, today)
    conversation.save()


def is_answered(conversation: Conversation, now: datetime, *, is_read: bool) -> None:
    """`is_read`: all that was written stood on the screen of who answered."""
    conversation.state = Conversation.State.ANSWERED
    conversation.last_word_at = now
    conversation.waiting_since = None
    if is_read:
        conversation.unread_since = None
    conversation.first_answered_at = conversation.first_answered_at or now
    keep_longer(conversation, timezone.localdate(now))
    conversation.save()


def keep_longer(conversation: Conversation, today: date) -> None:
    conversation.erase_on = max(conversation.erase_on, erase_date(today))
    conversation.warned_at = None


def answer_by(conversation: Conversation, today: date) -> date:
    """What may be expected of a question that is asked today; never sooner than was said before."""
    days = days_to_answer(conversation.purpose, today)
    return max(conversation.answer_by, today + timedelta(days=days))


def days_to_answer(purpose: str, today: date) -> int:
    if purpose == Conversation.Purpose.COMPLAINT:
        return DAYS_FOR_A_COMPLAINT
    if purpose == Conversation.Purpose.BEREAVEMENT:
        return DAYS_FOR_A_DEATH
    return inbox_settings().days_to_answer(today)


def erase_date(last_word_on: date) -> date:
    """12 months after the last word."""
    return add_months(last_word_on, Conversation.MONTHS_KEPT)


def lock_nudge(address: str) -> bytes | None:
    return installation_key.lock(address, purpose=NUDGE_PURPOSE) if address else None


def target(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"
