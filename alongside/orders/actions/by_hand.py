"""Orders that a founder writes down: by post, by telephone, at an event."""

from datetime import date
from typing import Any

from django.db import transaction

from alongside.accounts.audit import record
from alongside.orders import had, ledger, stock
from alongside.orders.models import MONEY, Account, Entry, Order, StockMove
from alongside.orders.states import Event, NotNow

from . import cancelling, giving_back, orders, paying
from .placing import Wish, place


@transaction.atomic
def write_down(
    wish: Wish,
    *,
    submission: bytes,
    by: Any,
    paid_to: Account | None = None,
    on: date | None = None,
) -> tuple[Order, bool]:
    """The order, and whether it is new. paid_to: all of its money is there already, since the day `on`.

    At an event copies leave with whoever bought them (`orders.hand_over`), so nothing is to be posted and
    the order is done once it is paid. Raises pricing.NotOffered, stock.OutOfStock; nothing was written then.
    """
    order, is_new = place(wish, submission=submission, by=by)
    if not is_new:
        return order, False
    if wish.agreed or wish.postage_pence is not None:
        record(actor=by, action="order.price-agreed", target=f"order:{order.pk}")
    if paid_to and order.total_pence:
        key = f"by-hand:{order.pk}"
        paying.receive(order, order.total_pence, paid_to, key=key, on=on, by=by)
    order.refresh_from_db()
    return order, True


def is_too_late_to_undo(order: Order) -> bool:
    """Money went back, or was promised; or somebody has a copy that was paid forward."""
    went = order.entries.filter(kind=Entry.Kind.REFUND)
    return bool(order.refunds.exists() or went.exists() or had.by_others(order))


@transaction.atomic
def undo_sale(order: Order, *, by: Any) -> None:
    """A sale at an event was written down by mistake: the copies are there, and the money never came.

    Raises states.NotNow for anything but a sale at an event that is done, and if it `is_too_late_to_undo`:
    money that really went is not rubbed out.
    """
    order = orders.held(order)
    if order.source != Order.Source.EVENT or is_too_late_to_undo(order):
        raise NotNow(order.state, Event.UNPOST)
    orders.move(order, Event.UNPOST, by=by)
    for line in order.lines.select_related("edition"):
        if line.posted:
            back, why = line.posted, StockMove.Why.UNPOSTED
            stock.move(line.edition, back, why, by=by, order=order, reserved=back)
            line.posted = 0
            line.save(update_fields=["posted"])
    cancelling.cancel(order, by=by)
    for account in MONEY:
        if came := ledger.balance(account, order=order):
            giving_back.pay_back(order, came, account, key=f"undo:{order.pk}:{account}", by=by)
