"""Who waits for money: buyers for what they get back, and we for invoices. From the ledger alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, Sum

from . import books
from .models import Account, CardRefund, Invoice, Order, Posting
from .states import State

BACK_WITHIN = timedelta(days=14)
"""Consumer Contracts Regulations 2013, regulation 34."""


@dataclass(frozen=True)
class ToGiveBack:
    """So many pence are a buyer's, since then."""

    order: Order
    pence: int
    since: datetime

    @property
    def until(self) -> datetime:
        return self.since + BACK_WITHIN

    def days(self, now: datetime) -> int:
        """Whole days that she has waited."""
        return (now - self.since).days


def to_give_back() -> list[ToGiveBack]:
    """Whoever waits longest first. Three queries. An unpaid order waits for the rest of its money instead."""
    waiting = {pk: -pence for pk, pence in _buyers_balances(credit=True).items()}
    orders = Order.objects.filter(pk__in=waiting).exclude(state=State.UNPAID)
    since = _since(waiting)
    found = [
        ToGiveBack(order, waiting[order.pk], _not_before_it_ended(order, since[order.pk]))
        for order in orders
    ]
    return sorted(found, key=lambda one: one.since)


def on_its_way(order: Order) -> int:
    """Pence that go to her card as soon as Stripe answers: in no ledger yet, not to be sent twice."""
    waiting = CardRefund.objects.filter(payment__order=order, state=CardRefund.State.WANTED)
    return waiting.aggregate(sum=Sum("pence"))["sum"] or 0


@dataclass(frozen=True)
class Owing:
    """So many pence of an invoice are not paid."""

    invoice: Invoice
    pence: int

    def is_overdue(self, today: date) -> bool:
        return self.invoice.due_on < today


def unpaid_invoices() -> list[Owing]:
    """Of orders that were sent on account, or wait for their money before they are sent; the oldest due day
    first. Three queries."""
    owing = _buyers_balances(credit=False)
    wanted = Q(order__in=owing) | Q(order__state=State.UNPAID)
    invoices = list(Invoice.objects.filter(wanted).select_related("order").order_by("due_on", "pk"))
    money = books.money_of_many([one.order for one in invoices])
    return [Owing(one, books.to_come(one.order, money[one.order_id])) for one in invoices]


def _buyers_balances(*, credit: bool) -> dict[int, int]:
    """The balance of each order that is not even: below 0 it is the buyer's."""
    rows = Posting.objects.filter(account=Account.BUYERS, entry__order__isnull=False).order_by()
    sums = rows.values_list("entry__order").annotate(sum=Sum("pence"))
    return dict(sums.filter(sum__lt=0) if credit else sums.filter(sum__gt=0))


def _since(orders: Iterable[int]) -> dict[int, datetime]:
    """When the balance of each order last became the buyer's."""
    sums: dict[int, int] = defaultdict(int)
    since: dict[int, datetime] = {}
    rows = Posting.objects.filter(account=Account.BUYERS, entry__order__in=list(orders))
    for order, at, pence in rows.values_list("entry__order", "entry__at", "pence").order_by("pk"):
        was_even = sums[order] >= 0
        sums[order] += pence
        if was_even and sums[order] < 0:
            since[order] = at
    return since


def _not_before_it_ended(order: Order, since: datetime) -> datetime:
    """Money that waited for the rest of it is to be given back from the moment it was cancelled."""
    ended = order.closed_at if order.state in (State.CANCELLED, State.EXPIRED) else None
    return max(since, ended) if ended else since
