"""`alongside newsletter_import people.csv --part events --how "…"`: bring in a list."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from alongside.core.csv_tables import CannotRead, Table, write
from alongside.newsletter.actions import bringing_in, importing
from alongside.newsletter.importing.columns import Field
from alongside.newsletter.importing.plan import Choice, Fate, plan
from alongside.newsletter.models import PeopleImport
from alongside.newsletter.parts import Part


class Command(BaseCommand):
    """The same as “Bring in a list” on the staff side. Names nobody."""

    help = (
        "Bring in people who asked for letters, from a CSV file that says of each when and how. "
        "Without --yes it only says what would happen."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_arguments(parser)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            one = importing.take(file.read_bytes(), by=None)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}") from None
        except CannotRead as error:
            raise CommandError(str(error)) from None
        try:
            self._bring_in(one, options)
        finally:
            PeopleImport.objects.filter(pk=one.pk, state=importing.State.LOOKED_AT).delete()

    def _bring_in(self, one: PeopleImport, options: dict[str, Any]) -> None:
        found = importing.table_of(one)
        choice = _choice(one, found, options)
        importing.choose(one, choice=choice, headings=found.headings)
        one.refresh_from_db()
        if not options["yes"]:
            fates = Counter(row.fate for portion in plan(found, choice) for row in portion)
            self._say(fates)
            self.stdout.write("Nothing was brought in. Add --yes to do it.")
            return
        importing.begin(one, by=None)
        self._settle(one)
        one.refresh_from_db()
        self._say({Fate(letter): number for letter, number in one.counts.items()})
        self.stdout.write("Who is asked gets her mail from `alongside run`, a few each minute.")
        if options["rejected"]:
            words = importing.rejected_of(bytes(one.fates).decode())
            self._save(options["rejected"], found, words)

    def _settle(self, one: PeopleImport) -> None:
        columns = TextColumn("rows"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("rows", total=one.rows)
            for number in bringing_in.settle(one):
                progress.advance(bar, number)

    def _say(self, fates: Any) -> None:
        for fate in Fate:
            if fates.get(fate):
                self.stdout.write(f"{fates[fate]:>8,}  {fate.words}")

    def _save(self, path: Path, found: Table, words: list[tuple[int, str]]) -> None:
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(write(found, words), encoding="utf-8")
        self.stdout.write(f"{len(words):,} rows that were not taken are in {path}. Delete it soon.")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--column", action="append", default=[], metavar="WHAT=HEADING",
        help=f"what a column says, if it is not guessed: {', '.join(f.name for f in Field)}",
    )  # fmt: skip
    names = [str(part.name).lower() for part in Part]
    parser.add_argument("--part", action="append", default=[], choices=names,
                        help="what they asked for, where the file does not say it")  # fmt: skip
    parser.add_argument("--how", default="", help="how they asked, where the file does not say it")
    parser.add_argument("--rejected", type=Path, help="a new file for the rows that were not taken")
    parser.add_argument("--yes", action="store_true", help="bring them in")


def _choice(one: PeopleImport, found: Table, options: dict[str, Any]) -> Choice:
    columns = dict(one.columns["of"])
    for said in options["column"]:
        name, _, heading = said.partition("=")
        if name not in Field.__members__ or heading not in found.headings:
            raise CommandError(f"--column {name}: no such thing, or no column with that heading")
        columns[name] = found.headings.index(heading)
    if "address" not in columns:
        raise CommandError("Say where the addresses are: --column address=HEADING")
    parts = Part(sum(Part[name.upper()] for name in options["part"]))
    if not parts and "parts" not in columns:
        raise CommandError("Say what they asked for: --part campaign --part events …")
    return Choice(columns, parts, " ".join(options["how"].split()))
