"""Mail about experiences. None of it ever holds a word of one."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings

from alongside.accounts.telling import tell_founders
from alongside.core.mail.actions import put_in_outbox, stop
from alongside.core.mail.addresses import BadAddress
from alongside.core.mail.models import OutboxMessage, State

from .models import Experience

QUESTION = "experiences.question"
URGENT = "experiences.urgent"
COME_BACK = "/signs/share/yours/"  # the page where six words open it


def tell_of_question(experience: Experience, *, to: str, now: datetime) -> bool:
    """“There is a question for you”, after 10 to 90 minutes: long enough to undo it.

    False if no mail can be sent to this address.
    """
    try:
        put_in_outbox(
            to=to,
            template="experiences/mail/a_question_for_you.txt",
            context={"address": f"{settings.WAGTAILADMIN_BASE_URL}{COME_BACK}"},
            kind=QUESTION,
            private=True,
            reference=_about(experience),
            due_at=now + timedelta(seconds=600 + secrets.randbelow(4_800)),
        )
    except BadAddress:
        return False
    return True


def stop_question(experience: Experience) -> None:
    """What waits to be sent to her is not sent, and its address forgotten."""
    waiting = OutboxMessage.objects.about(_about(experience)).filter(state=State.WAITING)
    for message in waiting:
        stop(message)


def tell_of_urgent(*, now: datetime) -> int:
    """All founders, at once. Returns how many."""
    return tell_founders("experiences/mail/urgent.txt", kind=URGENT, now=now, soon=True)


def _about(experience: Experience) -> str:
    return f"experience:{experience.pk}"
