"""A file as headings and rows: UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs (RFC 4180)."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from alongside.core.spreadsheets import harmless

LARGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 50_000
MOST_COLUMNS = 60
LONGEST_CELL = 2_000  # letters
MOST_BREAKS = 3  # line breaks in one cell
_SEP = re.compile(r'"?sep=([^\w"\n])"?[,;\t ]*(?=\n)', re.IGNORECASE)
_NOT_CLOSED = (
    'Line {}: a cell begins with a quotation mark (") and does not end with one. '
    "Please mend that line, so that {} is lost."
)
_TOO_LONG = (
    f"Line {{}}: a cell is longer than {LONGEST_CELL:,} letters, or has more than {MOST_BREAKS} line "
    'breaks. Perhaps a quotation mark (") begins it, and none ends it. If not, please shorten it.'
)


class CannotRead(ValueError):
    """Its words are for the founder."""


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Lines:
    """What stands in the lines of a file. telltale: a cell that is like this begins, or is in, a row of its
    own, so that it never stands in the middle of another cell."""

    each: str
    none: str
    telltale: re.Pattern[str]


PEOPLE = Lines("a person", "nobody", re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"))


def read(raw: bytes, about: Lines = PEOPLE) -> Table:
    """The first line is its headings. Raises CannotRead."""
    return as_table(read_rows(raw, about), about)


def read_rows(raw: bytes, about: Lines) -> list[list[str]]:
    """All lines that are not empty, as wide as they are. Raises CannotRead."""
    if len(raw) > LARGEST:
        raise CannotRead("The file is larger than 10 MB. Please cut it into smaller ones.")
    text = _text(raw)
    if "\0" in text:
        raise CannotRead("This is no CSV file. In your spreadsheet choose “Save as”, then “CSV”.")
    rows = list(_rows(text, about))
    if len(rows) - 1 > MOST_ROWS:
        raise CannotRead(
            f"There are more than {MOST_ROWS:,} rows. Please cut the file into smaller ones."
        )
    return rows


def as_table(rows: list[list[str]], about: Lines) -> Table:
    """Each row as wide as the first, which is its headings. Raises CannotRead."""
    if len(rows) < 2:
        raise CannotRead(
            f"The first line must be headings, and {about.each} must stand in each line after it."
        )
    width = len(rows[0])
    if width > MOST_COLUMNS:
        raise CannotRead(f"There are more than {MOST_COLUMNS} columns.")
    return Table(_fit(rows[0], width), [_fit(row, width) for row in rows[1:]])


def _text(raw: bytes) -> str:
    """With \\n at the end of its lines; old spreadsheets on a Mac write \\r."""
    return re.sub("\r\n?", "\n", _decoded(raw))


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")  # what Excel writes on Windows


def _rows(text: str, about: Lines) -> Iterator[list[str]]:
    """All but the empty ones. Raises CannotRead, with the line in which the wrong cell begins.

    Strict, for otherwise a quotation mark that nothing closes swallows the rows after it.
    """
    delimiter, text = _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = _TOO_LONG if "field limit" in str(error) else _NOT_CLOSED
            raise CannotRead(why.format(line, about.none)) from None
        _check(row, line, delimiter, about)
        if any(row):
            yield row


def _check(row: list[str], line: int, delimiter: str, about: Lines) -> None:
    for cell in row:
        breaks = cell.count("\n")
        if breaks and _has_swallowed(cell, delimiter, about):
            raise CannotRead(_NOT_CLOSED.format(line, about.none))
        if breaks > MOST_BREAKS or len(cell) > LONGEST_CELL:
            raise CannotRead(_TOO_LONG.format(line))
        line += breaks


def _has_swallowed(cell: str, delimiter: str, about: Lines) -> bool:
    """Another row: what only a row has, between delimiters, after a line break."""
    rows = (line.split(delimiter) for line in cell.split("\n")[1:] if delimiter in line)
    return any(about.telltale.fullmatch(said.strip('\t "<>')) for row in rows for said in row)


def _delimiter(text: str) -> tuple[str, str]:
    """And the text without what Excel writes and reads in the first line: `sep=;`."""
    if said := _SEP.match(text):
        return said[1], text[said.end() :]
    first = text.lstrip("\n").partition("\n")[0]
    return max(",;\t", key=first.count), text


def _fit(row: list[str], width: int) -> list[str]:
    return [" ".join(cell.split()) for cell in (row + [""] * width)[:width]]


def write(table: Table, fates: Iterable[tuple[int, str]]) -> str:
    """Some of its rows as CSV, with a last column that says why each was not taken."""
    file = io.StringIO()
    file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(file)
    writer.writerow([*map(harmless, table.headings), "why not"])
    writer.writerows([*map(harmless, table.rows[at]), why] for at, why in fates)
    return file.getvalue()
