"""What the page of one order says. Nothing here is stored: state, books and shop are asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Max
from django.utils import timezone

from . import books, ebook, had, ledger
from .free_wait import wait
from .models import BookFile, Entry, GiftAidDeclaration, Invoice, Order, OrderLine, Shop
from .owed import BACK_WITHIN
from .states import SOLD, State

MIND = timedelta(days=14)
"""In which she can change her mind (Consumer Contracts Regulations 2013, regulation 30)."""


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

    @cached_property
    def given_back(self) -> int:
        """Pence that she has back already."""
        return books.given_back(self.order)

    @property
    def back_if_cancelled(self) -> int:
        """Pence."""
        return max(0, self.money.paid - self.would_stay.pence)

    @cached_property
    def would_stay(self) -> had.Had:
        return had.would_stay(self.order)

    @property
    def stayed(self) -> str:
        """In words, of an order that was cancelled."""
        return had.stayed(self.order).words if self.order.state == State.CANCELLED else ""

    @cached_property
    def let_off(self) -> int:
        """Pence that were written off."""
        return books.written_off(self.order)

    @property
    def was_sent(self) -> bool:
        """It was posted before, and goes again."""
        return self.order.lines.filter(sent_anew__isnull=False).exists()

    @property
    def is_taken_back(self) -> bool:
        """Sold and paid, and the money has gone again: by her bank, or a line of ours that was wrong."""
        return self.is_sold and bool(self.money.owing) and self.order.terms_days is None

    @property
    def not_sent(self) -> int:
        """Copies that do not come."""
        return sum(line.not_sent for line in self._lines)

    @property
    def is_later(self) -> bool:
        """Some of it is still printed."""
        return any(line.later for line in self._lines)

    @cached_property
    def is_overdue(self) -> bool:
        made = Invoice.objects.filter(order=self.order).first()
        return bool(made and self.money.owing and made.is_overdue(timezone.localdate()))

    @property
    def part_came(self) -> bool:
        """Of an order that ended unpaid."""
        return bool(self.money.paid or self.given_back)

    @property
    def paid_on(self) -> date | None:
        """The day on which the last of the money came; sold on account, that is long after the sale."""
        came = self.order.entries.filter(kind=Entry.Kind.PAYMENT)
        came = came.exclude(pk__in=ledger.taken_back(self.order.entries.all()))
        paid = came.aggregate(on=Max("on"))["on"]
        sold = self.order.paid_at
        return paid or (timezone.localdate(sold) if sold else None)

    @property
    def back_by(self) -> datetime | None:
        return self.order.closed_at + BACK_WITHIN if self.order.closed_at else None

    @property
    def is_free(self) -> bool:
        return self.order.pay_by == Order.PayBy.FUND

    @property
    def has_receipt(self) -> bool:
        """Once money came and none is owed. A free copy has none: whoever paid it forward has it."""
        came = self.order.paid_at is not None and (self.money.paid or self.given_back)
        return bool(came and not self.is_free and not self.money.owing)

    @property
    def label(self) -> list[str]:
        return self.order.buyer().label

    @property
    def has_gift_aid(self) -> bool:
        """It stays: HMRC may ask for it. Of a gift that did not come nothing stays."""
        is_to_come = self.order.state == State.UNPAID
        declared = GiftAidDeclaration.objects.filter(order=self.order)
        return (is_to_come or self.order.paid_at is not None) and declared.exists()

    @property
    def is_posted(self) -> bool:
        return any(line.edition.is_posted for line in self._lines)

    @cached_property
    def _lines(self) -> list[OrderLine]:
        return list(self.order.lines.select_related("edition"))

    @property
    def wait(self) -> str:
        """How long a free copy may still take."""
        return wait(self.order)

    @property
    def has_e_book(self) -> bool:
        return any(not line.edition.is_posted for line in self._lines)

    @property
    def dedication(self) -> str:
        return self.order.buyer().dedication

    @property
    def email(self) -> str:
        return self.order.buyer().email

    @property
    def can_still_cancel(self) -> bool:
        """Nobody knows when the last parcel came: two more weeks are left for its way."""
        ended = self.order.closed_at
        days = 2 * MIND if self.is_posted else MIND
        return ended is None or timezone.now() < ended + days

    @property
    def is_sold(self) -> bool:
        return self.order.state in SOLD

    @property
    def e_books(self) -> list[BookFile]:
        """What can be downloaded now."""
        if not self.is_sold:
            return []
        return ebook.files_of([line.edition_id for line in self._lines])


def page_of(order: Order) -> OrderPage:
    return OrderPage(order, Shop.current(), books.money_of(order))
