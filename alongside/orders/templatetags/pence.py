"""Pence as people read them."""

from django import template

from alongside.orders.money import pounds as in_pounds

register = template.Library()


@register.filter
def pounds(pence: int) -> str:
    """1250 is “£12.50”."""
    return in_pounds(pence)
