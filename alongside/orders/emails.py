"""Mail to a buyer: what she ordered, that it was paid, posted, cancelled; on a durable medium."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.core.mail.actions import put_in_outbox
from alongside.core.mail.models import OutboxMessage

from . import books, had, links
from .models import GiftAidDeclaration, Invoice, Order, OrderLine, Shop
from .money import pounds

REMINDER = "orders.reminder"


def _send(
    name: str, order: Order, *, to: str | None = None, shop: Shop | None = None, **context: Any
) -> None:
    """to: None is the buyer."""
    if to is None:
        to = order.buyer().email
    if not to:
        return
    shop = shop or Shop.current()
    put_in_outbox(
        to=to,
        template=f"orders/mail/{name}.txt",
        context={
            "number": order.number,
            "link": links.of_order(order),
            "seller": shop.seller,
            "seller_email": shop.seller_email,
            "posted_within": shop.posted_within,
            "is_made_up": order.is_made_up,
            **context,
        },
        kind=f"orders.{name}",
        private=True,
        reference=f"order:{order.pk}",
    )


def confirm(order: Order, *, is_paid: bool = False) -> None:
    """Consumer Contracts Regulations 2013, regulation 16: confirmation with all of Schedule 2 that applies,
    and the model form of Schedule 3. is_paid: its money came with it."""
    shop, lines = Shop.current(), list(order.lines.select_related("edition"))
    _send(
        "confirm",
        order,
        shop=shop,
        **_sums(order, lines),
        **_what_comes(lines),
        **_how_to_pay(order, shop) | ({"owes": False} if is_paid else {}),
        is_paid=is_paid,
        agreed=order.source == Order.Source.WEB,
        has_gift_aid=GiftAidDeclaration.objects.filter(order=order).exists(),
        seller_address=_lines(shop.seller_address),
        ordered_on=timezone.localdate(order.placed_at),
        how_to_cancel=links.whole(reverse("book-cancel")),
        complaints=links.whole("/contact/"),
    )


def _what_comes(lines: list[OrderLine]) -> dict[str, Any]:
    return {
        "is_posted": any(line.edition.is_posted for line in lines),
        "has_e_book": any(not line.edition.is_posted for line in lines),
        "later": [f"{line.name}: {line.later}. We post it then." for line in lines if line.later],
    }


def _sums(order: Order, lines: list[OrderLine]) -> dict[str, Any]:
    return {
        "lines": [f"{line.copies} × {line.name}: {pounds(line.pence)}" for line in lines],
        "postage": pounds(order.postage_pence) if order.postage_pence else "",
        "forward_copies": order.forward_copies,
        "forward": pounds(order.forward_pence),
        "gift": pounds(order.gift_pence) if order.gift_pence else "",
        "total": pounds(order.total_pence),
    }


def _how_to_pay(order: Order, shop: Shop) -> dict[str, Any]:
    return {
        "pay_by": order.pay_by,
        "owes": order.total_pence > 0 and order.terms_days is None,
        "kept_until": _day(order.kept_until),
        "account_name": shop.account_name,
        "sort_code": shop.sort_code,
        "account_number": shop.account_number,
        "iban": shop.iban,
        "bic": shop.bic,
        "cheque_payee": shop.cheque_payee,
        "cheque_address": _lines(shop.cheque_address),
    }


def _lines(address: str) -> list[str]:
    return [line.strip() for line in address.splitlines() if line.strip()]


def _day(moment: datetime | None) -> Any:
    return timezone.localdate(moment) if moment else None


def reminder(order: Order, missing: int) -> None:
    """missing: pence that have not come."""
    shop = Shop.current()
    _send("reminder", order, shop=shop, missing=pounds(missing), **_how_to_pay(order, shop))


def paid(order: Order) -> None:
    lines = list(order.lines.select_related("edition"))
    money = books.money_of(order)
    back = pounds(money.credit) if money.credit else ""
    _send("paid", order, paid=pounds(money.paid), back=back, **_what_comes(lines))


def part_came(order: Order, came: int, missing: int) -> None:
    """came: pence that are here now. missing: pence that are not."""
    shop = Shop.current()
    sums = {"came": pounds(came), "missing": pounds(missing)}
    _send("part_came", order, shop=shop, **sums, **_how_to_pay(order, shop))


def posted(order: Order, *, tracking: str = "", rest: bool = False) -> None:
    """A parcel is on its way. tracking: the carrier's number. rest: more of the order follows."""
    is_free = order.pay_by == Order.PayBy.FUND
    how_to_cancel = links.whole(reverse("book-cancel"))
    _send(
        "posted", order, tracking=tracking, rest=rest, is_free=is_free, how_to_cancel=how_to_cancel
    )


def not_sent(order: Order, copies: int) -> None:
    """The rest of it, so many copies, does not come."""
    _send("not_sent", order, copies=copies)


def invoice(made: Invoice) -> None:
    """To an organisation that ordered in bulk; its page has the invoice to print."""
    _to_organisation("invoice", made, made.order.total_pence)


def invoice_reminder(made: Invoice, owing: int) -> None:
    _to_organisation("invoice_reminder", made, owing)


def _to_organisation(name: str, made: Invoice, pence: int) -> None:
    """To whom the invoice is for: the order's own address may be erased long before it is paid."""
    order = made.order
    _send(
        name,
        order,
        to=made.billed_to().email,
        link=links.whole(reverse("order-invoice", args=[order.token])),
        invoice=made.label,
        reference=made.reference,
        total=pounds(pence),
        due_on=made.due_on,
        first=made.is_before_posting,
        is_late=made.is_overdue(timezone.localdate()),
    )


def cancelled(order: Order) -> None:
    money, made = books.money_of(order), Invoice.objects.filter(order=order).first()
    _send(
        "cancelled",
        order,
        is_free=order.pay_by == Order.PayBy.FUND,
        back=pounds(money.credit) if money.credit else "",
        stays=had.stayed(order).words,
        invoice=made.label if made else "",
    )


def expired(order: Order) -> None:
    part = books.money_of(order).credit
    _send(
        "expired",
        order,
        again=links.whole(reverse("order-book")),
        came=pounds(part) if part else "",
        total=pounds(order.total_pence),
        missing=pounds(order.total_pence - part),
    )


def paid_back(order: Order, pence: int) -> None:
    _send("paid_back", order, amount=pounds(pence))


def free_asked(order: Order) -> None:
    _send("free_asked", order)


def free_had(order: Order) -> None:
    """She, or somebody with her address, asked again. One such mail a day."""
    day = timezone.now() - timedelta(days=1)
    written = OutboxMessage.objects.filter(kind="orders.free_had", reference=f"order:{order.pk}")
    if not written.filter(created_at__gt=day).exists():
        _send("free_had", order)


def free_given(order: Order) -> None:
    _send("free_given", order)


def card_again(order: Order) -> None:
    """Stripe did not answer when she wanted to pay; now it does."""
    _send("card_again", order, total=pounds(order.total_pence))
