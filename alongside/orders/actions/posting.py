"""Posting a parcel or a part of it, and taking that back. Pressed twice, or by two people at once, it happens
once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.orders import emails, packing, stock
from alongside.orders.books import Part
from alongside.orders.models import BookEdition, Order, Parcel, Refund, StockMove
from alongside.orders.states import Event, State

from . import giving_back
from . import orders as moving
from .parcels import NotThisParcel, held, hold, no_other_parcel, orders_in, what_became_of


def post(parcel: Parcel, *, tracking: str = "", by: Any) -> Parcel:
    """It is in the post. The copies leave the stock, and who ordered gets a mail. Raises NotThisParcel."""
    return post_part(parcel, None, tracking=tracking, by=by)


@transaction.atomic
def post_part(
    parcel: Parcel, copies: Mapping[int, int] | None, *, tracking: str = "", by: Any
) -> Parcel:
    """Only so many copies are in the post (id of a parcel's line → how many); None: all of them.

    What is left of it is to be packed again. Raises NotThisParcel.
    """
    parcel, found = held(parcel)
    _can_be_posted(parcel, found)
    if copies is not None:
        _keep_only(parcel, copies)
    _take_from_stock(parcel, by)
    parcel.state, parcel.tracking = Parcel.State.POSTED, tracking
    parcel.posted_at, parcel.posted_by = timezone.now(), by
    parcel.save()
    for pk in orders_in(parcel):
        rest = _rest(found[pk])
        moving.move(found[pk], Event.POST_PART if rest else Event.POST, by=by)
        emails.posted(found[pk], tracking=tracking, rest=bool(rest))
    for pk in set(found) - set(orders_in(parcel)):
        _back_to_the_queue(found[pk], by)
    return parcel


def _can_be_posted(parcel: Parcel, found: Mapping[int, Order]) -> None:
    if parcel.state != Parcel.State.PACKED:
        raise NotThisParcel(f"It is {what_became_of(parcel)}.")
    for order in found.values():
        if order.state not in packing.IN_PARCELS:
            raise NotThisParcel(
                f"Do not post it: order {order.number} {order.get_state_display()}. Take the parcel "
                "apart and put the copies back."
            )
        if order.is_disputed:
            raise NotThisParcel(
                f"Do not post it: a bank has taken back the money for order {order.number}."
            )


def _keep_only(parcel: Parcel, copies: Mapping[int, int]) -> None:
    lines = list(parcel.lines.all())
    if any(not 0 <= copies.get(line.pk, 0) <= line.copies for line in lines):
        raise NotThisParcel("There are not so many copies in this parcel.")
    if not any(copies.get(line.pk) for line in lines):
        raise NotThisParcel("With no copy in it there is nothing to post.")
    for line in lines:
        line.copies = copies.get(line.pk, 0)
        line.save(update_fields=["copies"]) if line.copies else line.delete()


def _back_to_the_queue(order: Order, by: Any) -> None:
    """None of its copies is in the parcel after all."""
    if order.state == State.PACKED:
        moving.move(order, Event.UNPACK, by=by)


def _take_from_stock(parcel: Parcel, by: Any) -> None:
    for one in parcel.lines.select_related("line__edition", "line__order").order_by(
        "line__edition"
    ):
        try:
            stock.move(
                one.line.edition,
                -one.copies,
                StockMove.Why.POSTED,
                by=by,
                order=one.line.order,
                reserved=-one.copies,
            )
        except stock.OutOfStock as problem:
            raise NotThisParcel(
                f"By our count only {problem.left} of {one.line.name} lie in the cupboard. "
                "Please count them, and write it down under Stock."
            ) from None
        one.line.posted += one.copies
        one.line.save(update_fields=["posted"])


def _rest(order: Order) -> int:
    """Copies that are still to be posted."""
    lines = order.lines.exclude(edition__kind=BookEdition.Kind.EBOOK)
    return sum(line.still_to_post for line in lines)


@transaction.atomic
def undo_post(parcel: Parcel, *, by: Any) -> None:
    """It was not posted after all; within the day. It is packed again. Raises NotThisParcel."""
    parcel, found = held(parcel)
    if not parcel.can_be_undone:
        raise NotThisParcel(
            "This can be undone on the day it was posted only. If it comes back, say so on the order."
        )
    no_other_parcel(found)
    for one in parcel.lines.select_related("line__edition", "line__order").order_by(
        "line__edition"
    ):
        if one.line.posted < one.copies:
            raise NotThisParcel("Some of it is being sent again already.")
        one.line.posted -= one.copies
        one.line.save(update_fields=["posted"])
        stock.move(
            one.line.edition,
            one.copies,
            StockMove.Why.UNPOSTED,
            by=by,
            order=one.line.order,
            reserved=one.copies,
        )
    parcel.state, parcel.tracking = Parcel.State.PACKED, ""
    parcel.posted_at = parcel.posted_by = None
    parcel.save()
    for order in found.values():
        is_only_one = not any(order.lines.values_list("posted", flat=True))
        moving.move(order, Event.UNPOST if is_only_one else Event.UNPOST_PART, by=by)


@transaction.atomic
def close_rest(order: Order, *, by: Any) -> int:
    """What was not posted is not sent; how many copies that were. What was paid for them is promised back: a
    founder sends it (`owed.to_give_back`).

    Raises NotThisParcel, states.NotNow.
    """
    [order] = hold([order.pk])
    no_other_parcel({order.pk: order})
    rest, pence = _rest(order), 0
    moving.move(order, Event.CLOSE, by=by)
    for line in order.lines.exclude(edition__kind=BookEdition.Kind.EBOOK):
        pence += line.still_to_post * line.unit_pence
        line.not_sent += line.still_to_post
        line.save(update_fields=["not_sent"])
    if pence := min(pence, giving_back.still_charged(order)[Part.COPIES]):
        why, key = Refund.Why.NOT_SENT, f"not-sent:{order.pk}:{order.refunds.count()}"
        giving_back.allow(order, {Part.COPIES: pence}, why=why, key=key, by=by)
    if rest:
        emails.not_sent(order, rest)
    return rest
