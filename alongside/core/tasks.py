"""What the worker looks for every minute. Rows hold what is to be done; a look that fails loses nothing."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from .edition import raise_for_new_day
from .retention import purge_when_due

logger = logging.getLogger("alongside.worker")


def look_for_work() -> None:
    """All looks, one after the other. One that fails is logged and does not stop the next."""
    for look in (publish_scheduled, expire_scheduled, notice_new_day, purge_daily):
        _try(look, look.__name__)


def publish_scheduled() -> None:
    """Publish every revision whose hour has come, each in a transaction of its own.

    Wagtail's command of this name does the same in one go: one page that cannot be published
    would keep back all others.
    """
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    for revision in due.order_by("approved_go_live_at"):
        publish = partial(revision.publish, log_action="wagtail.publish.scheduled")
        _try(publish, f"publishing revision {revision.pk}")


def expire_scheduled() -> None:
    """Take down every page and menu whose time is over."""
    for model in _with_drafts():
        for thing in model.objects.filter(live=True, expire_at__lt=timezone.now()):
            take_down = partial(
                thing.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"
            )
            _try(take_down, f"taking down {model.__name__} {thing.pk}")


def notice_new_day() -> None:
    """Pages become due and overdue with the date alone."""
    raise_for_new_day(today=timezone.localdate())


def purge_daily() -> None:
    """Everything personal has an end date, and goes on it."""
    purge_when_due(now=timezone.now())


def _with_drafts() -> list[Any]:
    """Models that can be scheduled; all pages by their common table."""
    models = [m for m in apps.get_models() if issubclass(m, DraftStateMixin)]
    return [Page, *(model for model in models if not issubclass(model, Page))]


def _try(work: Callable[[], Any], what: str) -> None:
    try:
        with transaction.atomic():
            work()
    except Exception:
        logger.exception("The worker failed at %s", what)
