"""What the screens of the book's desk need: who may keep the books, and money in words."""

from typing import Any

from django import template

from alongside.orders import money, permissions

register = template.Library()


@register.filter
def keeps_books(user: Any) -> bool:
    """Founders: money, prices, settings."""
    return permissions.can_keep_books(user)


@register.filter
def pounds(pence: int) -> str:
    """1250 is “£12.50”."""
    return money.pounds(pence)
