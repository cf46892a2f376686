"""What a line of the bank is, as a founder said. Nothing is matched by itself; a mistake is undone."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import bank_entries
from alongside.orders.models import Account, BankLine, BankMatch, Entry, Order

from . import giving_back, paying, taking_back

State, What = BankLine.State, BankMatch.What


class DoesNotAddUp(ValueError):
    """The parts of a divided line come to something else than the line. `pence`: what they come to."""

    def __init__(self, pence: int) -> None:
        super().__init__(pence)
        self.pence = pence


class WrongWay(ValueError):
    """Money that went out pays no order, and money that came was given back to nobody."""


class NoPayout(ValueError):
    """Stripe has not told us of this payout (`bank_entries`). Nothing was written."""


class NotKnown(ValueError):
    """Nobody wrote this payment down by hand. Nothing was written."""


@transaction.atomic
def match_order(line: BankLine, order: Order, *, by: Any) -> bool:
    """This line paid this order: all of it, a part, or too much. False if the line is settled already.

    Raises WrongWay.
    """
    return _match_orders(line, [(order, line.pence)], by)


@transaction.atomic
def split(line: BankLine, parts: Sequence[tuple[Order, int]], *, by: Any) -> bool:
    """One payment for several orders: pence for each. False if it is settled already.

    Raises DoesNotAddUp, WrongWay.
    """
    together = sum(pence for _, pence in parts)
    if together != line.pence or len({order.pk for order, _ in parts}) != len(parts):
        raise DoesNotAddUp(together)
    return _match_orders(line, parts, by)


def _match_orders(line: BankLine, parts: Sequence[tuple[Order, int]], by: Any) -> bool:
    if any(pence <= 0 for _, pence in parts):
        raise WrongWay
    held = _held(line)
    if held is None:
        return False
    for order, pence in sorted(parts, key=lambda part: part[0].pk):
        key = _key(held)
        paying.receive(order, pence, Account.BANK, key=key, on=held.on, by=by)
        _note(held, What.ORDER, pence, Entry.objects.get(key=key), by, order=order)
    _settle(held, State.SPLIT if len(parts) > 1 else State.MATCHED, by)
    return True


@transaction.atomic
def match_refund(line: BankLine, order: Order, *, by: Any) -> bool:
    """This line gave money back to whoever ordered this. False if it is settled already.

    Raises WrongWay; giving_back.TooMuch if she has not so much to get.
    """
    if line.pence >= 0:
        raise WrongWay
    held = _held(line)
    if held is None:
        return False
    key = _key(held)
    giving_back.pay_back(order, -held.pence, Account.BANK, key=key, on=held.on, by=by)
    _note(held, What.REFUND, held.pence, Entry.objects.get(key=key), by, order=order)
    _settle(held, State.MATCHED, by)
    return True


@transaction.atomic
def match_known(line: BankLine, order: Order, *, by: Any) -> bool:
    """This line is what somebody wrote down by hand before: nothing is booked again. False if it is settled
    already. Raises NotKnown.
    """
    held = _held(line)
    if held is None:
        return False
    entry = bank_entries.known_entry(held, order)
    if entry is None:
        raise NotKnown
    what = What.ORDER if held.pence > 0 else What.REFUND
    _note(held, what, held.pence, entry, by, order=order, is_known=True)
    _settle(held, State.MATCHED, by)
    return True


@transaction.atomic
def match_payout(line: BankLine, *, by: Any) -> bool:
    """This line is money that Stripe sent to the bank. It is booked once: by the comparison with Stripe,
    or here if there is none. False if it is settled already. Raises NoPayout.
    """
    held = _held(line)
    if held is None:
        return False
    if not bank_entries.has_stripe():
        raise NoPayout
    entry = bank_entries.payout(held)
    is_known = entry is not None
    if entry is None:
        if bank_entries.stripe_books_payouts():
            raise NoPayout
        entry = bank_entries.book_payout(held.pence, key=_key(held), on=held.on, by=by)
    _note(held, What.PAYOUT, held.pence, entry, by, is_known=is_known)
    _settle(held, State.MATCHED, by)
    return True


@transaction.atomic
def not_ours(lines: Sequence[BankLine], *, by: Any) -> int:
    """These have nothing to do with the book. How many waited."""
    held = [one for one in map(_held, lines) if one is not None]
    for one in held:
        _settle(one, State.NOT_OURS, by)
    return len(held)


@transaction.atomic
def undo(line: BankLine, *, by: Any) -> bool:
    """It was something else: the books are corrected, and the line waits again. False if it waits."""
    held = BankLine.objects.select_for_update().get(pk=line.pk)
    if not held.is_settled:
        return False
    for match in held.matches.filter(undone_at=None).select_related("entry"):
        match.undone_at = timezone.now()
        match.save(update_fields=["undone_at"])
        if not match.is_known:
            taking_back.take_back_receipt(match.entry, by=by)
    held.state, held.settled_at = State.NEW, None
    held.save(update_fields=["state", "settled_at"])
    record(actor=by, action="bank.undone", target=f"bankline:{held.pk}")
    return True


def _held(line: BankLine) -> BankLine | None:
    """Kept from everybody else until this transaction ends; None if somebody settled it before."""
    held = BankLine.objects.select_for_update().get(pk=line.pk)
    return None if held.is_settled else held


def _key(line: BankLine) -> str:
    """Of the next thing that this line is. Undone and matched anew, it is another one."""
    number = line.matches.count()
    return f"bankline:{line.pk}:{number + 1}" if number else f"bankline:{line.pk}"


def _note(
    line: BankLine,
    what: BankMatch.What,
    pence: int,
    entry: Entry,
    by: Any,
    *,
    order: Order | None = None,
    is_known: bool = False,
) -> None:
    BankMatch.objects.create(
        line=line, what=what, order=order, pence=pence, entry=entry, is_known=is_known, by=by
    )


def _settle(line: BankLine, state: BankLine.State, by: Any) -> None:
    line.state, line.settled_at = state, timezone.now()
    line.save(update_fields=["state", "settled_at"])
    record(actor=by, action=f"bank.{state}", target=f"bankline:{line.pk}")
