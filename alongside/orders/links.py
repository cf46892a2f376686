"""Whole addresses, for mail and for whoever comes back from another site."""

from django.conf import settings

from .models import Order


def whole(path: str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def of_order(order: Order) -> str:
    """Its page: where it stands, its receipt, and what can be changed."""
    return whole(order.get_absolute_url())
