"""Three days before an order ends: the money has not come, perhaps she forgot."""

from datetime import timedelta

from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, emails
from alongside.orders.models import Order
from alongside.orders.states import State

BEFORE = timedelta(days=3)
_NO_SOONER = timedelta(days=2)  # after she ordered: founders may keep copies for three days only
_WAYS = (Order.PayBy.TRANSFER, Order.PayBy.CHEQUE)


def remind_due() -> int:
    """One mail to each, ever. How many were written."""
    now = timezone.now()
    ends_soon = Order.objects.filter(
        state=State.UNPAID,
        pay_by__in=_WAYS,
        kept_until__gt=now,
        kept_until__lte=now + BEFORE,
        placed_at__lte=now - _NO_SOONER,
    )
    orders = [order for order in ends_soon.order_by("kept_until")[:500] if not _was_written(order)]
    money = books.money_of_many(orders)
    for order in orders:
        emails.reminder(order, order.total_pence - money[order.pk].paid)
    return len(orders)


def _was_written(order: Order) -> bool:
    return OutboxMessage.objects.filter(
        kind=emails.REMINDER, reference=f"order:{order.pk}"
    ).exists()
