"""Somebody's life may be at risk: the founders are told, at once and without a word of it.

What to do then is written in docs/moderation.md and on the screen. We are no emergency service.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences import emails
from alongside.experiences.models import Experience

from .taking_in import locked, target


@transaction.atomic
def flag_urgent(*, experience: Experience, by: User, now: datetime | None = None) -> bool:
    """It stands first everywhere until a founder has done what can be done. False if it did already."""
    one, now = locked(experience), now or timezone.now()
    if one.is_urgent:
        return False
    one.urgent_at, one.urgent_done_at = now, None
    one.save(update_fields=["urgent_at", "urgent_done_at"])
    emails.tell_of_urgent(now=now)
    audit.record(actor=by, action="experience.flagged_urgent", target=target(one))
    return True


@transaction.atomic
def urgent_is_done(*, experience: Experience, by: User) -> None:
    """A founder has done what can be done."""
    one = locked(experience)
    if not one.is_urgent:
        return
    one.urgent_done_at = timezone.now()
    one.save(update_fields=["urgent_done_at"])
    audit.record(actor=by, action="experience.urgent_done", target=target(one))
