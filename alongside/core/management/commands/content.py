"""`alongside content load` and `alongside content check`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from alongside.core.content import Report, load
from alongside.core.content_check import check
from alongside.core.pack import Pack, PackError


class Command(BaseCommand):
    """Load the content pack, or look for problems in it."""

    help = "load: put the content pack into the site. check: one line for each problem in the pack."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["load", "check"])
        parser.add_argument(
            "--pack", type=Path, default=settings.CONTENT, help="folder of the pack"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pack = Pack(options["pack"])
        try:
            if options["action"] == "check":
                self._check(pack)
            else:
                self._load(pack, quiet=options["verbosity"] == 0)
        except (PackError, FileNotFoundError) as error:
            raise CommandError(f"The content pack is not right: {error}") from error

    def _check(self, pack: Pack) -> None:
        problems = check(pack)
        for problem in problems:
            self.stdout.write(str(problem))
        if any(problem.is_error for problem in problems):
            raise CommandError("The pack has errors. Nothing was changed.")
        self.stdout.write(f"{len(problems)} remarks, no errors.")

    def _load(self, pack: Pack, *, quiet: bool) -> None:
        columns = (TextColumn("Loading the content"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True, quiet=quiet), transient=True) as bar:
            total = len(pack.answers) + len(pack.signs) + len(pack.glossary) + len(pack.sources)
            total += len(pack.pages) + len(pack.days) + len(pack.places) + len(pack.groups) + 7
            task = bar.add_task("load", total=total)
            report = load(pack, step=lambda key: bar.advance(task))
        if not quiet:
            self._tell(report)

    def _tell(self, report: Report) -> None:
        self.stdout.write(
            f"{len(report.created)} created, {len(report.updated)} updated, "
            f"{len(report.unchanged)} unchanged."
        )
        for key in report.removed_by_editor:
            self.stdout.write(f"{key}: an editor removed it here; it was not made again.")
        for key, fields in report.differences.items():
            self.stdout.write(f"{key}: an editor changed it here, so it was left as it is.")
            for name, (here, pack) in fields.items():
                self.stdout.write(f"  {name}\n    here: {here}\n    pack: {pack}")
