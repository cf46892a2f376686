"""What the page of one order says. Nothing here is stored: state, books and shop are asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from . import books, ebook
from .models import BookFile, GiftAidDeclaration, Order, Shop
from .states import State

WITHIN = timedelta(days=14)
"""Money goes back within this (Consumer Contracts Regulations 2013, regulation 34)."""
_NOT_SOLD = (State.UNPAID, State.EXPIRED, State.CANCELLED, State.HELD, State.FUND)


@dataclass(frozen=True)
class OrderPage:
    """An order, as its buyer sees it."""

    order: Order
    shop: Shop
    money: books.Money

    @property
    def missing(self) -> int:
        """Pence that have not come yet, of an order that waits for its money."""
        return max(0, self.order.total_pence - self.money.paid)

    @property
    def owed_back(self) -> int:
        """Pence that we have to give back to her."""
        return 0 if self.order.state == State.UNPAID else self.money.credit

    @property
    def back_by(self) -> datetime | None:
        return self.order.closed_at + WITHIN if self.order.closed_at else None

    @property
    def is_free(self) -> bool:
        return self.order.pay_by == Order.PayBy.FUND

    @property
    def has_receipt(self) -> bool:
        """Once it was sold. A free copy has none: whoever paid it forward has it."""
        return self.order.paid_at is not None and not self.is_free

    @property
    def label(self) -> list[str]:
        return self.order.buyer().label

    @property
    def has_gift_aid(self) -> bool:
        return GiftAidDeclaration.objects.filter(order=self.order).exists()

    @property
    def is_posted(self) -> bool:
        return any(line.edition.is_posted for line in self.order.lines.all())

    @property
    def e_books(self) -> list[BookFile]:
        """What can be downloaded now."""
        if self.order.state in _NOT_SOLD:
            return []
        return ebook.files_of([line.edition_id for line in self.order.lines.all()])


def page_of(order: Order) -> OrderPage:
    return OrderPage(order, Shop.current(), books.money_of(order))
