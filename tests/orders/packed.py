"""Orders that are paid, packed, posted: short words for the tests of parcels."""

from typing import Any

from alongside.orders.actions import parcels, paying
from alongside.orders.models import Account, Order, Parcel


def pay(order: Order) -> Order:
    """All of its money is here."""
    paying.receive(order, order.total_pence, Account.BANK, key=f"bank:{order.pk}")
    order.refresh_from_db()
    return order


def pack(*orders: Order, by: Any = None, **how: Any) -> list[Parcel]:
    """The parcels; the orders are as they are now."""
    made = parcels.pack(orders, by=by, **how).parcels
    for order in orders:
        order.refresh_from_db()
    return made
