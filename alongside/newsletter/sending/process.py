"""The sender as a process of its own: `python -m alongside.newsletter.sending.process`.

The worker starts it when a letter is due (`start_when_due`, once a minute), and it ends when nothing
has been due for a minute; so a site that sends one letter a month holds no memory for it, and mail of
the outbox never waits for a mailing. It ends with the worker. SIGTERM: what is on its way is finished,
the rest given back.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings

from alongside.core.mail import transports
from alongside.core.orphans import end_with_parent

PATIENCE = 60.0  # seconds without anything to do
_running: list["subprocess.Popen[bytes]"] = []


def start_when_due() -> None:
    """The worker's look. Starts a sender if a letter is due and none of ours runs."""
    from django.utils import timezone

    if _running and _running[0].poll() is None:
        return
    _running.clear()
    if is_due(timezone.now()):
        _running.append(
            subprocess.Popen(
                [sys.executable, "-m", "alongside.newsletter.sending.process"],
                start_new_session=True,
                preexec_fn=partial(end_with_parent, os.getpid()),
            )
        )


def is_due(now: datetime) -> bool:
    """Whether a sender would find something to do. Without a mail server letters wait, and say so."""
    from alongside.newsletter.models import Mailing, NewsletterSettings

    from . import journal, moves, pace

    if settings.MAIL_TRANSPORT == transports.FILES:
        moves.say_no_server(now)
        return False
    open_now = pace.opens_at(NewsletterSettings.current(), now) <= now
    going = Mailing.objects.filter(finished_at=None)
    return journal.has_dead() or any(_has_work(one, now, open_now) for one in going)


def _has_work(mailing: Any, now: datetime, open_now: bool) -> bool:
    from alongside.newsletter.models import Delivery, Mailing

    from . import moves

    state, states = Delivery.State, Mailing.State
    rows = mailing.deliveries
    if mailing.state == states.WAITING:
        return mailing.due_at <= now
    if rows.filter(state=state.CLAIMED, due_at__lt=now).exists():
        return True
    if mailing.state == states.CANCELLED:
        return True
    if mailing.state != states.SENDING:
        return False
    still_open = rows.filter(state__in=moves.OPEN)
    if mailing.kind == Mailing.Kind.LETTER and not still_open.exists():
        return True
    due = rows.filter(state__in=[state.WAITING, state.DEFERRED], due_at__lte=now)
    return open_now and due.exists()


def main() -> None:
    import django

    os.nice(5)  # readers go first
    django.setup()
    logging.getLogger("alongside.newsletter").info("Letters are going out.")
    run(PATIENCE)


def run(patience: float, told: Callable[[int], None] | None = None) -> None:
    """Send until nothing has been due for `patience` seconds, or until SIGTERM or SIGINT.

    told: see `Sender.run`.
    """
    from .engine import Sender

    stop, sender = Event(), Sender()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        sender.let_go()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    try:
        sender.run(stop, patience=patience, told=told)
    finally:
        sender.close()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.settings.local")
    main()
