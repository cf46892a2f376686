"""Packing, and taking apart again. Pressed twice, or by two people at once, everything happens once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import packing
from alongside.orders.models import BookEdition, Order, Parcel, ParcelLine
from alongside.orders.packing import Waiting
from alongside.orders.states import Event, State

from . import orders as moving

MOST_AT_ONCE = 500
"""Orders that one press packs: all of them are kept from everybody else for as long as it takes."""


class NotThisParcel(Exception):
    """This cannot happen to this parcel (any more). Its words say why, and are for the dispatcher."""


@dataclass(frozen=True)
class Packed:
    """run: what was printed at one go. parcels: the new ones. left: orders that were not packed, because
    somebody else had packed them, because they cannot be, or because copies are missing."""

    run: uuid.UUID
    parcels: list[Parcel]
    left: list[int]


@transaction.atomic
def pack(
    orders: Sequence[Order],
    *,
    by: Any,
    apart: Collection[int] = (),
    part: bool = False,
) -> Packed:
    """Make parcels of these orders; those of one person at one address go into one.

    apart: ids of orders that get a parcel of their own. part: also if only some of the copies are here.
    """
    wanted = {order.pk for order in orders}
    held = {order.pk: order for order in hold(wanted)}
    ready = [one for one in packing.queue() if one.order in held and (one.is_ready or part)]
    run, now, parcels = uuid.uuid4(), timezone.now(), []
    for bundle in packing.bundles([one for one in ready if one.here], apart=apart):
        parcel = Parcel.objects.create(
            order=held[bundle[0].order], run=run, printed_at=now, printed_by=by
        )
        _fill(parcel, bundle)
        for one in bundle:
            if held[one.order].state == State.TO_PACK:
                moving.move(held[one.order], Event.PACK, by=by)
            else:
                record(actor=by, action="order.pack", target=f"order:{one.order}")
        parcels.append(parcel)
    packed = {one.order for one in ready if one.here}
    return Packed(run, parcels, sorted(wanted - packed))


def hold(pks: Collection[int]) -> list[Order]:
    """These orders, and all editions, kept from others; always in this order, or two might wait for ever."""
    held = Order.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    found = list(held)
    list(BookEdition.objects.select_for_update().order_by("pk").values_list("pk"))
    return found


def _fill(parcel: Parcel, bundle: Sequence[Waiting]) -> None:
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcel, line_id=line, copies=copies)
        for one in bundle
        for line, copies in one.here.items()
    )


def orders_in(parcel: Parcel) -> list[int]:
    return sorted(set(parcel.lines.values_list("line__order", flat=True)))


def held(parcel: Parcel) -> tuple[Parcel, dict[int, Order]]:
    """A parcel and its orders as they are now, kept from everybody else. Raises NotThisParcel."""
    found = {order.pk: order for order in hold(orders_in(parcel))}
    try:
        return Parcel.objects.select_for_update().get(pk=parcel.pk), found
    except Parcel.DoesNotExist:
        raise NotThisParcel("Somebody has taken this parcel apart again.") from None


@transaction.atomic
def unpack(parcel: Parcel, *, by: Any) -> None:
    """It is taken apart: what was in it is to be packed again, but for what was cancelled meanwhile."""
    parcel, found = held(parcel)
    if parcel.state != Parcel.State.PACKED:
        raise NotThisParcel(f"It is {what_became_of(parcel)}.")
    for order in found.values():
        if order.state == State.PACKED:
            moving.move(order, Event.UNPACK, by=by)
        else:
            record(actor=by, action="order.unpack", target=f"order:{order.pk}")
    parcel.delete()


def what_became_of(parcel: Parcel) -> str:
    at = timezone.localtime(parcel.posted_at)
    by = f" by {parcel.posted_by.first_name}" if parcel.posted_by else ""
    return f"posted already{by}, on {at:%-d %B} at {at:%H:%M}"


def no_other_parcel(found: Mapping[int, Order]) -> None:
    lines = ParcelLine.objects.filter(parcel__state=Parcel.State.PACKED)
    if lines.filter(line__order__in=list(found)).exists():
        raise NotThisParcel(
            "Another parcel of this order is packed. Post it, or take it apart first."
        )
