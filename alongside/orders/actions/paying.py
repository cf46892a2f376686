"""Money comes, is short, comes twice, comes late.

Money that came in is first the buyer's (`Account.BUYERS`). When all of it is here, the order is sold: the
money becomes what was sold, and the copies can be packed. What is too much stays the buyer's until it
is given back.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.orders import books, emails, ledger, owed, stock
from alongside.orders.models import MONEY, Account, Entry, Invoice, Order
from alongside.orders.states import Event, NotNow, State

from . import orders

Kind = Entry.Kind


class NotPaid(Exception):
    """Not all of its money is here. `missing`: pence."""

    def __init__(self, missing: int) -> None:
        super().__init__(missing)
        self.missing = missing


@transaction.atomic
def receive(
    order: Order,
    pence: int,
    account: Account,
    *,
    key: str,
    by: Any = None,
    on: date | None = None,
    why: str = "",
) -> bool:
    """So much came for this order, to bank, cash or Stripe. False if it is known already (`key`).

    Raises ledger.KeyUsed if the key stands for something else.
    """
    order = orders.held(order)
    postings = {account: pence, Account.BUYERS: -pence}
    entry, is_new = ledger.post(Kind.PAYMENT, postings, key=key, order=order, on=on, why=why, by=by)
    if is_new:
        came_after_all(entry, by=by)
        settle(order, by=by)
        _say_what_is_missing(order)
    return is_new


def _say_what_is_missing(order: Order) -> None:
    """A sum that was typed wrongly at her bank should not wait until the order ends."""
    order = orders.held(order)
    money = books.money_of(order)
    if order.state == State.UNPAID and money.paid and order.pay_by != Order.PayBy.INVOICE:
        emails.part_came(order, money.paid, order.total_pence - money.paid)


AFTER_ALL = "after-all:"


def came_after_all(payment: Entry, *, by: Any = None) -> None:
    """Money that had been written off: so much of it is no loss any more. Undone with its payment
    (`taking_back`)."""
    order = payment.order
    if order is None:
        return
    lost, came = books.written_off(order), _came(payment)
    if (found := min(lost, came, books.money_of(order).credit)) > 0:
        back = {Account.WRITTEN_OFF: -found, Account.BUYERS: found}
        key = f"{AFTER_ALL}{payment.pk}"
        ledger.post(Kind.CORRECTION, back, key=key, order=order, why="it came after all", by=by)


def _came(payment: Entry) -> int:
    return sum(
        pence for account, pence in ledger.balances(entry=payment).items() if account in MONEY
    )


def settle(order: Order, *, by: Any = None) -> None:
    """Sell the order if all its money is here (or it is sent on account). Safe to call at any time."""
    order = orders.held(order)
    money = books.money_of(order)
    on_account = order.terms_days is not None and order.state == State.UNPAID
    if order.state == State.CANCELLED and money.credit:
        orders.move(order, Event.PAY_FOR_NOTHING, by=by)
    elif order.state in (State.UNPAID, State.EXPIRED) and (
        on_account or money.credit - owed.on_its_way(order) >= order.total_pence
    ):
        sell(order, by=by)


def sell(order: Order, *, by: Any) -> None:
    """`order` must be `held`. Copies that went to somebody else meanwhile: a founder has to decide."""
    wanted = orders.copies_of(order)
    if order.state == State.EXPIRED:
        try:
            with transaction.atomic():
                stock.reserve(wanted)
        except stock.OutOfStock:
            orders.move(order, Event.PAY_TOO_LATE, by=by)
            return
    charge(order, by=by)
    lines = order.lines.select_related("edition")
    is_posted = any(line.edition.is_posted and line.still_to_post for line in lines)
    orders.move(order, Event.PAY if is_posted else Event.FINISH, by=by)
    if order.terms_days is None:
        emails.paid(order)


def still_there(order: Order) -> dict[Account, int]:
    """What the order has on the accounts of income, VAT, paid forward and written off."""
    others = {*MONEY, Account.BUYERS, Account.FEES}
    left = ledger.balances(entry__order=order)
    return {account: pence for account, pence in left.items() if account not in others}


def charge(order: Order, *, by: Any = None) -> None:
    """The sale, once: what the buyer paid, or owes from now on, becomes what was sold."""
    sold = defaultdict(int, books.as_credit(books.income_of(order)))
    for account, pence in still_there(order).items():  # it was cancelled, and some of it was had
        sold[account] -= pence
    sold[Account.BUYERS] = -sum(sold.values())
    post_once_more(Kind.SALE, sold, order, "sold", by)
    order.paid_at = timezone.now()
    order.save(update_fields=["paid_at"])


@transaction.atomic
def let_go(order: Order, *, by: Any) -> None:
    """Copies were found for an order whose money came too late.

    Raises NotPaid, stock.OutOfStock, states.NotNow (also if its invoice was taken back: it needs a new one).
    """
    order = orders.held(order)
    here = books.money_of(order).paid - owed.on_its_way(order)
    if (missing := order.total_pence - here) > 0:
        raise NotPaid(missing)
    if Invoice.objects.filter(order=order).exclude(credited_on=None).exists():
        raise NotNow(order.state, Event.LET_GO)
    stock.reserve(orders.copies_of(order))
    charge(order, by=by)
    orders.move(order, Event.LET_GO, by=by)
    emails.paid(order)


def post_once_more(
    kind: Entry.Kind, postings: Mapping[Account, int], order: Order, what: str, by: Any
) -> Entry:
    """What may happen to an order several times in its life. `order` is held, so nobody counts with us."""
    number = order.entries.filter(kind=kind).count() + 1
    key = f"order:{order.pk}:{what}:{number}"
    return ledger.post(kind, postings, key=key, order=order, why=what, by=by)[0]


def expire_due() -> int:
    """Orders that were not paid in time give their copies free; a part that came is to be given back."""
    late = Order.objects.filter(state=State.UNPAID, kept_until__lt=timezone.now())
    gone = 0
    for order in late.order_by("kept_until")[:500]:
        with transaction.atomic():
            order = orders.held(order)
            if order.state == State.UNPAID:
                orders.move(order, Event.EXPIRE)
                emails.expired(order)
                gone += 1
    return gone
