"""Where an order stands, and what happened to its money, as one would say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.orders import books
from alongside.orders.models import MONEY, Account, Entry, Order
from alongside.orders.money import pounds
from alongside.orders.states import OPEN, State

_PLACES = {Account.BANK: "bank", Account.CASH: "cash and cheques", Account.STRIPE: "card"}
Kind = Entry.Kind


_OF_EVENT = {
    State.DONE: "is sold and handed over",
    State.CANCELLED: "is undone: it was written down by mistake",
}


def stands(order: Order) -> str:
    """After “It”. Not everything that is done was posted."""
    if order.source == Order.Source.EVENT and order.state in _OF_EVENT:
        return _OF_EVENT[State(order.state)]
    if order.state == State.DONE and not any(line.edition.is_posted for line in order.lines.all()):
        is_paid = order.terms_days is None
        return f"is {'paid' if is_paid else 'sold'}, and nothing is to be posted"
    return State(order.state).label


def how_paid(order: Order, money: books.Money) -> str:
    """“paid by cash”, “to be paid by bank transfer”; nothing if it costs nothing or came to nothing."""
    came_to_nothing = order.state in (State.CANCELLED, State.EXPIRED) or books.written_off(order)
    if not order.total_pence or came_to_nothing:
        return ""
    is_paid = order.paid_at is not None and not money.owing
    return f"{'' if is_paid else 'to be '}paid by {order.get_pay_by_display()}"


def evenly(order: Order, money: books.Money) -> str:
    """What is to be said of its money when none is to come and none is to be given back."""
    if pence := books.written_off(order):
        return f"{pounds(pence)} are written off as our loss."
    if order.pay_by == Order.PayBy.FUND:
        return "It is free: somebody paid it forward."
    if money.paid or not order.total_pence:
        return "All is even."
    if order.source == Order.Source.EVENT and order.state == State.CANCELLED:
        return "None: it is out of the books again."
    if order.entries.filter(kind=Kind.REFUND).exists():
        return "All of it was given back."
    return "No money yet." if order.state in OPEN else "No money came."


@dataclass(frozen=True)
class Happened:
    on: date
    words: str
    who: str


def money_story(order: Order) -> Iterator[Happened]:
    """Two queries. `who`: the founder's name, or nothing if it came by itself."""
    for entry in order.entries.select_related("by").prefetch_related("postings").order_by("pk"):
        who = (entry.by.get_full_name() or "a founder") if entry.by else ""
        yield Happened(entry.on, _words(entry), who)


def _words(entry: Entry) -> str:
    pence = {posting.account: posting.pence for posting in entry.postings.all()}
    buyers = abs(pence.get(Account.BUYERS, 0))
    place = next((_PLACES[account] for account in MONEY if account in pence), "")
    said = {
        Kind.PAYMENT: f"{pounds(buyers)} came ({place})",
        Kind.SALE: f"{pounds(buyers)} sold",
        Kind.GIVEN: f"{pounds(abs(pence.get(Account.FORWARD, 0)))} from copies paid forward",
        Kind.ALLOWED: f"{pounds(buyers)} to be given back" + _why(entry),
        Kind.REFUND: f"{pounds(buyers)} given back ({place})",
        Kind.FEE: f"{pounds(abs(pence.get(Account.FEES, 0)))} card fee",
        Kind.CORRECTION: f"{pounds(buyers)} corrected" + _why(entry),
    }
    return said.get(Kind(entry.kind), entry.get_kind_display())


def _why(entry: Entry) -> str:
    """`allowed` and `cancelled` say no more than the words before them."""
    return f": {entry.why}" if entry.why and entry.why not in ("allowed", "cancelled") else ""
