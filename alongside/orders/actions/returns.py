"""A parcel comes back; copies are sent anew."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import stock
from alongside.orders.models import Order, Parcel, Reship, StockMove
from alongside.orders.states import Event

from . import orders as moving
from .parcels import NotThisParcel, held, no_other_parcel

CHANGED = (
    "Somebody has written something down about it since you looked. Please look at it as it is now."
)


def came_back(parcel: Parcel) -> int:
    """Copies of it that came back."""
    return parcel.lines.aggregate(sum=Sum("returned"))["sum"] or 0


def sent_anew(order: Order) -> int:
    """Copies of it that were ever sent anew."""
    return Reship.objects.filter(line__order=order).aggregate(sum=Sum("copies"))["sum"] or 0


@transaction.atomic
def take_back(
    parcel: Parcel, copies: Mapping[int, int], *, damaged: bool, seen: int | None = None, by: Any
) -> Parcel:
    """So many copies of a posted parcel are here again (id of a parcel's line → how many).

    They go back into stock, or, damaged, are written off. seen: `came_back` as it was on the page that she
    filled in, so that the same form twice is once. Raises NotThisParcel.
    """
    parcel, _ = held(parcel)
    lines = list(parcel.lines.select_related("line__edition", "line__order"))
    _can_come_back(parcel, copies, seen)
    for one in lines:
        many = copies.get(one.pk, 0)
        if not many:
            continue
        one.returned += many
        one.save(update_fields=["returned"])
        about: dict[str, Any] = {"by": by, "order": one.line.order}
        stock.move(one.line.edition, many, StockMove.Why.RETURNED, **about)
        if damaged:
            stock.move(one.line.edition, -many, StockMove.Why.DAMAGED, **about)
    parcel.returned_at = timezone.now()
    if all(one.returned == one.copies for one in lines):
        parcel.state = Parcel.State.RETURNED
    parcel.save()
    record(actor=by, action="parcel.came-back", target=f"parcel:{parcel.pk}")
    return parcel


def _can_come_back(parcel: Parcel, copies: Mapping[int, int], seen: int | None) -> None:
    if seen is not None and seen != came_back(parcel):
        raise NotThisParcel(CHANGED)
    if parcel.state == Parcel.State.PACKED:
        raise NotThisParcel("It was never posted.")
    lines = list(parcel.lines.all())
    if any(not 0 <= copies.get(one.pk, 0) <= one.copies - one.returned for one in lines):
        raise NotThisParcel("More copies cannot come back than were sent.")
    if not any(copies.get(one.pk) for one in lines):
        raise NotThisParcel("Please say how many copies came back.")


@transaction.atomic
def reship(
    order: Order, copies: Mapping[int, int], *, why: Reship.Why, seen: int | None = None, by: Any
) -> None:
    """So many copies that were posted are to be packed once more (id of an order's line → how many).

    seen: `sent_anew` as it was on the page that she filled in, so that the same form twice is once.
    Raises NotThisParcel, stock.OutOfStock, states.NotNow; nothing has changed then.
    """
    order = moving.held(order)
    lines = {line.pk: line for line in order.lines.select_related("edition")}
    _can_be_sent(order, lines, copies, seen)
    stock.reserve({lines[pk].edition_id: many for pk, many in copies.items() if many})
    for pk, many in copies.items():
        if many:
            order.lines.filter(pk=pk).update(posted=F("posted") - many)
            Reship.objects.create(line_id=pk, copies=many, why=why, by=by)
    is_all = not any(order.lines.values_list("posted", flat=True))
    moving.move(order, Event.RESHIP if is_all else Event.RESHIP_PART, by=by)


def _can_be_sent(
    order: Order, lines: Mapping[int, Any], copies: Mapping[int, int], seen: int | None
) -> None:
    if seen is not None and seen != sent_anew(order):
        raise NotThisParcel(CHANGED)
    if order.source == Order.Source.EVENT:
        raise NotThisParcel("It was handed over at an event, and has no address.")
    if not order.locked:
        raise NotThisParcel(
            "The address is erased. Please ask for it, and write a new order by hand."
        )
    no_other_parcel({order.pk: order})
    if any(not 0 <= many <= lines[pk].posted for pk, many in copies.items()):
        raise NotThisParcel("More copies cannot be sent again than were posted.")
    if not any(copies.values()):
        raise NotThisParcel("Please say how many copies you want to send again.")
