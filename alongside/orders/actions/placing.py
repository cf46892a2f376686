"""Somebody orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.core.receipts import submission_mark
from alongside.orders import emails, pricing, stock, vat
from alongside.orders.buyer import Buyer
from alongside.orders.gift_aid import WORDING, Declaration
from alongside.orders.models import GiftAidDeclaration, Order, OrderLine, Shop
from alongside.orders.pricing import Quote

from .orders import CARD_KEPT, hand_over
from .paying import settle

SALT = b"alongside.orders"


@dataclass(frozen=True)
class Wish:
    """What she wants. copies: id of an edition → how many. postage_pence, agreed (id of an edition →
    pence a copy): only if a founder agreed it.

    terms_days: sent on account, to be paid within so many days (bulk orders). is_paid: its money came with
    it, so nobody asks for it. wording: of the declaration that she made (`orders.gift_aid`).
    """

    buyer: Buyer
    copies: Mapping[int, int]
    pay_by: Order.PayBy
    forward_copies: int = 0
    gift_pence: int = 0
    gift_aid: Declaration | None = None
    source: Order.Source = Order.Source.WEB
    postage_pence: int | None = None
    agreed: Mapping[int, int] | None = None
    terms_days: int | None = None
    is_paid: bool = False
    wording: str = WORDING


class Closed(Exception):
    """The shop takes no orders at the moment."""


def place(
    wish: Wish,
    *,
    submission: bytes | None = None,
    by: Any = None,
    now: datetime | None = None,
) -> tuple[Order, bool]:
    """The order, and whether it is new: the same form sent twice is one order.

    submission: 16 bytes that stand in her form (`PublicForm.submission_id`). by: who types it in for
    her. Raises Closed, pricing.NotOffered, stock.OutOfStock; nothing was written then.
    """
    mark = submission_mark(submission, salt=SALT) if submission else None
    if mark and (known := Order.objects.filter(submission=mark).first()):
        return known, False
    if not Shop.current().is_open and by is None:
        raise Closed
    try:
        with transaction.atomic():
            return _place(wish, mark, by, now or timezone.now()), True
    except IntegrityError:
        if mark and (known := Order.objects.filter(submission=mark).first()):
            return known, False
        raise


def quote_of(wish: Wish) -> Quote:
    """What it costs now. Raises pricing.NotOffered."""
    return pricing.quote(
        wish.copies,
        country=wish.buyer.country,
        forward_copies=wish.forward_copies,
        gift_pence=wish.gift_pence,
        postage_pence=wish.postage_pence,
        agreed=wish.agreed,
    )


def _place(wish: Wish, mark: bytes | None, by: Any, now: datetime) -> Order:
    asked = quote_of(wish)
    order = write_rows(wish, asked, mark, now)
    stock.reserve({line.edition.pk: line.copies for line in asked.lines})
    if wish.gift_aid and wish.gift_pence:
        GiftAidDeclaration.objects.create(
            order=order, locked=wish.gift_aid.lock(), wording=wish.wording, at=now
        )
    record(actor=by, action="order.placed", target=f"order:{order.pk}")
    if wish.source == Order.Source.EVENT:
        hand_over(order, by=by)
    if wish.pay_by != Order.PayBy.INVOICE:  # an organisation gets its invoice: actions.bulk
        emails.confirm(order, is_paid=wish.is_paid)
    if wish.terms_days is not None or not order.total_pence:
        settle(order, by=by)
    return order


def write_rows(wish: Wish, asked: Quote, mark: bytes | None, now: datetime) -> Order:
    """The order with its lines, at the prices of `asked`. It promises no copy yet."""
    shop = Shop.current()
    kept = CARD_KEPT if wish.pay_by == Order.PayBy.CARD else timedelta(days=shop.kept_days)
    order = Order.objects.create(
        submission=mark,
        source=wish.source,
        pay_by=wish.pay_by,
        locked=wish.buyer.lock(),
        mark=wish.buyer.mark(),
        country=wish.buyer.country,
        copies_pence=asked.copies_pence,
        postage_pence=asked.postage_pence,
        forward_copies=asked.forward_copies,
        forward_pence=asked.forward_pence,
        gift_pence=asked.gift_pence,
        total_pence=asked.total_pence,
        has_vat=shop.is_registered_for_vat,
        terms_days=wish.terms_days,
        placed_at=now,
        kept_until=now + kept,
        is_made_up=shop.is_made_up,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            edition=line.edition,
            name=line.edition.name,
            copies=line.copies,
            unit_pence=line.unit_pence,
            vat=vat.rate_in(wish.buyer.country, line.edition.vat),
            later=line.later,
        )
        for line in asked.lines
    )
    return order
