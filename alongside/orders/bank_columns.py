"""Which column of a bank's file says what: guessed from its headings, then chosen by the founder.

British banks name and order them each in its own way; some write lines about the account above the
headings, some write no headings at all.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from enum import Enum

from alongside.core.typed_days import day_of

from .bank_amounts import NotAnAmount, pence_of

MOST_ABOVE = 20  # lines about the account, before the headings


class Column(Enum):
    """What a column can say."""

    date = "The day"
    amount = "The amount, if one column has both: what came, and what went with a minus"
    paid_in = "What came in"
    paid_out = "What went out"
    payee = "Who paid, or was paid"
    reference = "The reference, or the description"
    more = "More words"


WORDS = (Column.payee, Column.reference, Column.more)
_KNOWN = {
    Column.date: "date transactiondate postingdate posteddate bookingdate entrydate "
    "completeddate datecompleted valuedate startdate",
    Column.amount: "amount value amountgbp valuegbp transactionamount netamount total",
    Column.paid_in: "paidin moneyin paidingbp moneyingbp credit credits creditamount receipts "
    "deposit deposits amountin in received",
    Column.paid_out: "paidout moneyout paidoutgbp moneyoutgbp debit debits debitamount payments "
    "withdrawal withdrawals amountout out spent",
    Column.payee: "counterparty counterpartyname name payee payer payeename merchant "
    "merchantname paidby",
    Column.reference: "reference paymentreference transactionreference ref description "
    "transactiondescription details transactiondetails narrative memo particulars",
    Column.more: "notes notesandtags memo details description narrative moredetails",
}


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Name of a Column → number. Each column says one thing."""
    found: dict[str, int] = {}
    for column, known in _KNOWN.items():
        at = _first(headings, known.split(), taken=set(found.values()))
        if at is not None:
            found[column.name] = at
    if "paid_in" in found and "paid_out" in found:
        found.pop("amount", None)
    return found


def _first(headings: Sequence[str], known: list[str], *, taken: set[int]) -> int | None:
    for name in known:
        for at, heading in enumerate(headings):
            if at not in taken and _plain(heading) == name:
                return at
    return None


def says_enough(columns: dict[str, int]) -> bool:
    """A day, and an amount in one column or in two."""
    return "date" in columns and bool({"amount", "paid_in", "paid_out"} & set(columns))


def find_headings(rows: list[list[str]]) -> int | None:
    """Number of the row with the headings; None if the file has none. Else the first row is taken for it."""
    for at, row in enumerate(rows[:MOST_ABOVE]):
        if says_enough(guess(row)):
            return at
    return None if guess_from(rows[0]) else 0


def guess_from(row: Sequence[str]) -> dict[str, int]:
    """What a file without headings seems to say, from its first line; {} if that is no payment."""
    found: dict[str, int] = {}
    longest = -1
    for at, cell in enumerate(row):
        if "date" not in found and day_of(cell, date.max):
            found["date"] = at
        elif "amount" not in found and _is_amount(cell):
            found["amount"] = at
        elif re.search("[A-Za-z]{2}", cell) and len(cell) > longest:
            found["reference"], longest = at, len(cell)
    return found if says_enough(found) else {}


def _is_amount(cell: str) -> bool:
    """Written as money: a sort code or the number of an account is none."""
    try:
        return bool(re.search(r"[.£]", cell)) and pence_of(cell) is not None
    except NotAnAmount:
        return False


def signature(headings: Sequence[str], *, has_headings: bool) -> str:
    """The same for files of the same kind. Headings name nobody; it is a hash all the same."""
    words = "|".join(map(_plain, headings)) if has_headings else f"{len(headings)} without"
    return hashlib.sha256(words.encode()).hexdigest()


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z]", "", heading.lower())
