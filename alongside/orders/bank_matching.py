"""What a line of the bank may be: by the number of an order in its words, and by its amount.

Only said, never done: a founder confirms each.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from . import bank_entries, books
from .models import BankLine, Order, Shop
from .money import pounds
from .order_numbers import found_in
from .states import State

MOST_LOOKED_AT = 2_000  # unpaid orders, for a line without a number
MOST_SHOWN = 5
_WAITS = (State.UNPAID, State.EXPIRED)


class Fit(StrEnum):
    """How well a line and an order go together."""

    EXACT = "exact"
    KNOWN = "known"
    LESS = "less"
    MORE = "more"
    PAID = "paid"
    CANCELLED = "cancelled"
    MANY = "many"
    MAYBE = "maybe"
    UNKNOWN = "unknown"
    PAYOUT = "payout"
    BACK = "back"
    BACK_TOO_MUCH = "back_too_much"


@dataclass(frozen=True)
class Suggestion:
    """missing: pence that the order waits for (or, of money that went out, that its buyer is to get)."""

    line: BankLine
    words: str
    fit: Fit
    order: Order | None = None
    missing: int = 0
    others: tuple[Order, ...] = field(default=())

    @property
    def is_exact(self) -> bool:
        """It may be ticked together with others: the number is in its words, the amount is right."""
        return self.fit in (Fit.EXACT, Fit.KNOWN, Fit.BACK)

    @property
    def says(self) -> str:
        """For the founder."""
        amount = abs(self.line.pence)
        if self.fit is Fit.UNKNOWN and self.line.pence < 0:
            return "It went out, and is not what a buyer has to get back."
        if self.fit in (Fit.EXACT, Fit.LESS, Fit.MORE) and self.order:
            return _says_paid(self.fit, amount, self.missing, self.order)
        return _SAYS[self.fit]


_SAYS = {
    Fit.KNOWN: "It was written down by hand before. Nothing is booked again.",
    Fit.PAID: "This order is paid already, or was written off. What was written off comes after all; the "
    "rest of this would be the buyer’s, to be given back.",
    Fit.CANCELLED: "This order was cancelled. All of this would be the buyer’s, to be given back.",
    Fit.MANY: "There are several order numbers in it. Divide it between them.",
    Fit.MAYBE: "No order number in it, but an order waits for exactly this amount.",
    Fit.UNKNOWN: "No order number in it, and no order waits for this amount.",
    Fit.PAYOUT: "It looks like money that Stripe sent to the bank.",
    Fit.BACK: "This is what the buyer has to get back, to the penny.",
    Fit.BACK_TOO_MUCH: "The buyer has not so much to get back.",
}


def _says_paid(fit: Fit, amount: int, missing: int, order: Order) -> str:
    late = " It was not paid in time: it goes on if its copies are still there, or waits for you."
    end = late if order.state == State.EXPIRED else ""
    if fit is Fit.LESS:
        short = pounds(missing - amount)
        return f"{short} too little. It would be kept for the order, which waits for the rest."
    if fit is Fit.MORE:
        over = pounds(amount - missing)
        return (
            f"{over} too much. The order is paid; the rest is the buyer’s, to be given back.{end}"
        )
    return f"It is what the order costs, to the penny.{end}"


def missing_of(order: Order, money: books.Money) -> int:
    """Pence with which this order goes on, or is even."""
    if order.state == State.EXPIRED:
        return max(0, order.total_pence - money.paid)
    return books.to_come(order, money)


@dataclass(frozen=True)
class _Known:
    """What is looked up once for all lines."""

    money: dict[int, books.Money]
    by_hand: dict[tuple[int, int], list[tuple[int, date]]]
    waiting: dict[int, list[Order]]
    has_stripe: bool


def suggest(lines: Sequence[BankLine]) -> list[Suggestion]:
    """In the order of the lines. A few queries, however many lines."""
    words = {line.pk: line.words for line in lines}
    numbers = {pk: found_in(said) for pk, said in words.items()}
    every = {number for found in numbers.values() for number in found}
    orders = {order.number: order for order in Order.objects.filter(number__in=every)}
    is_nameless = any(line.pence > 0 and not numbers[line.pk] for line in lines)
    known = _Known(
        money=books.money_of_many(list(orders.values())),
        by_hand=bank_entries.written_by_hand(orders.values()),
        waiting=waiting_by_amount() if is_nameless else {},
        has_stripe=bank_entries.has_stripe(),
    )
    found = []
    for line in lines:
        named = [orders[number] for number in numbers[line.pk] if number in orders]
        found.append(_suggest(line, words[line.pk], named, known))
    return found


def _suggest(line: BankLine, words: str, named: list[Order], known: _Known) -> Suggestion:
    if len(named) > 1 and line.pence > 0:
        return Suggestion(line, words, Fit.MANY, others=tuple(named))
    if named:
        return _with_number(line, words, named[0], known)
    if known.has_stripe and re.search(r"\bSTRIPE\b", words.upper()):
        return Suggestion(line, words, Fit.PAYOUT)
    if candidates := known.waiting.get(line.pence):
        return Suggestion(line, words, Fit.MAYBE, others=tuple(candidates[:MOST_SHOWN]))
    return Suggestion(line, words, Fit.UNKNOWN)


def _with_number(line: BankLine, words: str, order: Order, known: _Known) -> Suggestion:
    by_hand = known.by_hand.get((order.pk, line.pence), [])
    if any(bank_entries.is_near(on, line.on) for _, on in by_hand):
        return Suggestion(line, words, Fit.KNOWN, order)
    fit_of = _fit_in if line.pence > 0 else _fit_out
    fit, missing = fit_of(line, order, known.money[order.pk])
    return Suggestion(line, words, fit, order, missing)


def _fit_in(line: BankLine, order: Order, money: books.Money) -> tuple[Fit, int]:
    missing = missing_of(order, money)
    if not missing:
        return Fit.CANCELLED if order.state == State.CANCELLED else Fit.PAID, 0
    if line.pence == missing:
        return Fit.EXACT, missing
    return Fit.LESS if line.pence < missing else Fit.MORE, missing


def _fit_out(line: BankLine, order: Order, money: books.Money) -> tuple[Fit, int]:
    to_get = 0 if order.state == State.UNPAID else money.credit
    if -line.pence > money.credit:
        return Fit.BACK_TOO_MUCH, to_get
    return Fit.BACK if -line.pence == to_get else Fit.UNKNOWN, to_get


def waiting_by_amount() -> dict[int, list[Order]]:
    """Pence → orders that wait for exactly so much, the oldest first: for a payment without a number."""
    waits = Order.objects.filter(state__in=_WAITS, is_made_up=Shop.current().is_made_up)
    on_account = Order.objects.exclude(terms_days=None).exclude(state__in=_WAITS)
    orders = [
        *waits.exclude(pay_by=Order.PayBy.CARD)[:MOST_LOOKED_AT],
        *on_account[:MOST_LOOKED_AT],
    ]
    money = books.money_of_many(orders)
    found: dict[int, list[Order]] = defaultdict(list)
    for order in orders:
        if missing := missing_of(order, money[order.pk]):
            found[missing].append(order)
    return found
