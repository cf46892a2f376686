"""Whether the books are true: entries balance, and money and copies are where the orders say."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F, Sum

from .models import MONEY, Account, BookEdition, Entry, Order, OrderLine, Posting, Refund, StockMove
from .money import pounds
from .states import HOLDS_COPIES, SOLD, State

_MOVED = (*MONEY, Account.BUYERS, Account.FEES, Account.WRITTEN_OFF)


@dataclass(frozen=True)
class Difference:
    """Something that cannot be. number: of the order it is about, if it is about one."""

    words: str
    number: str = ""


def differences() -> list[Difference]:
    """Nothing if the books are true. Everything is looked at; a few queries, however many orders."""
    return [*_entries(), *_orders(), *_copies()]


def _entries() -> Iterator[Difference]:
    sums = Posting.objects.order_by().values_list("entry").annotate(sum=Sum("pence"))
    for pk, pence in sums.exclude(sum=0):
        yield Difference(f"Entry {pk} does not balance: {pounds(pence)} are left over.")


@dataclass(frozen=True)
class _Books:
    """What the ledger says of one order, in pence."""

    charged: int
    buyers: int
    forward: int


def _orders() -> Iterator[Difference]:
    ledger, allowed, downloaded = _ledger(), _allowed(), _downloaded()
    fields = ("pk", "number", "state", "total_pence", "terms_days")
    nothing = _Books(0, 0, 0)
    for pk, number, state, total, terms in Order.objects.order_by("pk").values_list(*fields):
        books = ledger.get(pk, nothing)
        had = max(0, books.forward) + min(downloaded.get(pk, 0), books.charged)
        for words in _wrong(books, State(state), total, allowed.get(pk, 0), had, terms):
            yield Difference(words, number)


def _wrong(
    books: _Books, state: State, total: int, allowed: int, had: int, terms: int | None
) -> Iterator[str]:
    """had: pence of what stays sold when it is cancelled (`cancelling.cancel`)."""
    should = had if state in (State.CANCELLED, State.HELD) else 0
    if state in SOLD:
        should = total - allowed
    if books.charged != should:
        yield (
            f"It {state.label}, so {pounds(should)} should be sold; the ledger says "
            f"{pounds(books.charged)}."
        )
    if state == State.UNPAID and terms is None and -books.buyers >= total > 0:
        yield "It waits for its money, and all of it is here."


def _ledger() -> dict[int, _Books]:
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = Posting.objects.exclude(entry__order=None).order_by()
    for order, account, pence in rows.values_list("entry__order", "account").annotate(Sum("pence")):
        sums[order][account] += pence
    return {
        order: _Books(
            charged=-sum(pence for account, pence in of.items() if account not in _MOVED),
            buyers=of[Account.BUYERS],
            forward=-of[Account.FORWARD],
        )
        for order, of in sums.items()
    }


def _downloaded() -> dict[int, int]:
    """Order → pence of e-books that were downloaded."""
    lines = OrderLine.objects.exclude(downloaded_at=None).order_by()
    pence = Sum(F("copies") * F("unit_pence"))
    return dict(lines.values_list("order").annotate(sum=pence))


def _allowed() -> dict[int, int]:
    """Order → pence that were allowed back since it was last sold."""
    last: dict[int, int] = {}
    sales = Entry.objects.filter(kind=Entry.Kind.SALE).order_by("pk")
    last.update(sales.values_list("order", "pk"))
    found: dict[int, int] = defaultdict(int)
    for refund in Refund.objects.all():
        if last.get(refund.order_id) == refund.sale_id:
            found[refund.order_id] += refund.pence
    return found


def _copies() -> Iterator[Difference]:
    moved = _by_edition(StockMove.objects.values_list("edition", "copies"))
    waits = OrderLine.objects.filter(order__state__in=HOLDS_COPIES).select_related("order")
    promised = _by_edition((line.edition_id, line.still_to_post) for line in waits)
    for edition in BookEdition.objects.exclude(kind=BookEdition.Kind.EBOOK):
        if edition.on_hand != moved[edition.pk]:
            yield Difference(
                f"{edition}: {edition.on_hand} in the cupboard, but {moved[edition.pk]} by what came "
                "and went."
            )
        if edition.reserved != promised[edition.pk]:
            yield Difference(
                f"{edition}: {edition.reserved} are kept for orders, which wait for "
                f"{promised[edition.pk]}."
            )


def _by_edition(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for edition, copies in pairs:
        found[edition] += copies
    return found


def sent_and_not_paid() -> list[tuple[Order, int]]:
    """Not on account, and its buyer owes for it: a payment was matched wrongly, or more went back than came.
    The books are true; a founder has to ask for the money, or write it off."""
    rows = Posting.objects.filter(
        account=Account.BUYERS, entry__order__isnull=False, entry__order__terms_days=None
    ).order_by()
    sums = rows.values_list("entry__order").annotate(sum=Sum("pence")).filter(sum__gt=0)
    owing = dict(sums)
    return [(order, owing[order.pk]) for order in Order.objects.filter(pk__in=owing)]
