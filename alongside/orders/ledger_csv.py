"""The ledger for an accountant: a line for each posting. The books can be rebuilt from this file alone.

`docs/accounts.md` says how. VAT needs “VAT registered” and “country”, Gift Aid “Gift Aid”; nobody is named.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from alongside.core.spreadsheets import BYTE_ORDER_MARK, csv_line

from .books_report import postings
from .chart import code_of
from .models import Account, Entry, Shop
from .money import decimal
from .periods import Period

COLUMNS = (
    "entry",
    "date",
    "kind",
    "account code",
    "account",
    "debit",
    "credit",
    "order",
    "country",
    "VAT registered",
    "Gift Aid",
    "why",
)
AT_ONCE = 2_000  # postings read, and lines written, at one go
TOTAL = "total"


def lines(period: Period | None = None) -> Iterator[str]:
    """The file in portions, with the sums in its last line. Never all of it in memory."""
    portion = [BYTE_ORDER_MARK, csv_line(COLUMNS)]
    debit = credit = 0
    for number, one in enumerate(_rows(period), 1):
        debit += max(0, one["pence"])
        credit += max(0, -one["pence"])
        portion.append(csv_line(_cells(one)))
        if number % AT_ONCE == 0:
            yield "".join(portion)
            portion = []
    empty = [""] * (len(COLUMNS) - 7)
    sums = ["", "", TOTAL, "", "", decimal(debit), decimal(credit), *empty]
    yield "".join([*portion, csv_line(sums)])


def _rows(period: Period | None) -> Iterator[Mapping[str, Any]]:
    found = postings()
    if period:
        found = found.filter(entry__on__range=period.range)
    rows = found.order_by("entry", "pk").values(
        "entry",
        "entry__on",
        "entry__kind",
        "account",
        "pence",
        "entry__order__number",
        "entry__order__country",
        "entry__order__has_vat",
        "entry__order__gift_aid",
        "entry__order__gift_aid__cancelled_at",
        "entry__why",
    )
    return rows.iterator(chunk_size=AT_ONCE)


def _cells(one: Mapping[str, Any]) -> list[Any]:
    pence, account = one["pence"], Account(one["account"])
    has_order = one["entry__order__number"] is not None
    return [
        one["entry"],
        one["entry__on"].isoformat(),
        Entry.Kind(one["entry__kind"]).label,
        code_of(account),
        account.label,
        decimal(pence) if pence > 0 else "",
        decimal(-pence) if pence < 0 else "",
        one["entry__order__number"] or "",
        one["entry__order__country"] or "",
        ("yes" if one["entry__order__has_vat"] else "no") if has_order else "",
        "declared" if _is_declared(one) else "",
        one["entry__why"],
    ]


def _is_declared(one: Mapping[str, Any]) -> bool:
    is_gift = one["account"] == Account.GIFTS and one["entry__order__gift_aid"] is not None
    return is_gift and one["entry__order__gift_aid__cancelled_at"] is None


def name(period: Period | None = None) -> str:
    """Of the file."""
    made_up = "made-up-" if Shop.current().is_made_up else ""
    return f"{made_up}ledger-{period.name if period else 'all'}.csv"
