"""What the worker looks at about the inbox key: whether a rehearsal is due, who may hold it no more."""

from datetime import datetime

from django.utils import timezone

from alongside.core import tasks

from .emails import tell_founders
from .keys import sheets_in_use, withdraw_from_strangers
from .rehearsals import rehearsal_is_due


def register() -> None:
    tasks.register_look(remind_of_rehearsal)
    # Accounts also change past the signals, in one statement or by hand.
    tasks.register_look(withdraw_from_strangers)


def remind_of_rehearsal(*, now: datetime | None = None) -> int:
    """One mail to each founder when a rehearsal becomes due, and no other until one has worked."""
    now = now or timezone.now()
    used = sheets_in_use()
    if used is None or used.reminded_at or not rehearsal_is_due(now):
        return 0
    used.reminded_at = now
    used.save(update_fields=["reminded_at"])
    return tell_founders("rehearsal_due", now=now, kind="enquiries.rehearsal", soon=True)
