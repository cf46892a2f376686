"""Numbers and dates of the inbox that may be seen while it is locked. Not a word, not a name."""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from . import keys
from .lists import in_list
from .models import Conversation, InboxSettings, SilenceAlarm, inbox_settings
from .rehearsals import rehearsal_is_due


@dataclass(frozen=True)
class Figures:
    """How many conversations of each kind there are, and since when the oldest waits."""

    waiting: int
    oldest_waiting: datetime | None
    unread: int
    oldest_unread: datetime | None
    overdue: int
    complaints: int
    next_complaint_by: date | None
    deaths: int
    follow_up: int
    erased_soon: int
    mine: int = 0
    given: int = 0


def inbox_figures(*, now: datetime | None = None, user: Any = None) -> Figures:
    """One query, however many there are. With `user` also what she looks after: all, and what waits."""
    now = now or timezone.now()
    which = {name: in_list(name, today=timezone.localdate(now)) for name in _COUNTED}
    if user is not None:
        which["mine"] = in_list("mine", today=timezone.localdate(now), user=user)
        which["given"] = which["mine"] & which["waiting"]
    row: dict[str, Any] = Conversation.objects.aggregate(
        **{name.replace("-", "_"): Count("pk", filter=chosen) for name, chosen in which.items()},
        oldest_waiting=Min("waiting_since", filter=which["waiting"]),
        oldest_unread=Min("unread_since", filter=which["unread"]),
        next_complaint_by=Min("answer_by", filter=which["complaints"]),
    )
    return Figures(**row)


_COUNTED = (
    "waiting", "unread", "overdue", "complaints", "deaths", "follow-up", "erased-soon",
)  # fmt: skip


@dataclass(frozen=True)
class Readiness:
    """Whether the inbox can be read, found again and watched over."""

    settings: InboxSettings
    alarm: SilenceAlarm | None
    has_key: bool
    has_sheets: bool
    is_rehearsal_due: bool
    to_let_in: int
    strangers: int


def readiness(*, now: datetime | None = None) -> Readiness:
    """The same few queries, however many founders there are."""
    return Readiness(
        settings=inbox_settings(),
        alarm=SilenceAlarm.current(),
        has_key=keys.current_key() is not None,
        has_sheets=keys.sheets_in_use() is not None,
        is_rehearsal_due=rehearsal_is_due(now),
        to_let_in=len(keys.waiting_to_be_let_in()),
        strangers=len(keys.no_longer_founders()),
    )


FEW = 8  # fewer would tell of single people (the rule of NHS HES for medians; design section 8)
LATELY = timedelta(days=180)


def median_days_to_answer(*, now: datetime | None = None) -> int | None:
    """Within how many days, rounded up, half of those who wrote in the last 180 days had an answer.

    Who has none yet counts as waiting for ever. None under 8 enquiries, and while half of them have no
    answer.
    """
    now = now or timezone.now()
    times = Conversation.objects.filter(
        purpose=Conversation.Purpose.ENQUIRY,
        origin=Conversation.Origin.FORM,
        received_at__gte=now - LATELY,
    ).values_list("received_at", "first_answered_at")
    days = sorted(
        (answered - received) / timedelta(days=1) if answered else math.inf
        for received, answered in times
    )
    if len(days) < FEW:
        return None
    # Of an even number the upper one of the two in the middle: a day too many is no promise broken.
    median = days[len(days) // 2]
    return None if math.isinf(median) else max(1, math.ceil(median))


def days_left(by: date, *, today: date) -> int:
    return (by - today) // timedelta(days=1)
