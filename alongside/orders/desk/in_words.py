"""What happened to an order's money, line by line, as one would say it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from alongside.orders.models import MONEY, Account, Entry, Order
from alongside.orders.money import pounds

_PLACES = {Account.BANK: "bank", Account.CASH: "cash and cheques", Account.STRIPE: "card"}
Kind = Entry.Kind


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
