"""A buyer moves house before her parcel is packed."""

from django.db import transaction

from alongside.accounts.audit import record
from alongside.orders.buyer import Buyer
from alongside.orders.models import Order

from . import orders


class TooLate(Exception):
    """The label is printed, or the parcel is posted."""


@transaction.atomic
def move_house(order: Order, buyer: Buyer) -> None:
    """It goes there from now on. Country and e-mail address stay: postage and her link go by them.

    Raises TooLate; nothing has changed then.
    """
    order = orders.held(order)
    if not order.can_change_address:
        raise TooLate
    order.locked = buyer.lock()
    order.save(update_fields=["locked"])
    record(actor=None, action="order.moved-house", target=f"order:{order.pk}")
