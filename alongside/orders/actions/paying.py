"""Money comes, is short, comes twice, comes late; and it is given back.

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

from alongside.orders import books, emails, had, ledger, owed, stock
from alongside.orders.books import Part
from alongside.orders.models import (
    MONEY,
    Account,
    Entry,
    GiftAidDeclaration,
    Invoice,
    Order,
    Refund,
)
from alongside.orders.states import SOLD, Event, NotNow, State
from alongside.orders.vat import apportioned

from . import orders

Kind = Entry.Kind


class TooMuch(ValueError):
    """More would be given back than there is to give. `most`: pence."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


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
    lost, came = ledger.balance(Account.WRITTEN_OFF, order=order), _came(payment)
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


def _still_there(order: Order) -> dict[Account, int]:
    """What the order has on the accounts of income, VAT, paid forward and written off."""
    others = {*MONEY, Account.BUYERS, Account.FEES}
    left = ledger.balances(entry__order=order)
    return {account: pence for account, pence in left.items() if account not in others}


def charge(order: Order, *, by: Any = None) -> None:
    """The sale, once: what the buyer paid, or owes from now on, becomes what was sold."""
    sold = defaultdict(int, books.as_credit(books.income_of(order)))
    for account, pence in _still_there(order).items():  # it was cancelled, and some of it was had
        sold[account] -= pence
    sold[Account.BUYERS] = -sum(sold.values())
    _post_once_more(Kind.SALE, sold, order, "sold", by)
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


@transaction.atomic
def cancel(order: Order, *, by: Any = None) -> None:
    """By buyer or founder, until it is posted. What was paid is to be given back (`books.Money.credit`), but
    for what is `had` already.

    Consumer Contracts Regulations 2013, regulations 29 to 34. Raises states.NotNow.
    """
    if order.forward_copies:
        orders.hold_shop()
    order = orders.held(order)
    stays = had.on_accounts(order)
    orders.move(order, Event.CANCEL, by=by)
    take_back_the_sale(order, by=by, but_for=stays)
    _no_gift_aid(order)
    Invoice.objects.filter(order=order, credited_on=None).update(credited_on=timezone.localdate())
    emails.cancelled(order)


def take_back_the_sale(
    order: Order,
    *,
    by: Any,
    kind: Entry.Kind = Kind.ALLOWED,
    what: str = "cancelled",
    but_for: Mapping[Account, int] | None = None,
) -> None:
    """What is still charged, account by account, so that nothing is left of it in the books, `but_for` some
    pence."""
    back = {account: -pence for account, pence in _still_there(order).items()}
    for account, pence in (but_for or {}).items():
        if pence:
            back[account] -= min(pence, back.get(account, 0))
    back = {account: pence for account, pence in back.items() if pence}
    if back:
        back[Account.BUYERS] = -sum(back.values())
        _post_once_more(kind, back, order, what, by)


def _post_once_more(
    kind: Entry.Kind, postings: Mapping[Account, int], order: Order, what: str, by: Any
) -> Entry:
    """What may happen to an order several times in its life. `order` is held, so nobody counts with us."""
    number = order.entries.filter(kind=kind).count() + 1
    key = f"order:{order.pk}:{what}:{number}"
    return ledger.post(kind, postings, key=key, order=order, why=what, by=by)[0]


def still_charged(order: Order) -> dict[Part, int]:
    """Pence of each part that were sold and not taken back: the most that can be given back of it.

    All parts together: no more than `books.Money.charged`, which is less if something was written off.
    """
    charged = books.money_of(order).charged
    if not charged or order.state not in SOLD:
        return dict.fromkeys(Part, 0)
    sold = {part: sum(accounts.values()) for part, accounts in books.income_of(order).items()}
    for refund in Refund.objects.filter(sale=_sale(order)):
        for part in Part:
            sold[part] -= getattr(refund, f"{part}_pence")
    sold[Part.FORWARD] = max(0, sold[Part.FORWARD] - had.by_others(order))
    return {part: min(pence, charged) for part, pence in sold.items()}


def _sale(order: Order) -> Entry:
    return order.entries.filter(kind=Kind.SALE).latest("pk")


@transaction.atomic
def allow(order: Order, parts: Mapping[Part, int], *, why: Refund.Why, key: str, by: Any) -> Refund:
    """So much of each part is to be given back (a damaged copy, a return). Money moves with `pay_back`.

    key: of the form that a founder sent; twice is once. Raises TooMuch.
    """
    parts = {part: pence for part, pence in parts.items() if pence}
    if parts.get(Part.FORWARD):
        orders.hold_shop()
    order = orders.held(order)
    if known := Refund.objects.filter(key=key).first():
        return known
    most = still_charged(order)
    for part, pence in parts.items():
        if not 0 <= pence <= most[part]:
            raise TooMuch(most[part])
    if sum(parts.values()) > (charged := books.money_of(order).charged):
        raise TooMuch(charged)
    _post_once_more(Kind.ALLOWED, _taken_back(order, parts, most), order, "allowed", by)
    if parts.get(Part.GIFT) and parts[Part.GIFT] == most[Part.GIFT]:
        _no_gift_aid(order)
    return Refund.objects.create(
        order=order,
        sale=_sale(order),
        why=why,
        key=key,
        by=by,
        **{f"{part}_pence": pence for part, pence in parts.items()},
    )


def _no_gift_aid(order: Order) -> None:
    declarations = GiftAidDeclaration.objects.filter(order=order, cancelled_at=None)
    declarations.update(cancelled_at=timezone.now())


def _taken_back(
    order: Order, parts: Mapping[Part, int], most: Mapping[Part, int]
) -> dict[Account, int]:
    """From the accounts that each part was put on, in proportion. Pennies never pile up: in the end all of
    a part that was given back in pieces is gone from each of its accounts."""
    back: dict[Account, int] = defaultdict(int)
    income = books.income_of(order)
    for part, pence in parts.items():
        put = {str(account): worth for account, worth in income[part].items()}
        before = sum(put.values()) - most[part]
        now, then = apportioned(before + pence, put), apportioned(before, put)
        for account in now:
            back[Account(account)] += now[account] - then[account]
    back[Account.BUYERS] = -sum(back.values())
    return back


@transaction.atomic
def pay_back(
    order: Order, pence: int, account: Account, *, key: str, by: Any = None, on: date | None = None
) -> bool:
    """So much was given back to the buyer, from bank, cash or Stripe. False if it is known already.

    Raises TooMuch if she has not so much to get.
    """
    order = orders.held(order)
    if not Entry.objects.filter(key=key).exists():
        to_the_card = 0 if account == Account.STRIPE else owed.on_its_way(order)
        hers = max(0, books.money_of(order).credit - to_the_card)
        if pence > hers:
            raise TooMuch(hers)
    postings = {account: -pence, Account.BUYERS: pence}
    _, is_new = ledger.post(Kind.REFUND, postings, key=key, order=order, on=on, by=by)
    if is_new:
        emails.paid_back(order, pence)
    return is_new


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
