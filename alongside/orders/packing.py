"""What is to be packed, what of it lies in the cupboard, and what goes into one parcel.

The copies in the cupboard belong to who has waited longest. An order of which some copies are still being
printed keeps those that are here: nobody who ordered after it gets them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from alongside.core.installation_key import Unreadable

from .buyer import Buyer
from .models import BookEdition, Order, OrderLine, Parcel, ParcelLine
from .states import State

TO_PACK = (State.TO_PACK, State.PART)
IN_PARCELS = (State.PACKED, State.PART)


@dataclass
class Waiting:
    """One order that is to be packed. here: id of a line → copies for it in the cupboard; missing: id of an
    edition → copies that are not there yet."""

    order: int
    mark: bytes | None
    here: dict[int, int] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return not self.missing


def queue() -> list[Waiting]:
    """Every order that is to be packed, the oldest first. Four queries, however many there are."""
    free = _free_to_pack()
    packed = set(
        ParcelLine.objects.filter(parcel__state=Parcel.State.PACKED).values_list(
            "line__order", flat=True
        )
    )
    found: dict[int, Waiting] = {}
    for pk, mark, line, edition, copies in _lines_to_pack():
        if pk in packed:
            continue
        waiting = found.setdefault(pk, Waiting(pk, bytes(mark) if mark else None))
        here = min(copies, free[edition])
        free[edition] -= here
        if here:
            waiting.here[line] = here
        if here < copies:
            waiting.missing[edition] = copies - here
    return list(found.values())


def _lines_to_pack() -> Iterable[tuple[int, Any, int, int, int]]:
    """(order, its mark, line, edition, copies)."""
    orders = Order.objects.filter(state__in=TO_PACK).undisputed()
    lines = OrderLine.objects.filter(order__in=orders)
    lines = lines.exclude(edition__kind=BookEdition.Kind.EBOOK)
    rows = lines.order_by("order__placed_at", "order", "pk").values_list(
        "order", "order__mark", "pk", "edition", "copies", "posted", "not_sent"
    )
    for order, mark, line, edition, copies, posted, not_sent in rows:
        if copies > posted + not_sent:
            yield order, mark, line, edition, copies - posted - not_sent


def _free_to_pack() -> dict[int, int]:
    """Copies in the cupboard that are in no parcel yet, by edition.

    Whoever cancelled after her order was packed has no claim to what lies in that parcel.
    """
    free = dict(BookEdition.objects.values_list("pk", "on_hand"))
    packed = ParcelLine.objects.filter(
        parcel__state=Parcel.State.PACKED, line__order__state__in=IN_PARCELS
    )
    for edition, copies in packed.values_list("line__edition", "copies"):
        free[edition] -= copies
    return {edition: max(0, copies) for edition, copies in free.items()}


def address_of(order: Order) -> Buyer:
    """As `Order.buyer`; nothing but the country if it cannot be read any more."""
    try:
        return order.buyer()
    except Unreadable:
        return Buyer(country=order.country)


def bundles(waiting: Sequence[Waiting], *, apart: Iterable[int] = ()) -> list[list[Waiting]]:
    """What goes into one parcel: orders of one e-mail address with the same name and postal address.

    apart: orders that get a parcel of their own. Each bundle is where its oldest order is.
    """
    alone, marks = set(apart), Counter(one.mark for one in waiting if one.mark)
    twice = [one.order for one in waiting if one.mark and marks[one.mark] > 1]
    addresses = _addresses(order for order in twice if order not in alone)
    found: dict[object, list[Waiting]] = defaultdict(list)
    for one in waiting:
        address = addresses.get(one.order)
        found[(one.mark, address) if address else one.order].append(one)
    return list(found.values())


def _addresses(orders: Iterable[int]) -> Mapping[int, tuple[str, ...]]:
    rows = Order.objects.filter(pk__in=list(orders)).only("locked", "country")
    return {order.pk: _alike(address_of(order)) for order in rows}


def _alike(buyer: Buyer) -> tuple[str, ...]:
    return tuple(" ".join(line.casefold().split()) for line in buyer.label)


def pick_list(ready: Iterable[Waiting]) -> list[tuple[str, int]]:
    """What to fetch from the cupboard: name of an edition, copies."""
    copies: Counter[int] = Counter()
    for one in ready:
        copies.update(one.here)
    named: Counter[str] = Counter()
    editions = dict(OrderLine.objects.filter(pk__in=copies).values_list("pk", "edition__name"))
    for line, many in copies.items():
        named[editions[line]] += many
    return sorted(named.items())
