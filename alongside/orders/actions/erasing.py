"""A buyer asks to be forgotten, sooner than we would forget her anyway."""

from django.db import transaction

from alongside.accounts.audit import record
from alongside.core.mail.actions import stop
from alongside.core.mail.models import OutboxMessage
from alongside.orders.models import Order

from . import orders


@transaction.atomic
def forget_buyer(order: Order) -> bool:
    """Erase name, addresses and dedication of an order that is over. False if it is still open: then they
    are needed to send it, or to give money back."""
    order = orders.held(order)
    if order.closed_at is None:
        return False
    order.locked, order.mark = b"", None
    order.save(update_fields=["locked", "mark"])
    for mail in OutboxMessage.objects.filter(reference=f"order:{order.pk}").exclude(locked=b""):
        stop(mail)
    record(actor=None, action="order.buyer-erased", target=f"order:{order.pk}")
    return True
