"""`alongside doctor`: is it well, and if not, what to do."""

from typing import Any

from django.core.management.base import BaseCommand

from alongside.backoffice.backup_health import BACKUP_CHECKS
from alongside.backoffice.books_health import BOOKS_CHECKS
from alongside.backoffice.bounces_health import BOUNCE_CHECKS
from alongside.backoffice.health import CHECKS, disk_has_room
from alongside.backoffice.inbox_health import INBOX_CHECKS
from alongside.backoffice.letters_health import LETTER_CHECKS
from alongside.backoffice.stripe_health import STRIPE_CHECKS


class Command(BaseCommand):
    """One line a check; the exit code is 1 when something needs doing."""

    help = "Check everything that has to be well, and say what to do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        ill = 0
        for check in (
            *CHECKS,
            *INBOX_CHECKS,
            *LETTER_CHECKS,
            *BOUNCE_CHECKS,
            *BOOKS_CHECKS,
            *STRIPE_CHECKS,
            *BACKUP_CHECKS,
        ):
            finding = check()
            mark = self.style.ERROR("  ✗") if finding.advice else self.style.SUCCESS("  ✓")
            self.stdout.write(f"{mark} {finding.name}: {finding.state}")
            if finding.advice:
                ill += 1
                self.stdout.write(f"      → {finding.advice}")
            if finding.advice and check is disk_has_room:
                break  # nothing below can be trusted on a full disk
        if ill:
            raise SystemExit(1)
