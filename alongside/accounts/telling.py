"""Mail to every founder: that something waits, and never what."""

import logging
import secrets
from datetime import datetime, timedelta

from django.conf import settings

from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.addresses import BadAddress
from alongside.core.mail.models import OutboxMessage, State

from .models import User
from .roles import FOUNDERS

logger = logging.getLogger("alongside.accounts")


def founders() -> list[User]:
    """Everybody who may read what is sealed for the founders."""
    return list(User.objects.filter(is_active=True, groups__name=FOUNDERS).distinct())


def tell_founders(template: str, *, kind: str, now: datetime, soon: bool = False) -> int:
    """Tell every founder the same, once: a notice that still waits is not joined by another.

    Without `soon` it goes after two to twelve minutes, so that its hour does not give away the hour of
    writing. Returns how many were told.
    """
    due_at = now if soon else now + timedelta(seconds=120 + secrets.randbelow(600))
    return sum(_tell(user, template, kind=kind, due_at=due_at) for user in founders())


def _tell(user: User, template: str, *, kind: str, due_at: datetime) -> bool:
    reference = f"user:{user.pk}"
    waiting = OutboxMessage.objects.about(reference).filter(kind=kind, state=State.WAITING)
    if waiting.exists():
        return False
    try:
        put_in_outbox(
            to=user.email,
            template=template,
            context={"address": settings.WAGTAILADMIN_BASE_URL},
            kind=kind,
            private=False,
            reference=reference,
            due_at=due_at,
        )
    except BadAddress:  # must not keep what it is about from being taken in
        logger.error("Staff account %s has no address that mail can be sent to", user.pk)
        return False
    return True
