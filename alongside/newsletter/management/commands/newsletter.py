"""`alongside newsletter send`: send what is due by hand, and see how far it is."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.newsletter import ledger
from alongside.newsletter.models import Mailing, Totals
from alongside.newsletter.sending import process

BAR = 30  # letters wide


class Command(BaseCommand):
    """Names no person. Ctrl-C finishes what is on its way; nothing is lost."""

    help = (
        "send: send the letters that are due, now and here. `alongside run` does it by itself; "
        "both at once are safe. status: where each letter is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["send", "status"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "send":
            self._send()
        self._status()

    def _send(self) -> None:
        if not process.is_due(timezone.now()):
            self.stdout.write("No letter can go out now.")
            return
        self._shown = 0.0
        process.run(0, told=self._show)
        self.stdout.write("")

    def _show(self, moved: int) -> None:
        """Once a second, on one line."""
        if time.monotonic() - self._shown < 1 or not sys.stdout.isatty():
            return
        self._shown = time.monotonic()
        going = Mailing.objects.filter(state=Mailing.State.SENDING).order_by("pk").first()
        if going:
            self.stdout.write("\r" + progress_bar(going), ending="")
            self.stdout.flush()

    def _status(self) -> None:
        for mailing in Mailing.objects.order_by("pk"):
            found = ledger.totals(mailing)
            counts = ", ".join(f"{n} {name}" for name, n in vars(found).items() if n)
            line = f"{mailing}: {mailing.get_state_display()}. {counts or 'nobody yet'}."
            self.stdout.write(f"{line} {mailing.problem}".strip())


def progress_bar(mailing: Mailing) -> str:
    """[#####.....] 50 of 100, 20 a second, 3 s left"""
    found: Totals = ledger.totals(mailing)
    pace = ledger.progress(mailing)
    done = found.all - found.open
    full = BAR * done // max(found.all, 1)
    left = "" if pace.seconds_left is None else f", {pace.seconds_left:.0f} s left"
    bar = "#" * full + "." * (BAR - full)
    return f"[{bar}] {done} of {found.all}, {pace.rate_per_second:.0f} a second{left} "
