"""`{% card_of order as card %}` on the page of an order: paying by card, and what is known of it."""

from dataclasses import dataclass
from typing import Any

from django import template

from alongside.orders.actions.card_pages import LEAST, Page, to_pay
from alongside.orders.cards import is_live, is_on
from alongside.orders.models import Order
from alongside.orders.states import State

register = template.Library()


@dataclass(frozen=True)
class CardPart:
    """pence: what can be paid by card now. waits: she may have paid, and nobody has told us yet.

    failed: she sent it, and the money did not come. away: Stripe did not answer, and does not yet.
    is_test: no real card is taken.
    """

    pence: int = 0
    waits: bool = False
    failed: bool = False
    away: bool = False
    is_test: bool = False


@register.simple_tag(takes_context=True)
def card_of(context: Any, order: Order) -> CardPart:
    """Looking changes nothing and asks nobody: what is not known yet is said to be so."""
    missing = to_pay(order) if is_on() else 0
    if missing < LEAST:
        return CardPart()
    pages, asked = list(order.card_payments.all()), context["request"].GET
    states = {page.state for page in pages}
    came_back = "paid" in asked and order.state == State.UNPAID
    is_sent = Page.COMING in states
    return CardPart(
        pence=0 if is_sent else missing,
        waits=is_sent or (came_back and Page.OPEN in states),
        failed=Page.FAILED in states,
        away="away" in asked and any(page.tell_her for page in pages),
        is_test=not is_live(),
    )
