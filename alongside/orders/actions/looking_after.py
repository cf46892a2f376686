"""What the desk does for a buyer, besides money and parcels."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from alongside.accounts.audit import record
from alongside.orders import books, emails
from alongside.orders.buyer import Buyer, marks_of
from alongside.orders.models import Invoice, Order
from alongside.orders.states import CAN_MOVE_HOUSE, SOLD, State

from . import orders


class TooLate(Exception):
    """Its label is printed, or its address is erased. Nothing was changed."""


def note_opened(order: Order, *, by: Any) -> None:
    """A member of staff sees whose it is."""
    record(actor=by, action="order.opened", target=f"order:{order.pk}")


def look_up(address: str, *, by: Any) -> QuerySet[Order]:
    """The orders of one exact e-mail address, the newest first. That somebody looked is written down."""
    record(actor=by, action="order.looked-up")
    return Order.objects.filter(mark__in=marks_of(address)).order_by("-pk")


@transaction.atomic
def change_buyer(order: Order, buyer: Buyer, *, by: Any) -> None:
    """Another address, or other words for the book, until the label is printed. Raises TooLate.

    The country stays: postage and VAT were reckoned for it.
    """
    order = orders.held(order)
    if order.state not in CAN_MOVE_HOUSE or not order.locked or buyer.country != order.country:
        raise TooLate
    order.locked, order.mark = buyer.lock(), buyer.mark()
    order.save(update_fields=["locked", "mark"])
    record(actor=by, action="order.address-changed", target=f"order:{order.pk}")


@transaction.atomic
def send_again(order: Order, *, by: Any) -> bool:
    """The mail that says how it stands, with the link to its page. False if there is no address for it."""
    order = orders.held(order)
    if not order.buyer().email:
        return False
    made = Invoice.objects.filter(order=order).first()
    money = books.money_of(order)
    if made and (order.state == State.UNPAID or (order.state in SOLD and money.owing)):
        emails.invoice(made)
    else:
        _mail_of(order)(order)
    record(actor=by, action="order.mailed-again", target=f"order:{order.pk}")
    return True


def _mail_of(order: Order) -> Callable[[Order], None]:
    state = State(order.state)
    if order.source == Order.Source.FREE and state in _OF_FREE_COPY:
        return _OF_FREE_COPY[state]
    return _OF_STATE.get(state, emails.confirm)


_OF_FREE_COPY: dict[State, Callable[[Order], None]] = {
    State.FUND: emails.free_asked,
    State.TO_PACK: emails.free_given,
    State.PACKED: emails.free_given,
}
_OF_STATE: dict[State, Callable[[Order], None]] = {
    State.TO_PACK: emails.paid,
    State.PACKED: emails.paid,
    State.CANCELLED: emails.cancelled,
    State.EXPIRED: emails.expired,
}
