"""Texts in a file that somebody opens in a spreadsheet."""

import csv
import re
from collections.abc import Iterable
from typing import Any

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads a CSV file as UTF-8
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """A text that no spreadsheet runs: an apostrophe in front of a formula (OWASP, “CSV Injection”)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


class _Echo:
    """What csv writes to: it hands the line on."""

    def write(self, line: str) -> str:
        return line


_writer = csv.writer(_Echo())


def csv_line(cells: Iterable[Any]) -> str:
    """One line of a CSV file (RFC 4180), with its end. Texts that are no numbers become `harmless`."""
    return str(_writer.writerow([_cell(cell) for cell in cells]))


def _cell(value: Any) -> Any:
    is_number = isinstance(value, str) and _NUMBER.fullmatch(value)
    return value if is_number else harmless(value)
