"""What the worker looks for every minute. Rows hold what is to be done; a look that fails loses nothing."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from .edition import raise_for_new_day
from .mail.sending import send_due
from .quiet_log import place
from .retention import purge_when_due

logger = logging.getLogger("alongside.worker")


Look = Callable[[], Any]
_LOOKS_OF_ROOMS: dict[Look, bool] = {}


def register_look(look: Look, *, in_one_transaction: bool = True) -> None:
    """A room's own look, from its `AppConfig.ready`: every minute, before the mail is sent.

    One that calls the network, or commits by itself, must not run in one transaction.
    """
    _LOOKS_OF_ROOMS[look] = in_one_transaction


def look_for_work() -> None:
    """All looks, one after the other. One that fails is logged and does not stop the next."""
    for look in (publish_scheduled, expire_scheduled, notice_new_day):
        _try(look, look.__name__)
    _try(purge_daily, "purging", in_one_transaction=False)
    for look, in_one_transaction in _LOOKS_OF_ROOMS.items():
        _try(look, look.__name__, in_one_transaction=in_one_transaction)
    _try(send_mail, "sending mail", in_one_transaction=False)


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


def send_mail() -> None:
    """Send what is due in the outbox. It commits each mail by itself."""
    send_due(timezone.now())


def purge_daily() -> None:
    """Everything personal has an end date, and goes on it. Each rule commits by itself."""
    purge_when_due(now=timezone.now())


def _with_drafts() -> list[Any]:
    """Models that can be scheduled; all pages by their common table."""
    models = [m for m in apps.get_models() if issubclass(m, DraftStateMixin)]
    return [Page, *(model for model in models if not issubclass(model, Page))]


def _try(work: Callable[[], Any], what: str, *, in_one_transaction: bool = True) -> None:
    try:
        with transaction.atomic() if in_one_transaction else nullcontext():
            work()
    except Exception as error:
        # No words of the error: a database puts the values of a row into them.
        logger.error("The worker failed at %s: %s (%s)", what, type(error).__name__, place(error))
