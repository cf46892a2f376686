"""Did she order the very same a moment ago? Then she is asked before it is ordered twice."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from alongside.core.receipts import submission_mark
from alongside.core.tickets import read_ticket

from .actions.placing import SALT, Wish
from .models import Order
from .states import State

A_MOMENT = timedelta(hours=1)


def sent_before(request: HttpRequest, *, door: str) -> Order | None:
    """The order that this very form made already: she pressed twice, or went back.

    Asked before anything else: what she ordered may be sold out since, by herself.
    """
    ticket, _ = read_ticket(door, request.POST.get("ticket", ""), least=timedelta(0))
    if ticket is None:
        return None
    return Order.objects.filter(submission=submission_mark(ticket.id, salt=SALT)).first()


def ordered_a_moment_ago(wish: Wish) -> bool:
    """The same person, address and copies, by another form: two tabs, or a phone that was put away."""
    orders = Order.objects.filter(
        mark=wish.buyer.mark(),
        source=Order.Source.WEB,
        placed_at__gt=timezone.now() - A_MOMENT,
        forward_copies=wish.forward_copies,
        gift_pence=wish.gift_pence,
    ).exclude(state__in=(State.CANCELLED, State.EXPIRED))
    return any(_is_same(order, wish) for order in orders.prefetch_related("lines"))


def _is_same(order: Order, wish: Wish) -> bool:
    copies = {line.edition_id: line.copies for line in order.lines.all()}
    return copies == dict(wish.copies) and order.buyer() == wish.buyer
