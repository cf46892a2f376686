"""`alongside orders_books`: what the ledger says, whether it is true, and all of it as files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alongside.orders import books_check, books_files, books_report
from alongside.orders.money import pounds
from alongside.orders.periods import Period


class Command(BaseCommand):
    """The exit code is 1 if something cannot be."""

    help = (
        "Print the trial balance of the book and check that every entry balances, every order's money "
        "equals its ledger and every copy is where it is said to be. --export DIR: write ledger, trial "
        "balance, VAT and Gift Aid as files, rebuilt from the ledger alone. The last one has names."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", metavar="DIR", type=Path, help="folder for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        whole = Period(books_files.first_day(today), today)
        for row in books_report.trial_balance(whole):
            self.stdout.write(f"{row.code}  {row.account.label:<55} {pounds(row.after):>14}")
        if folder := options["export"]:
            for path in books_files.write(folder, today=today):
                self.stdout.write(f"Written: {path}")
        self._check()

    def _check(self) -> None:
        found = books_check.differences()
        for one in found:
            self.stdout.write(self.style.ERROR(f"✗ {one.number or 'The books'}: {one.words}"))
        if found:
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS("✓ The books are true."))
