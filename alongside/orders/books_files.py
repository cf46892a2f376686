"""All files of the books in one folder, for an accountant or for a copy that outlives this machine."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from alongside.core.spreadsheets import BYTE_ORDER_MARK, csv_line

from . import books_report, gift_aid_schedule, ledger_csv, vat_report
from .money import decimal
from .periods import Period, quarter_of

PRIVATE = 0o600  # the owner alone: the Gift Aid file has names and addresses


def write(folder: Path, *, today: date) -> list[Path]:
    """Whole ledger, trial balance, VAT by quarter of the calendar, gifts that wait to be claimed."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = Period(first_day(today), today)
    gifts, _ = gift_aid_schedule.claimable(today)
    rows = [
        gift_aid_schedule.row_for(gift.declaration, on=gift.on, pence=gift.pence) for gift in gifts
    ]
    return [
        _save(folder / "ledger.csv", ledger_csv.lines()),
        _save(folder / "trial-balance.csv", as_csv(trial_balance_rows(whole))),
        _save(folder / "vat.csv", as_csv(_vat_rows(whole))),
        _save(folder / "gift-aid.csv", [gift_aid_schedule.as_csv(rows)]),
    ]


def first_day(today: date) -> date:
    """Of the ledger."""
    first = books_report.postings().order_by("entry__on").values_list("entry__on", flat=True)
    return min(first.first() or today, today)


def trial_balance_rows(period: Period) -> Iterator[list[str]]:
    """Pounds and pence; debit and credit apart."""
    yield ["code", "account", "before, debit", "before, credit", "debit", "credit",
           "after, debit", "after, credit"]  # fmt: skip
    for row in books_report.trial_balance(period):
        yield [
            row.code,
            row.account.label,
            *_sides(row.before),
            decimal(row.debit),
            decimal(row.credit),
            *_sides(row.after),
        ]


def _sides(pence: int) -> tuple[str, str]:
    return (decimal(pence), "") if pence >= 0 else ("", decimal(-pence))


def _vat_rows(whole: Period) -> Iterator[list[str]]:
    quarter = quarter_of(whole.first)
    while quarter.first <= whole.last:
        yield from vat_report.rows(vat_report.vat_report(quarter))
        quarter = quarter_of(date.fromordinal(quarter.last.toordinal() + 1))


def as_csv(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from map(csv_line, rows)


def _save(path: Path, words: Iterable[str]) -> Path:
    path.touch(mode=PRIVATE)
    path.chmod(PRIVATE)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(words)
    return path
