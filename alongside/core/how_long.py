"""How long something has waited, in words."""

from datetime import datetime, timedelta

from django.utils import timezone


def how_long(since: datetime, *, now: datetime | None = None) -> str:
    """`less than an hour`, `1 hour`, `5 hours`, `3 days`: whole ones, rounded down."""
    hours = int(((now or timezone.now()) - since) / timedelta(hours=1))
    if hours < 1:
        return "less than an hour"
    number, word = (hours, "hour") if hours < 24 else (hours // 24, "day")
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
