"""What the shop holds about one address, for a person's rights (UK GDPR articles 15 and 17)."""

from datetime import datetime
from typing import Any

from alongside.core import subject

from . import books
from .actions.erasing import forget_buyer
from .buyer import marks_of
from .gift_aid import Declaration
from .models import GiftAidDeclaration, Order
from .money import decimal

OPEN = (
    "Order {number} is not over: name and address are needed to send it, or to give money back. Cancel it "
    "first, or wait: they are erased by themselves 90 days after it is posted."
)
GIFT_AID = (
    "The Gift Aid declaration of order {number} stays, with name and home address: HMRC may ask for it for "
    "six years (Income Tax Act 2007 s. 428)."
)
BOOKS = "What order {number} sold for how much stays in the books, without a name (tax law)."


def register() -> None:
    subject.register(
        subject.Holder(room="orders", title="Orders of the book", export=_export, erase=_erase)
    )


def _orders_of(email: str) -> list[Order]:
    return list(Order.objects.filter(mark__in=marks_of(email)).order_by("placed_at", "pk"))


def _export(email: str, opener: None) -> list[dict[str, Any]]:
    return [record_of(order) for order in _orders_of(email)]


def record_of(order: Order) -> dict[str, Any]:
    """All there is, ready for JSON. Money is in pounds."""
    buyer, money = order.buyer(), books.money_of(order)
    return {
        "what": "order",
        "number": order.number,
        "state": order.get_state_display(),
        "ordered on": _day(order.placed_at),
        "paid on": _day(order.paid_at),
        "over since": _day(order.closed_at),
        "pays by": order.get_pay_by_display(),
        "name": buyer.name,
        "e-mail address": buyer.email,
        "postal address": [*buyer.lines, buyer.town, buyer.postcode, buyer.country],
        "to be written into the book": buyer.dedication,
        "copies": [
            {"edition": line.name, "copies": line.copies, "each": decimal(line.unit_pence)}
            for line in order.lines.all()
        ],
        "postage": decimal(order.postage_pence),
        "copies paid forward": order.forward_copies,
        "paid forward": decimal(order.forward_pence),
        "gift": decimal(order.gift_pence),
        "in all": decimal(order.total_pence),
        "we have of it": decimal(money.paid),
        "Gift Aid": [_declared(one) for one in _declarations(order)],
        "kept": Order.kept_for,
    }


def _declarations(order: Order) -> list[GiftAidDeclaration]:
    return list(GiftAidDeclaration.objects.filter(order=order))


def _declared(row: GiftAidDeclaration) -> dict[str, Any]:
    told = Declaration.unlock(bytes(row.locked))
    return {
        "at": _day(row.at),
        "name": " ".join(part for part in (told.title, told.first_name, told.last_name) if part),
        "home": f"{told.house}, {told.postcode}",
        "words": row.wording,
        "cancelled on": _day(row.cancelled_at),
        "kept": GiftAidDeclaration.kept_for,
    }


def _day(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _erase(email: str, opener: None) -> subject.Erased:
    gone, left = [], []
    for order in _orders_of(email):
        if not forget_buyer(order):
            left.append(OPEN.format(number=order.number))
            continue
        gone.append(f"Name, addresses and dedication of order {order.number} are erased.")
        left.append(BOOKS.format(number=order.number))
        left += [GIFT_AID.format(number=order.number) for _ in _declarations(order)]
    return subject.Erased(gone, left)
