"""How many copies there are, and what may be said of it. Whoever changes one of these numbers does it here.

A copy is promised by one statement that the database itself decides: however many people order at the
same moment, no more copies are promised than there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.core.edition import raise_edition

from . import ebook
from .models import BookEdition, Order, Printing, Shop, StockMove

_FEW = 5


class OutOfStock(Exception):
    """Not so many copies are left. `left`: how many there are."""

    def __init__(self, edition: BookEdition, left: int) -> None:
        super().__init__(f"edition {edition.pk}: {left} left")
        self.edition, self.left = edition, left


@dataclass(frozen=True)
class Availability:
    """What a page may say. at_once: posted within days; else on `expected_on`, or nobody knows when.
    is_to_come: it never was there yet, on paper or as a file."""

    can_order: bool
    at_once: bool
    few: int | None = None
    expected_on: date | None = None
    is_to_come: bool = False


def availability(edition: BookEdition, copies: int = 1) -> Availability:
    """For somebody who wants so many. Honest and coarse: the page changes when this changes, and not with
    every order."""
    if not edition.is_on_sale:
        return Availability(can_order=False, at_once=False)
    if not edition.is_posted:
        is_there = ebook.is_there(edition)
        return Availability(can_order=is_there, at_once=is_there, is_to_come=not is_there)
    free = edition.on_hand - edition.reserved
    if free >= copies:
        few = free if free <= _FEW else None
        return Availability(can_order=True, at_once=True, few=few)
    coming = edition.printings.filter(arrived_at=None).order_by("expected_on").first()
    when = coming.expected_on if coming else None
    is_to_come = coming is None and not edition.moves.filter(copies__gt=0).exists()
    return Availability(edition.left > 0, at_once=False, expected_on=when, is_to_come=is_to_come)


def reserve(copies: Mapping[int, int]) -> None:
    """Promise copies (id of an edition → how many). Raises OutOfStock; then the transaction must end."""
    for pk, many in sorted(copies.items()):  # in this order: two orders never wait for each other
        edition = BookEdition.objects.get(pk=pk)
        if not edition.is_posted or not many:
            continue
        free = BookEdition.objects.filter(pk=pk, reserved__lte=F("on_hand") + F("expected") - many)
        if not free.update(reserved=F("reserved") + many):
            edition.refresh_from_db()
            raise OutOfStock(edition, max(0, edition.left))
        _tell(edition)


def release(copies: Mapping[int, int]) -> None:
    """Nobody waits for these copies any more."""
    for pk, many in sorted(copies.items()):
        edition = BookEdition.objects.get(pk=pk)
        if edition.is_posted and many:
            BookEdition.objects.filter(pk=pk).update(reserved=F("reserved") - many)
            _tell(edition)


def move(
    edition: BookEdition,
    copies: int,
    why: StockMove.Why,
    *,
    by: Any = None,
    order: Order | None = None,
    note: str = "",
    reserved: int = 0,
) -> StockMove:
    """Copies came (+) or went (-); `reserved` changes with them when they belong to an order.

    Raises OutOfStock if more would go than are free, or than lie there.
    """
    enough = BookEdition.objects.filter(
        pk=edition.pk,
        on_hand__gte=-copies,
        reserved__gte=-reserved,
        reserved__lte=F("on_hand") + F("expected") + copies - reserved,
    )
    before = BookEdition.objects.get(pk=edition.pk)
    if not enough.update(on_hand=F("on_hand") + copies, reserved=F("reserved") + reserved):
        raise OutOfStock(before, max(0, before.on_hand))
    _tell(before)
    return StockMove.objects.create(
        edition=edition, copies=copies, why=why, by=by, order=order, note=note
    )


def expect(printing: Printing, copies: int) -> None:
    """So many more (or, below 0, fewer) are being printed. Raises OutOfStock if they are promised."""
    edition = printing.edition
    enough = BookEdition.objects.filter(
        pk=edition.pk,
        expected__gte=-copies,
        reserved__lte=F("on_hand") + F("expected") + copies,
    )
    before = BookEdition.objects.get(pk=edition.pk)
    if not enough.update(expected=F("expected") + copies):
        raise OutOfStock(before, max(0, before.left))
    _tell(before)


def arrive(printing: Printing, *, by: Any) -> None:
    """The copies of a printing are here: what was expected lies in the cupboard."""
    edition = printing.edition
    before = BookEdition.objects.get(pk=edition.pk)
    BookEdition.objects.filter(pk=edition.pk).update(
        expected=F("expected") - printing.copies, on_hand=F("on_hand") + printing.copies
    )
    Printing.objects.filter(pk=printing.pk).update(arrived_at=timezone.now())
    StockMove.objects.create(
        edition=edition, copies=printing.copies, why=StockMove.Why.PRINTED, by=by
    )
    _tell(before)


def low() -> list[BookEdition]:
    """Editions on sale of which fewer are free than the founders want."""
    few = Shop.current().low_stock
    shown = BookEdition.objects.filter(is_on_sale=True).exclude(kind=BookEdition.Kind.EBOOK)
    return list(shown.filter(on_hand__lt=F("reserved") + few))


def _tell(before: BookEdition) -> None:
    """The book's page is made anew if it would say something else now than it did before.

    After the commit: the edition of the site is one row, and two orders that hold copies of different books
    would wait for each other on it. What a lost word costs: a page that is a day old at most; the order
    form always tells the truth.
    """
    now = BookEdition.objects.get(pk=before.pk)
    if availability(before) != availability(now):
        transaction.on_commit(raise_edition)
