"""Did she order the very same a moment ago? Then she is asked before it is ordered twice."""

from datetime import timedelta

from django.utils import timezone

from alongside.core.receipts import submission_mark

from .actions.placing import SALT, Wish
from .models import Order
from .states import State

A_MOMENT = timedelta(hours=1)


def ordered_a_moment_ago(wish: Wish, submission: bytes) -> bool:
    """The same person, address and copies, by another form: two tabs, or a phone that was put away half-way.

    submission: of this form. Sending that one again is no second order (`placing.place`).
    """
    if Order.objects.filter(submission=submission_mark(submission, salt=SALT)).exists():
        return False
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
