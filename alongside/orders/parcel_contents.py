"""Parcels as people see them: to whom, and what is in them, by order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from .buyer import Buyer
from .models import Order, Parcel, ParcelLine
from .packing import address_of
from .states import State
from .vat import AT_HOME


@dataclass(frozen=True)
class Content:
    """One parcel. `orders`: each with its lines in this parcel."""

    parcel: Parcel
    buyer: Buyer
    orders: list[tuple[Order, list[ParcelLine]]]

    @property
    def numbers(self) -> list[str]:
        return [order.number for order, _ in self.orders]

    @property
    def number(self) -> str:
        """What stands on slip and label."""
        return self.parcel.order.number

    @property
    def copies(self) -> list[tuple[str, int]]:
        """Name of an edition, copies: of all orders together."""
        found: dict[str, int] = defaultdict(int)
        for _, lines in self.orders:
            for one in lines:
                found[one.line.name] += one.copies
        return list(found.items())

    @property
    def needs_customs(self) -> bool:
        """Whether a customs form (CN22, from £270 on CN23) goes on it: everywhere outside the United Kingdom
        and the Isle of Man (Royal Mail, “Customs declarations”)."""
        return self.parcel.order.country not in AT_HOME

    @property
    def is_stopped(self) -> list[str]:
        """Numbers of orders in it that must not be posted any more: cancelled since it was packed."""
        fine = (State.PACKED, State.PART)
        return [order.number for order, _ in self.orders if order.state not in fine]

    @property
    def shows_address(self) -> bool:
        """Whoever dispatches sees it as long as she needs it: until the end of the day of posting."""
        return self.parcel.state == Parcel.State.PACKED or self.parcel.can_be_undone

    @property
    def has_address(self) -> bool:
        return bool(self.buyer.name or self.buyer.lines)


def contents_of(parcels: "QuerySet[Parcel] | Iterable[Parcel]") -> list[Content]:
    """In three queries, however many."""
    if isinstance(parcels, QuerySet):
        lines = ParcelLine.objects.select_related("line__order").order_by("line__order", "pk")
        parcels = parcels.select_related("order", "posted_by", "printed_by").prefetch_related(
            Prefetch("lines", lines)
        )
    return [_content(parcel) for parcel in parcels]


def _content(parcel: Parcel) -> Content:
    orders: dict[int, tuple[Order, list[ParcelLine]]] = {}
    for one in parcel.lines.all():
        orders.setdefault(one.line.order_id, (one.line.order, []))[1].append(one)
    return Content(parcel, address_of(parcel.order), list(orders.values()))


def printed_on(at: datetime) -> str:
    return f"{at:%-d %B %Y}"
