"""Mail to a buyer: what she ordered, that it was paid, posted, cancelled; on a durable medium."""

from typing import Any

from alongside.core.mail.actions import put_in_outbox

from . import links
from .models import Order
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


def card_again(order: Order) -> None:
    """Stripe did not answer when she wanted to pay; now it does."""
    _send("card_again", order, total=pounds(order.total_pence))
