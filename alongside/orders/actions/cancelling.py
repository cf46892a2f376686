"""An order is cancelled, by its buyer or a founder: the sale is taken back, and its money is hers again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.orders import emails, had
from alongside.orders.models import Account, Entry, GiftAidDeclaration, Invoice, Order
from alongside.orders.states import Event

from . import orders, paying

Kind = Entry.Kind


@transaction.atomic
def cancel(order: Order, *, by: Any = None) -> None:
    """By buyer or founder, until it is posted. What was paid is to be given back (`books.Money.credit`), but
    for what is `had` already.

    Consumer Contracts Regulations 2013, regulations 29 to 34. Raises states.NotNow.
    """
    if order.forward_copies:
        orders.hold_shop()
    order = orders.held(order)
    stays = had.on_accounts(order)
    orders.move(order, Event.CANCEL, by=by)
    take_back_the_sale(order, by=by, but_for=stays)
    no_gift_aid(order)
    Invoice.objects.filter(order=order, credited_on=None).update(credited_on=timezone.localdate())
    emails.cancelled(order)


def take_back_the_sale(
    order: Order,
    *,
    by: Any,
    kind: Entry.Kind = Kind.ALLOWED,
    what: str = "cancelled",
    but_for: Mapping[Account, int] | None = None,
) -> None:
    """What is still charged, account by account, so that nothing is left of it in the books, `but_for` some
    pence."""
    back = {account: -pence for account, pence in paying.still_there(order).items()}
    for account, pence in (but_for or {}).items():
        if pence:
            back[account] -= min(pence, back.get(account, 0))
    back = {account: pence for account, pence in back.items() if pence}
    if back:
        back[Account.BUYERS] = -sum(back.values())
        paying.post_once_more(kind, back, order, what, by)


def no_gift_aid(order: Order) -> None:
    declarations = GiftAidDeclaration.objects.filter(order=order, cancelled_at=None)
    declarations.update(cancelled_at=timezone.now())
