"""The receipt of an order as a PDF (PDF/UA-1, ISO 14289-1), made by Typst.

The words travel to Typst as JSON, never as Typst source. With VAT it holds what an invoice must hold
(VAT Regulations 1995, regulation 14), the gift apart: it is no price, and no VAT is in it.
"""

from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from alongside.core.typesetting import accessible_pdf

from . import books
from .models import Order
from .money import pounds
from .order_page import OrderPage

TEMPLATE = Path(__file__).with_suffix(".typ")


def make_pdf(page: OrderPage) -> bytes:
    """Of an order that was sold. A name in letters that our fonts lack is left out."""
    data = data_of(page)
    try:
        return accessible_pdf(TEMPLATE, data)
    except typst.TypstError:
        return accessible_pdf(TEMPLATE, data | {"buyer": []})


def data_of(page: OrderPage) -> dict[str, Any]:
    """What stands on it, as words."""
    order, shop = page.order, page.shop
    sold_on = page.paid_on or timezone.localdate(order.paid_at)
    return {
        "number": order.number,
        "is_made_up": order.is_made_up,
        "date": [sold_on.year, sold_on.month, sold_on.day],
        "seller": [
            line
            for line in (shop.seller, *shop.seller_address.splitlines(), shop.seller_email)
            if line
        ],
        "charity": f"HMRC charity reference: {shop.charity_number}" if shop.charity_number else "",
        "vat_number": shop.vat_number if order.has_vat else "",
        "buyer": order.buyer().label if page.is_posted else [],
        "lines": _lines(order),
        "price": pounds(order.copies_pence + order.postage_pence),
        "vat": vat_rows(order),
        "apart": _apart(order),
        "total": pounds(order.total_pence),
        "paid": _paid(page),
    }


def vat_rows(order: Order) -> list[list[str]]:
    """Rate, without VAT, VAT: as they stand in the books. None if no VAT was charged."""
    rows = books.vat_of(order) if order.has_vat else []
    return [[f"{percent} %", pounds(net), pounds(owed)] for percent, net, owed in rows]


def _lines(order: Order) -> list[list[str]]:
    lines = [
        [f"{line.copies} × {line.name}", pounds(line.unit_pence), pounds(line.pence)]
        for line in order.lines.all()
    ]
    return [*lines, ["Postage", "", pounds(order.postage_pence)]]


def _apart(order: Order) -> list[list[str]]:
    found = []
    if order.forward_pence:
        found.append(["Copies paid forward", pounds(order.forward_pence)])
    if order.gift_pence:
        found.append(["Gift", pounds(order.gift_pence)])
    return found


def _paid(page: OrderPage) -> list[str]:
    order, money = page.order, page.money
    paid = f"Paid by {order.get_pay_by_display()}."
    said = [f"To be paid: {pounds(money.owing)}." if money.owing else paid]
    if lost := books.written_off(order):
        said.append(f"Let off: {pounds(lost)}.")
    if back := min(page.given_back, order.total_pence - money.charged):
        said.append(f"Given back to you: {pounds(back)}.")
    if money.credit:
        said.append(f"To be given back to you: {pounds(money.credit)}.")
    return said
