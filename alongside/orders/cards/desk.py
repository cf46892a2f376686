"""What a founder has to decide about card payments. For Today, and for the screen “Cards”."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from alongside.orders import books
from alongside.orders.actions.card_refunds import AT_STRIPE
from alongside.orders.models import CardPayment, CardRefund, Order

PATIENCE = timedelta(hours=1)
"""So long a refund may wait for Stripe before somebody hears of it."""


def strays() -> list[CardPayment]:
    """Money at Stripe that belongs to no order, the oldest first."""
    return list(
        CardPayment.objects.filter(
            order=None, settled_at=None, state=CardPayment.State.PAID
        ).order_by("pk")
    )


def disputes() -> QuerySet[CardPayment]:
    """A bank wants money back, and nobody has decided yet."""
    found = CardPayment.objects.filter(dispute=CardPayment.Dispute.OPEN)
    return found.select_related("order").order_by("pk")


def refunds_not_gone() -> list[CardRefund]:
    """Stripe or her bank refused it, and she still has money to get; or it waits for more than an hour."""
    late = Q(state=CardRefund.State.WANTED, at__lt=timezone.now() - PATIENCE)
    rows = CardRefund.objects.filter(late | Q(state=CardRefund.State.FAILED))
    found = list(rows.select_related("payment__order").order_by("-pk")[:200])
    money = books.money_of_many([row.payment.order for row in found if row.payment.order])
    return [row for row in found if row.payment.order and money[row.payment.order.pk].credit]


def given_back_elsewhere() -> list[tuple[Order, int]]:
    """Money went back on Stripe's own screens, and nobody said here what for: orders, and pence."""
    orders = list(Order.objects.filter(entries__why=AT_STRIPE).distinct())
    money = books.money_of_many(orders)
    return [(order, owing) for order in orders if (owing := money[order.pk].owing)]
