"""The lines of Today about card payments: money for no order, disputes, what did not go through."""

from collections.abc import Iterator

from django.urls import reverse

from alongside.orders.cards import desk
from alongside.orders.money import pounds

from .today_lines import Line


def card_lines() -> Iterator[Line]:
    """For founders. The same few queries however much there is, and nobody's name."""
    page = reverse("book_cards")
    if stray := desk.strays():
        facts = f"{pounds(sum(one.pence for one in stray))}: say for which order it is"
        yield Line.soon("Card money for no order", page, len(stray), facts)
    if number := desk.disputes().count():
        facts = "answer it on Stripe’s screens, there is a last day for it"
        yield Line.soon("A bank wants card money back", page, number, facts)
    if number := len(desk.refunds_not_gone()):
        yield Line.soon("Money back that did not go through", page, number, "why stands beside it")
    if number := len(desk.given_back_elsewhere()):
        facts = "on Stripe’s screens: say what for, or cancel the order"
        yield Line.soon("Given back without a word here", page, number, facts)
