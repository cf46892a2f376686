"""Somebody downloads the e-book that she bought."""

from django.utils import timezone

from alongside.orders.models import BookEdition, Order


def note_download(order: Order, edition: BookEdition) -> None:
    """From the first time on it cannot be cancelled: she agreed to that (Consumer Contracts Regulations 2013,
    regulation 37)."""
    lines = order.lines.filter(edition=edition, downloaded_at=None)
    lines.update(downloaded_at=timezone.now())
