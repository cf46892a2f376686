"""`{% pay_by_card order %}` on the page of an order: the button, or what is known of her payment."""

from typing import Any

from django import template

from alongside.orders.actions.card_pages import LEAST, Page, to_pay
from alongside.orders.cards import is_live, is_on
from alongside.orders.models import Order
from alongside.orders.money import pounds
from alongside.orders.states import State

register = template.Library()


@register.inclusion_tag("orders/card_part.html", takes_context=True)
def pay_by_card(context: Any, order: Order) -> dict[str, Any]:
    """Looking changes nothing and asks nobody: what is not known yet is said to be so."""
    missing = to_pay(order) if is_on() else 0
    states = set(order.card_payments.values_list("state", flat=True))
    is_paid = Page.PAID in states and not missing
    is_sent = Page.COMING in states
    came_back = "paid" in context["request"].GET and order.state == State.UNPAID
    return {
        "order": order,
        "waits": not is_paid and (is_sent or (came_back and Page.OPEN in states)),
        "failed": Page.FAILED in states and bool(missing),
        "amount": pounds(missing) if missing >= LEAST and not is_sent else "",
        "is_test": is_on() and not is_live() and bool(missing),
    }
