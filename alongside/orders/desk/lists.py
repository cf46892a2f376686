"""The lists of orders: what one may look at, without a name. Number and state say enough."""

from dataclasses import dataclass

from django.db.models import QuerySet

from alongside.orders.models import Order
from alongside.orders.states import State

from .in_words import stands

LISTS: dict[str, str] = {
    "all": "All",
    "unpaid": "Not paid",
    "post": "To post",
    "held": "To decide",
    "free": "Free copies",
    "done": "Posted",
    "ended": "Came to nothing",
}
FIRST = "all"
_STATES = {
    "unpaid": (State.UNPAID,),
    "post": (State.TO_PACK, State.PACKED, State.PART),
    "held": (State.HELD,),
    "done": (State.DONE,),
    "ended": (State.CANCELLED, State.EXPIRED),
}


@dataclass(frozen=True)
class Row:
    """One order of a list. short: pence that are missing of an unpaid order. credit: pence to give back."""

    order: Order
    short: int
    credit: int

    @property
    def stands(self) -> str:
        return stands(self.order)


def in_list(show: str) -> QuerySet[Order]:
    """The newest first. `show`: one of LISTS."""
    orders = Order.objects.order_by("-placed_at", "-pk").prefetch_related("lines__edition")
    if show == "free":
        return orders.filter(source=Order.Source.FREE)
    return orders.filter(state__in=_STATES[show]) if show in _STATES else orders
