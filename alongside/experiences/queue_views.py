"""What waits for a moderator: works with the words locked, and shows none of them."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMinute
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .keys import moderation_secret
from .models import Experience
from .permissions import for_moderators

ON_ONE_PAGE = 50
MANY_AT_ONCE = 3  # in the same minute
LISTS = {
    "waiting": "Waiting",
    "urgent": "Urgent",
    "asked": "Asked",
    "accepted": "Accepted",
    "declined": "Not used",
}


@require_safe
@for_moderators
def queue(request: HttpRequest) -> HttpResponse:
    """One of the lists, 50 a page; the oldest first, what was decided last first."""
    show = request.GET.get("show", "")
    show = show if show in LISTS else "waiting"
    counts = _counts()
    page = Paginator(_rows(show), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "show": show,
        "title": LISTS[show],
        "lists": [(name, label, counts.get(name, 0)) for name, label in LISTS.items()],
        "urgent": counts["urgent"],
        "page_obj": page,
        "rows": with_doubts(list(page)),
        "is_locked": moderation_secret(request) is None,
    }
    return render(request, "experiences/desk/queue.html", shown)


def _rows(show: str) -> QuerySet[Experience]:
    if show == "urgent":
        return Experience.objects.filter(urgent_at__isnull=False, urgent_done_at=None)
    rows = Experience.objects.filter(state=show).select_related("decided_by")
    if show in ("accepted", "declined"):
        return rows.order_by("-decided_at", "-pk")
    return rows.order_by("received_at", "pk")


def _counts() -> dict[str, int]:
    states = Experience.objects.values_list("state").annotate(Count("pk")).order_by()
    return {**dict(states), "urgent": _rows("urgent").count()}


def next_waiting(after: Experience) -> Experience | None:
    """The oldest that waits, after this one if there is one."""
    waiting = Experience.objects.waiting().order_by("received_at", "pk")
    later = Q(received_at__gt=after.received_at) | Q(received_at=after.received_at, pk__gt=after.pk)
    return waiting.filter(later).first() or waiting.exclude(pk=after.pk).first()


def with_doubts(rows: list[Experience]) -> list[tuple[Experience, list[str]]]:
    """Each with what may speak against it: the same words, or many in the same minute."""
    marks = {row.text_mark for row in rows if row.text_mark is not None}
    same: Counter[Any] = Counter(
        Experience.objects.filter(text_mark__in=marks).values_list("text_mark", flat=True)
    )
    minutes = {row.received_at.replace(second=0, microsecond=0) for row in rows}
    at_once = dict(
        Experience.objects.annotate(minute=TruncMinute("received_at"))
        .filter(minute__in=minutes)
        .values_list("minute")
        .annotate(Count("pk"))
        .order_by()
    )
    return [(row, list(_doubts(row, same, at_once))) for row in rows]


def _doubts(row: Experience, same: Counter[Any], at_once: dict[Any, int]) -> Any:
    if row.text_mark is not None and same[row.text_mark] > 1:
        yield f"{same[row.text_mark]} have the same words, it seems"
    minute = row.received_at.replace(second=0, microsecond=0)
    if (number := at_once.get(minute, 0)) >= MANY_AT_ONCE:
        yield f"{number} came in the same minute"
