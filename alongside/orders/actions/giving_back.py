"""Money is promised back to a buyer, and goes back: never more than was sold to her, or than is hers."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from alongside.orders import books, emails, had, ledger, owed
from alongside.orders.books import Part
from alongside.orders.models import Account, Entry, Order, Refund
from alongside.orders.states import SOLD
from alongside.orders.vat import apportioned

from . import orders, paying
from .cancelling import no_gift_aid

Kind = Entry.Kind


class TooMuch(ValueError):
    """More would be given back than there is to give. `most`: pence."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def still_charged(order: Order) -> dict[Part, int]:
    """Pence of each part that were sold and not taken back: the most that can be given back of it.

    All parts together: no more than `books.Money.charged`, which is less if something was written off.
    """
    charged = books.money_of(order).charged
    if not charged or order.state not in SOLD:
        return dict.fromkeys(Part, 0)
    before = _allowed_before(order)
    sold = {
        part: sum(accounts.values()) - before[part]
        for part, accounts in books.income_of(order).items()
    }
    sold[Part.FORWARD] = max(0, sold[Part.FORWARD] - had.by_others(order))
    return {part: min(pence, charged) for part, pence in sold.items()}


def _allowed_before(order: Order) -> dict[Part, int]:
    """Pence of each part that were taken back since it was last sold."""
    refunds = Refund.objects.filter(sale=_sale(order))
    return {part: sum(getattr(one, f"{part}_pence") for one in refunds) for part in Part}


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
    paying.post_once_more(Kind.ALLOWED, _taken_back(order, parts), order, "allowed", by)
    if parts.get(Part.GIFT) and parts[Part.GIFT] == most[Part.GIFT]:
        no_gift_aid(order)
    return Refund.objects.create(
        order=order,
        sale=_sale(order),
        why=why,
        key=key,
        by=by,
        **{f"{part}_pence": pence for part, pence in parts.items()},
    )


def _taken_back(order: Order, parts: Mapping[Part, int]) -> dict[Account, int]:
    """From the accounts that each part was put on, in proportion. Pennies never pile up: in the end all of
    a part that was given back in pieces is gone from each of its accounts."""
    back: dict[Account, int] = defaultdict(int)
    income, before = books.income_of(order), _allowed_before(order)
    for part, pence in parts.items():
        put = {str(account): worth for account, worth in income[part].items()}
        now, then = apportioned(before[part] + pence, put), apportioned(before[part], put)
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
