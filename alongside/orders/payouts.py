"""Money that Stripe sent to the bank. Where cards are on, the daily comparison with Stripe books it."""

from datetime import date, timedelta
from importlib import import_module, util
from typing import Any

from . import ledger
from .models import Account, BankMatch, Entry, Posting

EARLY, LATE = timedelta(days=7), timedelta(days=3)
"""A payout is booked on the day on which Stripe sends it; it is at the bank a few days later."""
_CARDS = "alongside.orders.cards"


def booked(pence: int, on: date) -> Entry | None:
    """The entry of a payout of so much about that day that no line of the bank is matched to yet."""
    near = Posting.objects.filter(
        account=Account.BANK,
        pence=pence,
        entry__kind=Entry.Kind.PAYOUT,
        entry__on__range=(on - EARLY, on + LATE),
    )
    taken = BankMatch.objects.filter(undone_at=None).values("entry")
    corrected = Entry.objects.filter(key__startswith="taken-back:").values_list("key", flat=True)
    gone = {int(key.partition(":")[2]) for key in corrected}
    free = near.exclude(entry__in=taken).exclude(entry__in=gone).order_by("entry__on")
    found = free.select_related("entry").first()
    return found.entry if found else None


def are_booked_by_stripe() -> bool:
    """Then one that we do not know is asked of Stripe, never written by hand: it would count twice."""
    if not util.find_spec(_CARDS):
        return False
    return bool(import_module(_CARDS).is_on())


def book(pence: int, *, key: str, on: date, by: Any) -> Entry:
    """From Stripe's balance to the bank."""
    moved = {Account.BANK: pence, Account.STRIPE: -pence}
    return ledger.post(Entry.Kind.PAYOUT, moved, key=key, on=on, by=by)[0]
