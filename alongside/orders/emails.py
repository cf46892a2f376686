"""Mail to a buyer: what she ordered, that it was paid, posted, cancelled; on a durable medium."""

from typing import Any

from django.urls import reverse

from alongside.core.mail.actions import put_in_outbox

from . import links
from .models import Invoice, Order
from .money import pounds


def _send(name: str, order: Order, **context: Any) -> None:
    to = order.buyer().email
    if not to:
        return
    put_in_outbox(
        to=to,
        template=f"orders/mail/{name}.txt",
        context={"number": order.number, "link": links.of_order(order), **context},
        kind=f"orders.{name}",
        private=True,
        reference=f"order:{order.pk}",
    )


def confirm(order: Order) -> None:
    """Consumer Contracts Regulations 2013, regulation 16: confirmation with all of Schedule 2."""
    _send("confirm", order, total=pounds(order.total_pence))


def paid(order: Order) -> None:
    _send("paid", order, total=pounds(order.total_pence))


def invoice(made: Invoice) -> None:
    """To an organisation that ordered in bulk; its page has the invoice to print."""
    _to_organisation("invoice", made, made.order.total_pence)


def invoice_reminder(made: Invoice, owing: int) -> None:
    _to_organisation("invoice_reminder", made, owing)


def _to_organisation(name: str, made: Invoice, pence: int) -> None:
    """To whom the invoice is for: the order's own address may be erased long before it is paid."""
    order, link = made.order, links.whole(reverse("order-invoice", args=[made.order.token]))
    if not (to := made.billed_to().email):
        return
    put_in_outbox(
        to=to,
        template=f"orders/mail/{name}.txt",
        context={
            "number": order.number,
            "invoice": made.label,
            "reference": made.reference,
            "total": pounds(pence),
            "due_on": made.due_on,
            "first": made.is_before_posting,
            "link": link,
        },
        kind=f"orders.{name}",
        private=True,
        reference=f"order:{order.pk}",
    )


def cancelled(order: Order) -> None:
    _send("cancelled", order)


def expired(order: Order) -> None:
    _send("expired", order)


def paid_back(order: Order, pence: int) -> None:
    _send("paid_back", order, amount=pounds(pence))


def free_asked(order: Order) -> None:
    _send("free_asked", order)


def free_given(order: Order) -> None:
    _send("free_given", order)
