"""The lines of Today about the book: what to post, what to decide, whose money waits, what runs out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from alongside.core.how_long import how_long
from alongside.orders import books, owed, stock
from alongside.orders.actions import giving
from alongside.orders.cards import reconcile
from alongside.orders.models import Order, Shop
from alongside.orders.money import pounds
from alongside.orders.permissions import can_keep_books
from alongside.orders.states import State

from .today_lines import Line, days

ENDS_SOON = timedelta(days=2)
LATE_SOON = timedelta(days=4)  # of the 14 in which money has to be back
_TO_POST = (State.TO_PACK, State.PACKED, State.PART)


def order_lines(now: datetime, user: Any) -> Iterator[Line]:
    """Dispatchers: what to post. Founders: everything. The same number of queries however much waits."""
    shop = Shop.objects.first()
    if shop is None:
        if can_keep_books(user):
            facts = "who sells, how one pays, what it costs: ten minutes, or say that you do not sell it"
            yield Line.calm("Nobody can order the book yet", reverse("book_shop"), facts=facts)
        return
    yield from _to_post(now, shop)
    if can_keep_books(user):
        yield from _orders(now)
        yield from _money(now)
        yield from _stock()
        yield from _differences()


def _to_post(now: datetime, shop: Shop) -> Iterator[Line]:
    waiting = (
        Order.objects.filter(state__in=_TO_POST)
        .undisputed()
        .aggregate(n=Count("pk"), oldest=Min(Coalesce("paid_at", "placed_at")))
    )
    if not waiting["n"]:
        return
    oldest = waiting["oldest"] or now
    facts = f"the oldest for {how_long(oldest, now=now)}"
    is_late = now - oldest > timedelta(days=shop.posted_within)
    line = Line.soon if is_late else Line.waits
    if is_late:
        facts += f": people read “within {days(shop.posted_within)}”"
    yield line("To post", reverse("book_to_post"), waiting["n"], facts)


def _orders(now: datetime) -> Iterator[Line]:
    page = reverse("book_orders")
    soon = Q(state=State.UNPAID, kept_until__lt=now + ENDS_SOON)
    waiting = Order.objects.filter(state__in=(State.HELD, State.UNPAID, State.FUND))
    counts = waiting.aggregate(
        held=Count("pk", filter=Q(state=State.HELD), distinct=True),
        part=Count("pk", filter=soon & Q(entries__kind="payment"), distinct=True),
        soon=Count("pk", filter=soon, distinct=True),
        free=Count("pk", filter=Q(state=State.FUND), distinct=True),
    )
    if number := counts["held"]:
        facts = "the money came too late: let it go, or give it back"
        yield Line.soon("Orders to decide", f"{page}?show=held", number, facts)
    if number := counts["part"]:
        facts = "they end within two days, and what came is given back: ask for the rest, or let them off"
        yield Line.soon("Orders paid in part", f"{page}?show=unpaid", number, facts)
    if number := counts["soon"] - counts["part"]:
        facts = "within two days, if no money comes"
        yield Line.calm("Unpaid orders end", f"{page}?show=unpaid", number, facts)
    if number := counts["free"]:
        facts = f"the fund has {pounds(books.fund())}, enough for {giving.how_long()[1]}"
        yield Line.calm("People wait for a free copy", f"{page}?show=free", number, facts)


def _money(now: datetime) -> Iterator[Line]:
    page = reverse("book_to_give_back")
    if back := owed.to_give_back():
        waited = back[0].days(now)
        facts = (
            f"{pounds(sum(one.pence for one in back))}; the oldest waits for day {waited + 1} of 14"
        )
        line = Line.soon if back[0].until - now < LATE_SOON else Line.waits
        yield line("Money to give back", page, len(back), facts)
    today = timezone.localdate(now)
    if late := [one for one in owed.unpaid_invoices() if one.is_overdue(today)]:
        oldest = days((today - late[0].invoice.due_on).days)
        facts = f"{pounds(sum(one.pence for one in late))}; the oldest is {oldest} late"
        yield Line.waits("Invoices are overdue", page, len(late), facts)


def _stock() -> Iterator[Line]:
    for edition in stock.low():
        coming = f"; {edition.expected} are being printed" if edition.expected else ""
        facts = f"{edition.free} {'is' if edition.free == 1 else 'are'} free{coming}"
        where = reverse("book_stock_edition", args=[edition.pk])
        few = "Few copies" if edition.free else "No copy"
        yield Line.waits(f"{few} left: {edition}", where, facts=facts)


def _differences() -> Iterator[Line]:
    """Whether the till and Stripe say the same."""
    newest = reconcile.newest()
    if newest is not None and newest.difference:
        facts = f"{pounds(abs(newest.difference))} on {newest.at:%-d %B}"
        yield Line.soon("The till and Stripe differ", reverse("book_till"), facts=facts)
