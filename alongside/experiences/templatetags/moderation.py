"""How the moderators' screens say how long, and who may do what."""

from datetime import datetime
from typing import Any

from django import template

from alongside.accounts.permissions import can_let_moderators_in
from alongside.core import how_long as durations

register = template.Library()


@register.filter
def how_long(since: datetime) -> str:
    return durations.how_long(since)


@register.filter
def is_founder(user: Any) -> bool:
    return can_let_moderators_in(user)


@register.filter
def of(mapping: Any, key: Any) -> Any:
    """What stands under a key; None if nothing does."""
    return mapping.get(key) if mapping else None
