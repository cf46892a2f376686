"""Hospitals and bookshops: an agreed price, an invoice, and time to pay."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import books, emails, ledger
from alongside.orders.models import Account, Entry, Invoice, Order, Shop
from alongside.orders.states import State

from . import orders, paying
from .by_hand import write_down
from .placing import Wish

NOT_AGAIN_BEFORE = timedelta(hours=12)


class NothingOwed(Exception):
    """It is paid. Nothing was written."""


@transaction.atomic
def order_in_bulk(
    wish: Wish, *, submission: bytes, reference: str = "", by: Any
) -> tuple[Invoice, bool]:
    """The invoice of the new order, and whether it is new.

    With `wish.terms_days` it is posted at once and paid within so many days; without it is paid first.
    Raises pricing.NotOffered, stock.OutOfStock; nothing was written then.
    """
    orders.hold_shop()
    order, is_new = write_down(wish, submission=submission, by=by)
    if not is_new:
        return order.invoice, False
    days = Shop.current().kept_days if wish.terms_days is None else wish.terms_days
    today = timezone.localdate()
    invoice = Invoice.objects.create(
        order=order,
        number=_next_number(order.is_made_up),
        locked=wish.buyer.lock(),
        reference=reference,
        made_on=today,
        due_on=today + timedelta(days=days),
        by=by,
        is_made_up=order.is_made_up,
    )
    record(actor=by, action="invoice.made", target=f"invoice:{invoice.pk}")
    emails.invoice(invoice)
    return invoice, True


def _next_number(is_made_up: bool) -> int:
    """Nobody else counts meanwhile: the shop is held."""
    last: int | None = Invoice.objects.filter(is_made_up=is_made_up).aggregate(n=Max("number"))["n"]
    return (last or 0) + 1


@transaction.atomic
def remind(invoice: Invoice, *, by: Any) -> bool:
    """A kind mail that it is not paid yet. False if one went lately or there is no address.

    Raises NothingOwed.
    """
    order = orders.held(invoice.order)
    invoice = Invoice.objects.get(pk=invoice.pk)
    owing, now = books.to_come(order, books.money_of(order)), timezone.now()
    if not owing:
        raise NothingOwed
    lately = invoice.reminded_at and now - invoice.reminded_at < NOT_AGAIN_BEFORE
    if lately or not invoice.billed_to().email:
        return False
    invoice.reminded_at = now
    invoice.save(update_fields=["reminded_at"])
    emails.invoice_reminder(invoice, owing)
    record(actor=by, action="invoice.reminded", target=f"invoice:{invoice.pk}")
    return True


@transaction.atomic
def write_off(order: Order, *, by: Any, why: str = "it will never be paid") -> int:
    """What is owed will never come: it is our loss. Pence. Raises NothingOwed."""
    order = orders.held(order)
    owing = books.money_of(order).owing
    if not owing:
        raise NothingOwed
    number = order.entries.filter(kind=Entry.Kind.CORRECTION).count() + 1
    ledger.post(
        Entry.Kind.CORRECTION,
        {Account.WRITTEN_OFF: owing, Account.BUYERS: -owing},
        key=f"order:{order.pk}:written-off:{number}",
        order=order,
        why=why,
        by=by,
    )
    record(actor=by, action="order.written-off", target=f"order:{order.pk}")
    return owing


@transaction.atomic
def let_off(order: Order, *, by: Any) -> int:
    """A part of the money came, and that is enough: the rest is our loss. Pence. Raises NothingOwed."""
    order = orders.held(order)
    if order.state != State.UNPAID or not books.money_of(order).paid:
        raise NothingOwed
    paying.sell(order, by=by)
    return write_off(order, by=by, why="let off")
