"""`alongside signs suggest`: one phrase a line in, one JSON list of codes a line out."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from alongside.signs.suggesting import ranked_codes


class Command(BaseCommand):
    help = "suggest: which signs the phrases on standard input may mean. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["suggest"])

    def handle(self, *args: Any, **options: Any) -> None:
        for codes in ranked_codes(_lines()):
            self.stdout.write(json.dumps(codes))
            self.stdout.flush()  # somebody may wait for the answer before the next line


def _lines() -> Iterator[str]:
    """Whatever bytes come: what is no UTF-8 is read as far as it goes."""
    stream = getattr(sys.stdin, "buffer", None)
    for line in stream if stream is not None else sys.stdin:
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else line
        yield text.rstrip("\r\n")
