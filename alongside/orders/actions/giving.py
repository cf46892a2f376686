"""A free copy for somebody newly told, from what others paid forward; first come, first served."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.core.receipts import submission_mark
from alongside.orders import books, emails, ledger, stock
from alongside.orders.buyer import Buyer, marks_of
from alongside.orders.models import Account, BookEdition, Entry, Order, OrderLine, Shop
from alongside.orders.states import Event, State

from . import orders
from .placing import SALT, Closed

_AT_ONCE = 100


@transaction.atomic
def ask_for_copy(
    buyer: Buyer, edition: BookEdition, *, submission: bytes, now: datetime | None = None
) -> tuple[Order, bool]:
    """The order that waits for the fund, and whether it is new. Raises Closed.

    One each: whoever asked before gets her first order, and a mail that says so. Nobody may learn from
    our page that somebody's address asked for a copy, so a view must say the same in both cases.
    """
    orders.hold_shop()
    mark = submission_mark(submission, salt=SALT)
    if known := Order.objects.filter(submission=mark).first():
        return known, False
    shop = Shop.current()
    if not (shop.is_open and shop.forward_pence):
        raise Closed
    asked = Order.objects.filter(source=Order.Source.FREE, mark__in=marks_of(buyer.email))
    if had := asked.exclude(state=State.CANCELLED).first():
        emails.free_had(had)
        return had, False
    order = Order.objects.create(
        submission=mark,
        source=Order.Source.FREE,
        state=State.FUND,
        pay_by=Order.PayBy.FUND,
        locked=replace(buyer, dedication="").lock(),
        mark=buyer.mark(),
        country=buyer.country,
        has_vat=shop.is_registered_for_vat,
        placed_at=now or timezone.now(),
        is_made_up=shop.is_made_up,
    )
    OrderLine.objects.create(
        order=order, edition=edition, name=edition.name, copies=1, unit_pence=0, vat=edition.vat
    )
    record(actor=None, action="order.asked-free", target=f"order:{order.pk}")
    emails.free_asked(order)
    give_due()
    return order, True


def give_due() -> int:
    """Give copies to whoever waits longest, as long as fund and stock last. How many were given.

    Who waits for an edition that has run out keeps her place, and stops nobody behind her.
    """
    given, price, gone = 0, Shop.current().forward_pence, set[int]()
    while price and books.fund() >= price and given < _AT_ONCE:
        order = waiting().exclude(lines__edition__in=gone).first()
        if order is None:
            break
        if _give(order, price):
            given += 1
        else:
            gone.update(orders.copies_of(order))
    return given


def waiting() -> QuerySet[Order]:
    """Who waits for the fund, first come first."""
    return Order.objects.filter(state=State.FUND).order_by("placed_at", "pk")


@transaction.atomic
def _give(order: Order, price: int, *, by: Any = None) -> bool:
    """The fund buys the copy: it is sold now, to whoever paid it forward. False if there is no copy."""
    orders.hold_shop()
    order = orders.held(order)
    if order.state != State.FUND or books.fund() < price:
        return True
    line = order.lines.select_related("edition").get()
    try:
        with transaction.atomic():
            stock.reserve({line.edition_id: line.copies})
    except stock.OutOfStock:
        return False
    copy = min(price, line.edition.pence)
    sold = {
        Account.FORWARD: price,
        Account.SALES_ZERO: -copy,
        Account.POSTAGE_ZERO: copy - price,
    }
    ledger.post(Entry.Kind.GIVEN, sold, key=f"order:{order.pk}:given", order=order, by=by)
    orders.move(order, Event.GIVE, by=by)
    order.paid_at = timezone.now()
    order.save(update_fields=["paid_at"])
    emails.free_given(order)
    return True


def how_long(order: Order | None = None) -> tuple[int, int]:
    """For an honest word: how many people wait (before her, if it is hers), and how many copies the fund can
    give now."""
    before = waiting()
    if order is not None:
        before = before.filter(
            Q(placed_at__lt=order.placed_at) | Q(placed_at=order.placed_at, pk__lt=order.pk)
        )
    price = Shop.current().forward_pence
    return before.count(), max(0, books.fund()) // price if price else 0
