"""Founders count copies, and order new ones from the printer. The numbers themselves: `orders.stock`."""

from datetime import date
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction

from alongside.accounts.audit import record
from alongside.core.edition import raise_edition
from alongside.orders import stock
from alongside.orders.models import BookEdition, Printing, StockMove


class Changed(Exception):
    """Somebody has changed this number since it was looked at. `now`: what it is. Nothing was written."""

    def __init__(self, now: int) -> None:
        super().__init__(f"it is {now} now")
        self.now = now


class NumberTaken(Exception):
    """Another printing of this edition has this number. Nothing was written."""


@transaction.atomic
def count_anew(edition: BookEdition, counted: int, *, seen: int, note: str = "", by: Any) -> int:
    """So many lie there. The difference to what was written down (`seen`).

    Raises Changed, and stock.OutOfStock if more are promised than there would be.
    """
    return _move(edition, counted - seen, StockMove.Why.COUNTED, seen, note, by)


@transaction.atomic
def take_out(
    edition: BookEdition, copies: int, why: StockMove.Why, *, seen: int, note: str = "", by: Any
) -> int:
    """So many were damaged, lost or given away. `seen`: how many lay there on her screen, so that pressing
    twice is once. Raises Changed, stock.OutOfStock."""
    return _move(edition, -copies, why, seen, note, by)


def _move(
    edition: BookEdition, copies: int, why: StockMove.Why, seen: int, note: str, by: Any
) -> int:
    now = BookEdition.objects.select_for_update().get(pk=edition.pk)
    if now.on_hand != seen:
        raise Changed(now.on_hand)
    if copies or why == StockMove.Why.COUNTED:
        stock.move(now, copies, why, by=by, note=note)
        record(actor=by, action=f"stock.{why}", target=f"edition:{now.pk}")
    return copies


@transaction.atomic
def order_printing(
    edition: BookEdition,
    copies: int,
    *,
    number: int,
    printed_on: date,
    expected_on: date | None,
    is_here: bool = False,
    by: Any,
) -> tuple[Printing, bool]:
    """A new printing, and whether it is new: the number makes pressing twice once. Raises NumberTaken."""
    try:
        with transaction.atomic():
            printing = Printing.objects.create(
                edition=edition,
                number=number,
                copies=copies,
                printed_on=printed_on,
                expected_on=expected_on,
            )
    except IntegrityError:
        known = Printing.objects.get(edition=edition, number=number)
        is_other = known.copies != copies and not known.arrived_at
        if is_other or (known.printed_on, known.expected_on) != (printed_on, expected_on):
            raise NumberTaken from None
        return known, False
    stock.expect(printing, copies)
    record(actor=by, action="stock.printing-ordered", target=f"printing:{printing.pk}")
    if is_here:
        stock.arrive(printing, by=by)
    raise_edition()
    return printing, True


@transaction.atomic
def change_printing(
    printing: Printing, copies: int, expected_on: date | None, *, number: int, by: Any
) -> bool:
    """So many copies, another day, another number. False if it is here already.

    Raises NumberTaken, stock.OutOfStock.
    """
    waits = _waiting(printing)
    if waits is None:
        return False
    if waits.edition.printings.exclude(pk=waits.pk).filter(number=number).exists():
        raise NumberTaken
    stock.expect(waits, copies - waits.copies)
    waits.copies, waits.expected_on, waits.number = copies, expected_on, number
    waits.save(update_fields=["copies", "expected_on", "number"])
    record(actor=by, action="stock.printing-changed", target=f"printing:{waits.pk}")
    raise_edition()  # the page says when
    return True


@transaction.atomic
def take_in_printing(printing: Printing, came: int, *, by: Any) -> bool:
    """It is here, and so many came: printers send a few more or less. False if it was here already.

    Raises stock.OutOfStock if more are promised than came.
    """
    waits = _waiting(printing)
    if waits is None:
        return False
    stock.expect(waits, came - waits.copies)
    waits.copies = came
    waits.save(update_fields=["copies"])
    stock.arrive(waits, by=by)
    record(actor=by, action="stock.printing-arrived", target=f"printing:{waits.pk}")
    raise_edition()
    return True


@transaction.atomic
def call_off_printing(printing: Printing, *, by: Any) -> bool:
    """It is not printed after all. False if it is here already. Raises stock.OutOfStock."""
    waits = _waiting(printing)
    if waits is None:
        return False
    stock.expect(waits, -waits.copies)
    record(actor=by, action="stock.printing-called-off", target=f"printing:{waits.pk}")
    waits.delete()
    raise_edition()
    return True


def next_number(edition: BookEdition) -> int:
    """The lowest that is free, above those that are here: what was called off takes no number with it."""
    taken = dict(edition.printings.values_list("number", "arrived_at"))
    last = max((number for number, arrived in taken.items() if arrived), default=0)
    return next(number for number in count(last + 1) if number not in taken)


def _waiting(printing: Printing) -> Printing | None:
    return Printing.objects.select_for_update().filter(pk=printing.pk, arrived_at=None).first()
