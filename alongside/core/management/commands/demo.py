"""`alongside demo experiences 500`, `alongside demo clear`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from alongside.core import demo

MOST = 5_000_000
REAL = "This is a real site (production settings). Nothing is made up here."


class Command(BaseCommand):
    help = (
        "Make up data for a demonstration (marked as such wherever it shows), or remove all of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="name", required=True)
        for one in demo.demonstrations().values():
            make = commands.add_parser(one.name, help=one.what)
            make.add_argument("number", type=int, help="how many")
        commands.add_parser("clear", help="remove everything that was made up")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        if name == "clear":
            self.clear()
        else:
            self.make(name, options["number"])

    def make(self, name: str, number: int) -> None:
        if not 1 <= number <= MOST:
            raise CommandError(f"Say how many: 1 to {MOST:,}.")
        columns = TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task(name, total=number)
            try:
                demo.make(name, number, lambda more: progress.advance(bar, more))
            except demo.NotHere as refused:
                raise CommandError(str(refused) or REAL) from refused
        self.stdout.write(
            f"{number:,} {_counted(name)} were made up. “alongside demo clear” removes them again."
        )

    def clear(self) -> None:
        gone = demo.clear()
        for name, number in gone.items():
            self.stdout.write(f"{_counted(name)}: {number:,} removed")
        if not any(gone.values()):
            self.stdout.write("There was nothing that was made up.")


def _counted(name: str) -> str:
    return demo.demonstrations()[name].counted or name
