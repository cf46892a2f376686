"""A file as headings and rows: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs (RFC 4180)."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.core.spreadsheets import harmless

LARGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000


class CannotRead(ValueError):
    """Its words are for the founder."""


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[list[str]]


def read(raw: bytes) -> Table:
    """Raises CannotRead."""
    if len(raw) > LARGEST:
        raise CannotRead("The file is larger than 10 MB. Please cut it into smaller ones.")
    text = _text(raw)
    if "\0" in text:
        raise CannotRead("This is no CSV file. In your spreadsheet choose “Save as”, then “CSV”.")
    try:
        rows = [
            row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(row)
        ]
    except csv.Error:
        raise CannotRead("A cell of the file does not end. Please save it as CSV anew.") from None
    if len(rows) < 2:
        raise CannotRead(
            "The first line must be headings, and a person must stand in each line after it."
        )
    if len(rows) - 1 > MOST_ROWS:
        raise CannotRead(
            f"There are more than {MOST_ROWS:,} rows. Please cut the file into smaller ones."
        )
    width = len(rows[0])
    if width > MOST_COLUMNS:
        raise CannotRead(f"There are more than {MOST_COLUMNS} columns.")
    return Table([_cell(cell) for cell in rows[0]], [_fit(row, width) for row in rows[1:]])


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # what Excel writes on Windows


def _delimiter(text: str) -> str:
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(",;\t", key=first.count)


def _fit(row: list[str], width: int) -> list[str]:
    return [_cell(cell) for cell in (row + [""] * width)[:width]]


def _cell(cell: str) -> str:
    return " ".join(cell[:LONGEST_CELL].split())


def write(table: Table, fates: Iterable[tuple[int, str]]) -> str:
    """Some of its rows as CSV, with a last column that says why each was not taken."""
    file = io.StringIO()
    file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(file)
    writer.writerow([*map(harmless, table.headings), "why not"])
    writer.writerows([*map(harmless, table.rows[at]), why] for at, why in fates)
    return file.getvalue()
