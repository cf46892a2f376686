"""What a line of the bank may be: by the number of an order in its words, and by its amount.

Only said, never done: a founder confirms each.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from . import books, payouts
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
        """It may be ticked together with others: the number is in the words, the amount is right."""
        return self.fit in (Fit.EXACT, Fit.BACK)

    @property
    def says(self) -> str:
        """For the founder."""
        amount = abs(self.line.pence)
        if self.fit in (Fit.EXACT, Fit.LESS, Fit.MORE) and self.order:
            return _says_paid(self.fit, amount, self.missing, self.order)
        return _SAYS[self.fit]


_SAYS = {
    Fit.PAID: "This order is paid already. All of this would be the buyer’s, to be given back.",
    Fit.CANCELLED: "This order was cancelled. All of this would be the buyer’s, to be given back.",
    Fit.MANY: "There are several order numbers in it. Divide it between them.",
    Fit.MAYBE: "No order number in it, but the amount is right for what you see here.",
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
    """Pence that are still to come for this order."""
    if order.state in _WAITS:
        return max(0, order.total_pence - money.credit)
    return money.owing


def suggest(lines: Sequence[BankLine]) -> list[Suggestion]:
    """In the order of the lines. A few queries, however many lines."""
    words = {line.pk: line.words for line in lines}
    numbers = {pk: found_in(said) for pk, said in words.items()}
    every = {number for found in numbers.values() for number in found}
    orders = {order.number: order for order in Order.objects.filter(number__in=every)}
    money = books.money_of_many(list(orders.values()))
    nameless = [line for line in lines if line.pence > 0 and not numbers[line.pk]]
    waiting = waiting_by_amount() if nameless else {}
    found = []
    for line in lines:
        named = [orders[number] for number in numbers[line.pk] if number in orders]
        found.append(_suggest(line, words[line.pk], named, money, waiting))
    return found


def _suggest(
    line: BankLine,
    words: str,
    named: list[Order],
    money: dict[int, books.Money],
    waiting: dict[int, list[Order]],
) -> Suggestion:
    if len(named) > 1:
        return Suggestion(line, words, Fit.MANY, others=tuple(named))
    if named:
        order = named[0]
        fit, missing = (_fit_in if line.pence > 0 else _fit_out)(line, order, money[order.pk])
        return Suggestion(line, words, fit, order, missing)
    if re.search(r"\bSTRIPE\b", words.upper()):
        return Suggestion(line, words, Fit.PAYOUT)
    if candidates := waiting.get(line.pence):
        return Suggestion(line, words, Fit.MAYBE, others=tuple(candidates[:MOST_SHOWN]))
    return Suggestion(line, words, Fit.UNKNOWN)


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


def knows_payout(line: BankLine) -> bool:
    """Whether this line can be said to be a payout now (`actions.matching.match_payout`)."""
    return not payouts.are_booked_by_stripe() or bool(payouts.booked(line.pence, line.on))
