"""Mail about conversations. None of it ever holds a word of one."""

import logging
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alongside.accounts import telling
from alongside.core.installation_key import Unreadable, unlock
from alongside.core.mail.actions import put_in_outbox, stop
from alongside.core.mail.models import OutboxMessage, State

from .models import Conversation

logger = logging.getLogger("alongside.enquiries")

NUDGE = "enquiries.nudge"
NOTICE = "enquiries.notice"
COMPLAINT = "enquiries.complaint_received"
NUDGE_PURPOSE = "nudge"


def tell_founders(template: str, *, now: datetime, kind: str = NOTICE, soon: bool = False) -> int:
    """See `accounts.telling`. `template`: its name in this room."""
    return telling.tell_founders(f"enquiries/mail/{template}.txt", kind=kind, now=now, soon=soon)


def nudge_address(conversation: Conversation) -> str:
    """Where “there is a reply for you” goes; nothing if she did not ask for it, or if it was locked
    with another secret key."""
    if not conversation.nudge_locked:
        return ""
    try:
        return unlock(bytes(conversation.nudge_locked), purpose=NUDGE_PURPOSE)
    except Unreadable:
        return ""


def nudge(conversation: Conversation, *, template: str, now: datetime, **context: Any) -> bool:
    """“There is a reply for you”, after 10 to 90 minutes. False if there is no address for it."""
    address = nudge_address(conversation)
    if not address:
        return False
    put_in_outbox(
        to=address,
        template=f"enquiries/mail/{template}.txt",
        context=context,
        kind=NUDGE,
        private=True,
        neutral=True,
        reference=_about(conversation),
        due_at=now + timedelta(seconds=600 + secrets.randbelow(4_800)),
    )
    return True


def stop_nudges(conversation: Conversation) -> None:
    """What waits to be sent to her about this conversation is not sent, and its address forgotten."""
    for message in OutboxMessage.objects.about(_about(conversation)).filter(state=State.WAITING):
        stop(message)


def acknowledge_complaint(conversation: Conversation, *, to: str, now: datetime) -> None:
    """“We have received what you wrote”, at once, without a word of it.

    Data (Use and Access) Act 2025 s103: within 30 days.
    """
    put_in_outbox(
        to=to,
        template="enquiries/mail/complaint_received.txt",
        context={
            "day": f"{timezone.localdate(now):%-d %B %Y}",
            "answer_by": f"{conversation.answer_by:%-d %B %Y}",
        },
        kind=COMPLAINT,
        private=True,
        reference=_about(conversation),
        due_at=now,
    )


def _about(conversation: Conversation) -> str:
    return f"conversation:{conversation.pk}"
