"""`alongside restore DIR`: bring a backup back."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from alongside.backoffice.backup import keys_file, making, restoring, sqlite


class Command(BaseCommand):
    """The newest copy of the folder (or `--copy NAME`), with the keys of today. The site must not run."""

    help = "Bring back the newest backup in DIR, into an installation that is empty."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--copy", help="the name of an older copy in DIR")
        parser.add_argument("--over", action="store_true", help="in place of what is here")
        parser.add_argument("--report", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        copy = _choose(options["folder"], options["copy"])
        try:
            report = restoring.restore(copy, over=options["over"], say=self.stdout.write)
        except restoring.NotEmpty as error:
            raise CommandError(
                "There is a site here already, and all of it would be lost. If you mean it: --over"
            ) from error
        except sqlite.SiteIsRunning as error:
            raise CommandError("The site is running. Stop it, then try again.") from error
        except (keys_file.NotWhole, DatabaseError, *making.TROUBLE) as error:
            raise CommandError(f"Not brought back: {error}") from error
        self._tell(report)
        if options["report"]:
            self.stdout.write(json.dumps(report.as_json()))

    def _tell(self, report: restoring.Report) -> None:
        self.stdout.write(
            self.style.SUCCESS(
                f"{report.copy} is back: {report.pages} pages, {report.accounts} accounts, "
                f"{report.conversations} conversations."
            )
        )
        if report.erased_since:
            count = len(report.erased_since)
            self.stdout.write(
                f"{count} conversations were erased since that copy: they stay erased."
            )
        if report.without_key:
            self.stdout.write(
                f"{report.without_key} conversations have no key and can never be read. The file of "
                "keys is older than the copy: is there a newer one?"
            )
        if not report.same_secret_key:
            self.stdout.write(
                "The secret key is another one than when the backup was made. Set the old one "
                "(ALONGSIDE_SECRET_KEY): without it, addresses for mail cannot be read."
            )


def _choose(folder: Path, name: str | None) -> Path:
    copies = making.copies(folder)
    if name:
        copies = [one for one in copies if one.name == name]
    if not copies:
        raise CommandError(f"There is no copy {name or ''} in {folder}".replace("  ", " "))
    return copies[-1]
