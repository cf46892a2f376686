"""What the desk's templates ask."""

from typing import Any

from django import template

from alongside.accounts.permissions import can_send_letters

register = template.Library()
register.filter("sends_letters", can_send_letters)


@register.filter
def letters(number: int) -> Any:
    """`1 letter`, `1,200 letters`."""
    return "1 letter" if number == 1 else f"{number:,} letters"
