"""What the ledger says of one order, and what an order's money is on which accounts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Sum

from . import ledger, vat
from .models import MONEY, Account, Entry, Order, OrderLine, Posting
from .states import State

_SALES = {vat.Rate.ZERO: Account.SALES_ZERO, vat.Rate.STANDARD: Account.SALES_STANDARD}
_POSTAGE = {vat.Rate.ZERO: Account.POSTAGE_ZERO, vat.Rate.STANDARD: Account.POSTAGE_STANDARD}
_INCOME = (*_SALES.values(), *_POSTAGE.values(), Account.GIFTS, Account.FORWARD, Account.VAT)
DISPUTED = "disputed"
"""Why money moved: her bank wanted it back. That is no refund of ours."""


class Part(StrEnum):
    """What an order's money is for."""

    COPIES = "copies"
    POSTAGE = "postage"
    FORWARD = "forward"
    GIFT = "gift"


@dataclass(frozen=True)
class Money:
    """Pence of one order. charged: sold and not taken back. paid: came in and was not given back.

    owing: what the buyer still has to pay (an order on account). credit: what she paid and we have not
    earned: too much, too early, or to be given back.
    """

    charged: int
    paid: int

    @property
    def owing(self) -> int:
        return max(0, self.charged - self.paid)

    @property
    def credit(self) -> int:
        return max(0, self.paid - self.charged)


def money_of(order: Order) -> Money:
    """From the ledger alone. Fees and payouts are no matter of an order."""
    return money_of_many([order])[order.pk]


def money_of_many(orders: list[Order]) -> dict[int, Money]:
    """By the order's id, in one query, however many."""
    sums: dict[int, dict[str, int]] = {order.pk: defaultdict(int) for order in orders}
    rows = Posting.objects.filter(entry__order__in=orders).exclude(entry__kind="fee")
    for pk, account, pence in rows.values_list("entry__order", "account", "pence"):
        sums[pk][account] += pence
    return {
        pk: Money(
            charged=-sum(of[account] for account in _INCOME) - of[Account.WRITTEN_OFF],
            paid=sum(of[account] for account in MONEY),
        )
        for pk, of in sums.items()
    }


def to_come(order: Order, money: Money) -> int:
    """Pence that are missing: of an order that waits for its money, or of one that was sent without it."""
    if order.state == State.UNPAID:
        return max(0, order.total_pence - money.paid)
    return money.owing


def written_off(order: Order) -> int:
    """Pence that were owed for it and never came, or that she was let off."""
    return ledger.balance(Account.WRITTEN_OFF, order=order)


def given_back(order: Order) -> int:
    """Pence that went back to its buyer; without what was written down by mistake (`taking_back`)."""
    gone = ledger.taken_back(order.entries.all())
    back = order.entries.filter(kind=Entry.Kind.REFUND).exclude(pk__in=gone).exclude(why=DISPUTED)
    rows = Posting.objects.filter(entry__in=back, account=Account.BUYERS)
    return int(rows.aggregate(sum=Sum("pence"))["sum"] or 0)


def income_of(order: Order) -> dict[Part, dict[Account, int]]:
    """On which accounts the frozen prices of an order belong: pence, as credit, by what they are for."""
    worth = _worth(order, order.lines.all())
    postage = vat.apportioned(order.postage_pence, worth)
    return {
        Part.COPIES: _with_vat(worth, _SALES, order.has_vat),
        Part.POSTAGE: _with_vat(postage, _POSTAGE, order.has_vat),
        Part.FORWARD: {Account.FORWARD: order.forward_pence},
        Part.GIFT: {Account.GIFTS: order.gift_pence},
    }


def income_of_lines(order: Order, lines: Iterable[OrderLine]) -> dict[Account, int]:
    """The same for some of its lines, without postage."""
    return _with_vat(_worth(order, lines), _SALES, order.has_vat)


def _worth(order: Order, lines: Iterable[OrderLine]) -> dict[str, int]:
    worth: dict[str, int] = defaultdict(int)
    for line in lines:
        worth[vat.rate_in(order.country, line.vat)] += line.pence
    return worth


def _with_vat(
    worth: Mapping[str, int], accounts: Mapping[vat.Rate, Account], has_vat: bool
) -> dict[Account, int]:
    """Without VAT on the account of the rate; the VAT beside it, if any was charged."""
    found: dict[Account, int] = defaultdict(int)
    for rate, gross in worth.items():
        owed = vat.within(gross, rate) if has_vat else 0
        found[accounts[vat.Rate(rate)]] += gross - owed
        found[Account.VAT] += owed
    return dict(found)


def vat_of(order: Order) -> list[tuple[int, int, int]]:
    """Per cent, pence without VAT, VAT: of copies and postage, a row for each rate. A gift has none."""
    income = income_of(order)
    parts = (income[Part.COPIES], income[Part.POSTAGE])
    owed = sum(part.get(Account.VAT, 0) for part in parts)
    found = []
    for rate, percent in vat.PERCENT.items():
        accounts = (_SALES[rate], _POSTAGE[rate])
        if net := sum(part.get(account, 0) for part in parts for account in accounts):
            found.append((percent, net, owed if percent else 0))
    return found


def as_credit(income: Mapping[Part, Mapping[Account, int]]) -> dict[Account, int]:
    """All parts together, as postings."""
    found: dict[Account, int] = defaultdict(int)
    for accounts in income.values():
        for account, pence in accounts.items():
            found[account] -= pence
    return dict(found)


def fund() -> int:
    """Pence that people paid forward and that no copy has used yet."""
    return -ledger.balance(Account.FORWARD)
