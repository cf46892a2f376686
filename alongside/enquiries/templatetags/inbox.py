"""How the inbox says how long, how many and whom to ring."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

from alongside.core import how_long as durations
from alongside.enquiries import figures
from alongside.enquiries.help_numbers import to_dial

register = template.Library()


@register.filter
def how_long(since: datetime) -> str:
    return durations.how_long(since)


@register.filter
def days_until(day: date) -> str:
    """`3 days left`, `today`, `2 days late`."""
    left = figures.days_left(day, today=timezone.localdate())
    if left == 0:
        return "today"
    number = f"{abs(left)} day" if abs(left) == 1 else f"{abs(left)} days"
    return f"{number} left" if left > 0 else f"{number} late"


@register.filter
def figure(counted: Any, name: str) -> int | None:
    """The number of a list; None for a list that is not counted."""
    return getattr(counted, name.replace("-", "_"), None)


register.filter("dialled", to_dial)
