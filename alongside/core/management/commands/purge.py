"""`alongside purge`: remove everything whose time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.core.retention import Purged, purge_all


class Command(BaseCommand):
    """One line for each rule, as it is followed; the exit code is 1 if one failed."""

    help = "Remove everything about people whose time is over. The worker does it once a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say it, and remove nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for purged in purge_all(now=timezone.now(), dry_run=options["dry_run"]):
            self.stdout.write(self._line(purged, dry_run=options["dry_run"]))
            self.stdout.flush()
            failed += bool(purged.error)
        if failed:
            raise SystemExit(1)

    def _line(self, purged: Purged, *, dry_run: bool) -> str:
        rule = purged.rule
        if purged.error:
            return self.style.ERROR(f"  ✗ {rule.name}: failed ({purged.error}); nothing removed")
        verb = "would be removed" if dry_run else "removed"
        return f"  ✓ {rule.name}: {purged.removed} {verb} (kept for: {rule.kept_for})"
