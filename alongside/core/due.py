"""Which pages and sources want checking again, for the editors' list. One query for each page type."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import TaskState

from .freshness import Freshness, freshness
from .models import Review, ReviewedPage, Source
from .review import ReviewTask

AHEAD = datetime.timedelta(days=30)


@dataclass(frozen=True)
class PageToCheck:
    """A live page on the editors' list."""

    pk: int
    title: str
    kind: str
    due_on: datetime.date | None
    is_checked: bool
    state: Freshness


@dataclass(frozen=True)
class Waiting:
    """A page whose newest words wait for a reviewer."""

    pk: int
    title: str
    asked_at: datetime.datetime


def _reviewed_types() -> list[Any]:
    """Every page type with health statements, whatever room it lives in."""
    return [model for model in apps.get_models() if issubclass(model, ReviewedPage)]


def _live(model: Any) -> "QuerySet[Any]":
    """Live pages with `checked_until` (None: their words are not checked) and the date they are `due`."""
    of_live_words = Review.objects.filter(page=OuterRef("pk"), revision=OuterRef("live_revision"))
    return (
        model.objects.live()
        .annotate(checked_until=Subquery(of_live_words.values("next_review_on")[:1]))
        .annotate(due=Coalesce("checked_until", "next_review_on"))
    )


def _rows(queries: Any, today: datetime.date) -> Iterator[PageToCheck]:
    for model, query in queries:
        for pk, title, due, until in query.values_list("pk", "title", "due", "checked_until"):
            state = freshness(due_on=due, today=today)
            kind = str(model._meta.verbose_name).removesuffix(" page")
            yield PageToCheck(pk, title, kind, due, until is not None, state)


def pages_due(*, today: datetime.date) -> list[PageToCheck]:
    """Live pages that are due within 30 days, overdue or withdrawn; the most overdue first."""
    queries = [(model, _live(model).filter(due__lte=today + AHEAD)) for model in _reviewed_types()]
    return sorted(_rows(queries, today), key=lambda page: (page.due_on, page.title))


def pages_not_checked(*, today: datetime.date) -> list[PageToCheck]:
    """Live pages whose words no reviewer has checked, by kind and title."""
    queries = [(model, _live(model).filter(checked_until=None)) for model in _reviewed_types()]
    return sorted(_rows(queries, today), key=lambda page: (page.kind, page.title))


def count_not_checked() -> int:
    return sum(_live(model).filter(checked_until=None).count() for model in _reviewed_types())


def pages_waiting() -> list[Waiting]:
    """Pages that somebody asked the reviewers to check, the longest wait first."""
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, task__in=ReviewTask.objects.all()
        )
        .select_related("revision")
        .defer("revision__content")
        .order_by("started_at")
    )
    return [Waiting(int(s.revision.object_id), s.revision.object_str, s.started_at) for s in states]


def sources_due(*, today: datetime.date) -> "QuerySet[Source]":
    """Sources that somebody meant to read again by today."""
    return Source.objects.filter(recheck_on__lte=today).order_by("recheck_on", "organisation")
