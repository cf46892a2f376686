"""A bank's file as payments: what each line says, or why it cannot be read. Nothing is written here."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.core import csv_tables
from alongside.core.csv_tables import CannotRead, Lines
from alongside.core.typed_days import day_of
from alongside.core.typed_text import without_turns

from . import bank_columns
from .bank_amounts import NotAnAmount, pence_of
from .bank_columns import WORDS, Column

PAYMENTS = Lines(
    "a payment",
    "nothing",
    re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}"),
)
LONGEST_WORDS = 400
NO_STATEMENT = (
    "This is no statement: no line of it has a day. Please choose the CSV file from your bank, and not a "
    "picture or a PDF."
)


@dataclass(frozen=True)
class BankFile:
    """first: number of the first payment's line, counted without empty lines."""

    headings: list[str]
    rows: list[list[str]]
    has_headings: bool
    first: int

    @property
    def signature(self) -> str:
        return bank_columns.signature(self.headings, has_headings=self.has_headings)

    def guess(self) -> dict[str, int]:
        if self.has_headings:
            return bank_columns.guess(self.headings)
        return bank_columns.guess_from(self.rows[0])


@dataclass(frozen=True)
class Payment:
    """pence: below 0, it went out. nth: the how manieth line of this file with this day, pence, words."""

    number: int
    on: date
    pence: int
    words: str
    nth: int = 1


@dataclass(frozen=True)
class NotRead:
    """`why` is for the founder. A line without an amount (“Opening balance”) is no payment: `is_none`."""

    number: int
    why: str
    is_none: bool = False


def read(raw: bytes) -> BankFile:
    """Raises csv_tables.CannotRead."""
    rows = csv_tables.read_rows(raw, PAYMENTS)
    if not rows:
        raise CannotRead("There is nothing in the file.")
    at = bank_columns.find_headings(rows)
    if at is None:
        width = max(map(len, rows))
        headings = [f"column {number}" for number in range(1, width + 1)]
        return BankFile(headings, [_padded(row, width) for row in rows], False, 1)
    table = csv_tables.as_table(rows[at:], PAYMENTS)
    if not any(PAYMENTS.telltale.match(cell) for row in table.rows for cell in row):
        raise CannotRead(NO_STATEMENT)
    return BankFile(table.headings, rows[at + 1 :], True, at + 2)


def _padded(row: list[str], width: int) -> list[str]:
    return [" ".join(cell.split()) for cell in (row + [""] * width)[:width]]


def payments_of(
    file: BankFile, columns: dict[str, int], *, today: date
) -> Iterator[Payment | NotRead]:
    """Every line, in its order. columns: name of a Column → number."""
    seen: Counter[tuple[date, int, str]] = Counter()
    for number, row in enumerate(file.rows, file.first):
        one = _read_row(number, row, file, columns, today)
        if isinstance(one, Payment):
            facts = (one.on, one.pence, one.words.casefold())
            seen[facts] += 1
            one = Payment(one.number, one.on, one.pence, one.words, seen[facts])
        yield one


def _read_row(
    number: int, row: list[str], file: BankFile, columns: dict[str, int], today: date
) -> Payment | NotRead:
    width = len(file.headings)
    if any(cell.strip() for cell in row[width:]):
        return NotRead(number, "it has more cells than there are columns: is a comma in a name?")
    cells = _padded(row, width)
    try:
        pence = _pence(cells, columns)
    except NotAnAmount:
        return NotRead(number, "its amount is no amount of pounds that we understand")
    if not pence:
        return NotRead(number, "it has no amount", is_none=True)
    on = day_of(cells[columns["date"]], today)
    if on is None:
        return NotRead(number, "its day is no day that we understand, or it has not come yet")
    words = (cells[columns[column.name]] for column in WORDS if column.name in columns)
    said = " · ".join(dict.fromkeys(word for word in words if word))
    return Payment(number, on, pence, without_turns(said)[:LONGEST_WORDS])


def _pence(cells: list[str], columns: dict[str, int]) -> int:
    """What came less what went. Some banks write what went out with a minus, some without."""

    def cell(column: Column) -> int:
        at = columns.get(column.name)
        return (pence_of(cells[at]) or 0) if at is not None else 0

    return cell(Column.amount) + cell(Column.paid_in) - abs(cell(Column.paid_out))
