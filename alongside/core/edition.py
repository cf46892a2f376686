"""The edition: one number that rises with every change to what the public may read.

Each server process looks at it at most once a second (`published.site`) and drops what it kept when
the number has changed. Raise it *after* the change and in the same transaction.
"""

import datetime

from django.db.models import F

from .models import Edition


def current() -> int:
    """The number now. Raises DatabaseError when the database does not answer."""
    return Edition.objects.values_list("number", flat=True).get()


def current_and_withdrawn() -> tuple[int, int]:
    """The number now, and the number of the last edition that took somebody's words away: nobody may be
    answered from before that one. Raises DatabaseError."""
    return Edition.objects.values_list("number", "withdrawn").get()


def raise_edition(*, withdrawn: bool = False) -> None:
    """Say that something public has changed; `withdrawn`: that somebody took her words back."""
    following = {"number": F("number") + 1}
    Edition.objects.update(**following | ({"withdrawn": F("number") + 1} if withdrawn else {}))


def raise_for_new_day(*, today: datetime.date) -> bool:
    """Raise the edition once a day, because "due" and "overdue" change with the date alone.

    Returns True if this call was the one that raised it. Safe to call as often as you like.
    """
    return bool(Edition.objects.exclude(day=today).update(number=F("number") + 1, day=today))
