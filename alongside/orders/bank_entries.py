"""Entries that are at the bank already, so that a line of its statement does not count twice.

A founder may have written a payment down by hand before the statement came; payouts of Stripe are booked by
the daily comparison with Stripe, where cards are on.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from . import cards, ledger
from .models import Account, BankLine, BankMatch, Entry, Order, Posting

NEAR = timedelta(days=14)
"""Between the day that a founder, or Stripe, says and the day of the bank."""


def _at_bank(*kinds: Entry.Kind) -> QuerySet[Posting]:
    """What came to the bank or left it, and no line of it is matched to, the oldest first."""
    taken = BankMatch.objects.filter(undone_at=None).values("entry")
    gone = ledger.taken_back(Entry.objects.all())
    found = Posting.objects.filter(account=Account.BANK, entry__kind__in=kinds)
    return found.exclude(entry__in=taken).exclude(entry__in=gone).order_by("entry__on", "pk")


def written_by_hand(orders: Iterable[Order]) -> dict[tuple[int, int], list[tuple[int, date]]]:
    """Order and pence → entries with their day: payments, and money given back. One query for all."""
    found: dict[tuple[int, int], list[tuple[int, date]]] = {}
    rows = _at_bank(Entry.Kind.PAYMENT, Entry.Kind.REFUND).filter(entry__order__in=list(orders))
    for order, pence, entry, on in rows.values_list("entry__order", "pence", "entry", "entry__on"):
        found.setdefault((order, pence), []).append((entry, on))
    return found


def known_entry(line: BankLine, order: Order) -> Entry | None:
    """The payment (or money given back) of this order that somebody wrote down before, if this is it."""
    for entry, on in written_by_hand([order]).get((order.pk, line.pence), []):
        if is_near(on, line.on):
            return Entry.objects.get(pk=entry)
    return None


def is_near(day: date, other: date) -> bool:
    return abs(day - other) <= NEAR


def payout(line: BankLine) -> Entry | None:
    """The payout of Stripe of so much about that day."""
    near = (line.on - NEAR, line.on + NEAR)
    rows = _at_bank(Entry.Kind.PAYOUT).filter(pence=line.pence, entry__on__range=near)
    found = rows.select_related("entry").first()
    return found.entry if found else None


def has_stripe() -> bool:
    """Whether money can come from Stripe at all: cards are on, or were once."""
    return cards.is_on() or Posting.objects.filter(account=Account.STRIPE).exists()


def stripe_books_payouts() -> bool:
    """Then one that we do not know is asked of Stripe, never written by hand: it would count twice."""
    return cards.is_on()


def book_payout(pence: int, *, key: str, on: date, by: Any) -> Entry:
    """From Stripe's balance to the bank."""
    moved = {Account.BANK: pence, Account.STRIPE: -pence}
    return ledger.post(Entry.Kind.PAYOUT, moved, key=key, on=on, by=by)[0]
