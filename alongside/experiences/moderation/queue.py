"""The lists of experiences, and what in them looks like the same thing twice or like a machine.

Only facts are here: it works while the words are locked. The same few queries, however many there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import TruncMinute
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.experiences.actions import OPENED
from alongside.experiences.models import Experience, ExperienceQuerySet, SealedPart

from .facts import in_short

State = Experience.State
LISTS = {
    "waiting": "Waiting",
    "urgent": "Urgent",
    "asked": "Asked",
    "accepted": "Accepted",
    "not-used": "Not used",
    "yours": "Decided by you",
}
FIRST = "waiting"
BEING_READ = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    experience: Experience
    in_short: str
    signals: list[str] = field(default_factory=list)
    has_answered: bool = False


def in_list(name: str, *, user: Any) -> ExperienceQuerySet:
    """What stands in a list, in its order. Raises KeyError for another name."""
    rows = Experience.objects.all()
    urgent_first = Case(
        When(urgent_at__isnull=False, urgent_done_at__isnull=True, then=Value(0)), default=Value(1)
    )
    chosen: dict[str, ExperienceQuerySet] = {
        "waiting": rows.waiting().order_by(urgent_first, "received_at", "pk"),
        "urgent": rows.urgent().order_by("urgent_at"),
        "asked": rows.filter(state=State.ASKED).order_by("received_at", "pk"),
        "accepted": rows.filter(state=State.ACCEPTED).order_by("-received_at", "-pk"),
        "not-used": rows.filter(state=State.DECLINED).order_by("-received_at", "-pk"),
        "yours": rows.filter(decided_by=user.pk).order_by("-decided_at", "-pk"),
    }
    return chosen[name]


def rows_of(experiences: Sequence[Experience]) -> list[Row]:
    """The lines of one page."""
    signals, answered = signals_of(experiences), _answered(experiences)
    return [
        Row(one, in_short(one), signals[one.pk], one.pk in answered and one.state == State.WAITING)
        for one in experiences
    ]


def signals_of(experiences: Sequence[Experience]) -> dict[int, list[str]]:
    """In words, for each: whether others have the same text, or came in the same minute."""
    same_text, same_minute = _same_text(experiences), _same_minute(experiences)
    found: dict[int, list[str]] = {}
    for one in experiences:
        found[one.pk] = said = []
        if (number := same_text.get(one.text_mark, 1)) > 1:
            said.append(f"{number} have the same words, it seems")
        if (number := same_minute.get(_minute(one.received_at), 1)) > 1:
            said.append(f"{number} came in the same minute")
    return found


def _same_text(experiences: Sequence[Experience]) -> dict[int | None, int]:
    marks = [one.text_mark for one in experiences if one.text_mark is not None]
    rows = Experience.objects.order_by().filter(text_mark__in=marks)
    return dict(rows.values_list("text_mark").annotate(Count("pk")))


def _same_minute(experiences: Sequence[Experience]) -> dict[datetime, int]:
    minutes = {_minute(one.received_at) for one in experiences}
    if not minutes:
        return {}
    within = Q()
    for minute in minutes:
        within |= Q(received_at__gte=minute, received_at__lt=minute + MINUTE)
    rows = Experience.objects.order_by().filter(within, state__in=State.values)  # for the index
    counted = rows.annotate(minute=TruncMinute("received_at")).values_list("minute")
    return dict(counted.annotate(Count("pk")))


def _minute(at: datetime) -> datetime:
    return timezone.localtime(at).replace(second=0, microsecond=0)


def _answered(experiences: Sequence[Experience]) -> set[int]:
    answers = SealedPart.objects.filter(
        experience__in=[one.pk for one in experiences], kind=SealedPart.Kind.ANSWER
    )
    return set(answers.values_list("experience_id", flat=True))


def next_waiting(*, user: Any, besides: int = 0) -> Experience | None:
    """What to read next: urgent first, then who waits longest. What somebody else is reading comes last."""
    waiting = in_list("waiting", user=user).exclude(pk=besides)
    free = waiting.exclude(pk__in=being_read(user=user))
    return free.first() or waiting.first()


def being_read(*, user: Any) -> dict[int, Any]:
    """What others opened in the last 15 minutes: number → who."""
    lines = AuditEntry.objects.filter(action=OPENED, at__gte=timezone.now() - BEING_READ)
    lines = lines.exclude(actor=user.pk).select_related("actor").order_by("at")
    return {int(line.target.partition(":")[2]): line.actor for line in lines}
