"""`alongside backup DIR` and `alongside backup rehearse DIR`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from alongside.backoffice.backup import making, postgresql, rehearsing

REHEARSE = "rehearse"


class Command(BaseCommand):
    """A dated copy without keys, the file of keys replaced, the media. The site may run meanwhile."""

    help = "Make a backup in DIR; or, with “rehearse DIR”, prove that it can be brought back."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("words", nargs="+", metavar="[rehearse] DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        words = options["words"]
        if len(words) == 2 and words[0] == REHEARSE:
            self._rehearse(Path(words[1]))
        elif len(words) == 1 and words[0] != REHEARSE:
            self._make(Path(words[0]))
        else:
            raise CommandError("Say: alongside backup DIR, or alongside backup rehearse DIR")

    def _make(self, folder: Path) -> None:
        try:
            making.make(folder, say=self.stdout.write)
        except making.TROUBLE as error:
            raise CommandError(_in_words(error, folder)) from error
        self.stdout.write(self.style.SUCCESS("The backup is made."))
        self.stdout.write(
            "Copy the folder to another machine. Keep the secret key (ALONGSIDE_SECRET_KEY, or the file "
            "secret-key) elsewhere: it is not in here."
        )

    def _rehearse(self, folder: Path) -> None:
        try:
            report = rehearsing.rehearse(folder)
        except (rehearsing.Failed, DatabaseError, OSError) as error:
            raise CommandError(f"The backup did not come back: {error}") from error
        self.stdout.write(
            f"{report['copy']} came back whole: {report['rows']} rows, {report['pages']} pages, "
            f"{report['accounts']} accounts, {report['conversations']} conversations with their keys. "
            f"{len(report['erased_since'])} that were erased since stayed erased."
        )


def _in_words(error: Exception, folder: Path) -> str:
    if isinstance(error, postgresql.ProgramMissing):
        return f"No backup was made: {error} is not there (Debian: apt install postgresql-client)."
    return (
        f"No backup was made in {folder}: {error}. Is there room, and may this user write there? "
        "The backups that were there before are as they were."
    )
