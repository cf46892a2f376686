"""Somebody downloads the e-book that she bought."""

from django.db import transaction
from django.utils import timezone

from alongside.orders.models import BookEdition, Order
from alongside.orders.states import SOLD

from . import orders


@transaction.atomic
def note_download(order: Order, edition: BookEdition) -> bool:
    """From the first time on it cannot be cancelled: she agreed to that (Consumer Contracts Regulations 2013,
    regulation 37). False if it is not sold any more: then she gets no file."""
    order = orders.held(order)
    if order.state not in SOLD:
        return False
    lines = order.lines.filter(edition=edition, downloaded_at=None)
    lines.update(downloaded_at=timezone.now())
    return True
