"""What somebody does with her six words: write more, correct, keep it longer."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from alongside.core.freshness import add_months
from alongside.enquiries.emails import stop_nudges, tell_founders
from alongside.enquiries.models import Conversation, SealedText
from alongside.enquiries.opening import Opened
from alongside.enquiries.transcript import details_of
from alongside.enquiries.words import write_details

from .conversation import add, lock_nudge, locked, waits


@transaction.atomic
def write_more(*, opened: Opened, message: str, submission_id: bytes) -> None:
    """She adds something. The same sending twice adds it once."""
    now = timezone.now()
    conversation = locked(opened.conversation)
    if add(conversation, SealedText.Kind.WORD, message, now=now, submission_id=submission_id):
        waits(conversation, now)
        tell_founders("something_waits", now=now)


@transaction.atomic
def correct_details(
    *, opened: Opened, nudge_to: str = "", submission_id: bytes | None = None, **changed: str
) -> None:
    """She corrects how to reach her: name, answer_by, email, phone, good_times; and the nudge.

    The same sending twice is kept once: a reload brings back no address that she took away since.
    """
    conversation = locked(opened.conversation)
    told = write_details(replace(details_of(opened), **changed))  # type: ignore[arg-type]
    if not add(
        conversation, SealedText.Kind.DETAILS, told,
        now=timezone.now(), submission_id=submission_id, beside=nudge_to,
    ):  # fmt: skip
        return
    stop_nudges(conversation)  # what waits would go to the old address
    conversation.keys.nudge_locked = lock_nudge(nudge_to)
    conversation.keys.save(update_fields=["nudge_locked"])


@transaction.atomic
def keep_for_another_year(*, conversation: Conversation, seen: date | None = None) -> date:
    """She wants it kept. Returns the new date: a year later, two years from today at the most.

    `seen`: the date on her screen. If it is another one by now (she pressed twice), nothing changes.
    """
    conversation = locked(conversation)
    if seen is not None and seen != conversation.erase_on:
        return conversation.erase_on
    most = add_months(timezone.localdate(), 2 * Conversation.MONTHS_KEPT)
    conversation.erase_on = min(add_months(conversation.erase_on, 12), most)
    conversation.warned_at = None
    conversation.save(update_fields=["erase_on", "warned_at"])
    return conversation.erase_on
