"""An entry that was wrong is corrected by another that reverses it. Nothing is ever deleted."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.orders import books, ledger
from alongside.orders.models import Entry, Order, Shop
from alongside.orders.states import Event, State

from . import cancelling, orders, paying

Kind = Entry.Kind
CAN_BE_TAKEN_BACK = (Kind.PAYMENT, Kind.REFUND, Kind.PAYOUT)


class CannotBeTakenBack(ValueError):
    """Only money that came, went, or moved to the bank can be matched wrongly."""


@transaction.atomic
def take_back_receipt(entry: Entry, *, by: Any, why: str = "matched wrongly") -> bool:
    """The money of `entry` was for something else: reverse it, today. False if that was done before.

    An order that is not packed yet waits for its money again. One that is packed or posted stays what it
    is: its buyer owes for it (`books.Money.owing`), and a founder decides. Raises CannotBeTakenBack.
    """
    if entry.kind not in CAN_BE_TAKEN_BACK:
        raise CannotBeTakenBack(entry.kind)
    order = orders.held(entry.order) if entry.order else None
    is_new = _reverse(entry, order, why, by)
    if is_new and order:
        if lost := Entry.objects.filter(key=f"{paying.AFTER_ALL}{entry.pk}").first():
            _reverse(lost, order, why, by)
        _wait_again(order, by)
    return is_new


def _reverse(entry: Entry, order: Order | None, why: str, by: Any) -> bool:
    """False if that was done before."""
    postings = {account: -pence for account, pence in ledger.balances(entry=entry).items()}
    key = f"{ledger.TAKEN_BACK}{entry.pk}"
    return ledger.post(Kind.CORRECTION, postings, key=key, order=order, why=why, by=by)[1]


def _wait_again(order: Order, by: Any) -> None:
    """Sold, not packed, and not paid any more. Sent on account, it stays sold."""
    if order.state != State.TO_PACK or order.terms_days is not None:
        return
    if not books.money_of(order).owing:
        return
    cancelling.take_back_the_sale(order, by=by, kind=Kind.CORRECTION, what="not sold yet")
    orders.move(order, Event.UNPAY, by=by)
    order.paid_at = None
    order.kept_until = timezone.now() + timedelta(days=Shop.current().kept_days)
    order.save(update_fields=["paid_at", "kept_until"])
