"""Moving an order: the one place that changes its state, writes it down and gives its copies free."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import states, stock
from alongside.orders.models import Order, Shop, StockMove
from alongside.orders.states import HOLDS_COPIES, Event, State

_CLOSED = (State.DONE, State.CANCELLED, State.EXPIRED)
CARD_KEPT = timedelta(hours=26)  # longer than a page of Stripe Checkout is open (24 hours at most)


def held(order: Order) -> Order:
    """The order as it is now, kept from everybody else until this transaction ends."""
    return Order.objects.select_for_update().get(pk=order.pk)


def hold_shop() -> None:
    """Nobody else spends from the fund, numbers an invoice or makes a schedule until this transaction ends.

    The first of all locks: an order, an edition come after it.
    """
    list(Shop.objects.select_for_update())


def copies_of(order: Order) -> dict[int, int]:
    """Copies that are still to be posted: id of an edition → how many."""
    return {line.edition_id: line.still_to_post for line in order.lines.all()}


def hand_over(order: Order, *, by: Any) -> None:
    """Somebody took the copies with her (an event): nothing is to be posted. Raises stock.OutOfStock."""
    for line in order.lines.select_related("edition"):
        if line.edition.is_posted:
            took, why = line.still_to_post, StockMove.Why.GIVEN
            stock.move(line.edition, -took, why, by=by, order=order, reserved=-took)
            line.posted = line.copies
            line.save(update_fields=["posted"])


def move(order: Order, event: Event, *, by: Any = None) -> None:
    """`order` must be `held`. Copies that nobody waits for any more are free again.

    Raises states.NotNow; nothing has changed then.
    """
    before, after = State(order.state), states.after(order.state, event)
    order.state = after
    order.closed_at = (order.closed_at or timezone.now()) if after in _CLOSED else None
    order.save(update_fields=["state", "closed_at"])
    if before in HOLDS_COPIES and after not in HOLDS_COPIES:
        stock.release(copies_of(order))
    record(actor=by, action=f"order.{event}", target=f"order:{order.pk}")
