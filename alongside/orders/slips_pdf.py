"""Packing slips: one page for each parcel, with the order's number as a pattern for a scanner."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import segno
from django.utils import timezone

from alongside.core.typesetting import breakable, pdf, unprintable, without

from .models import Order, ParcelLine, Shop
from .packing import address_of
from .parcel_contents import Content, printed_on

TEMPLATE = Path(__file__).with_name("slips.typ")
CUSTOMS = "Goes abroad: it needs a customs form (CN22; CN23 if it is worth more than £270)."
UNPRINTABLE = (
    "Some signs cannot be printed: [?] stands for them. They are on the screen of the order."
)
NO_ADDRESS = "There is no address. It is on the screen of the order, or erased."
FROM_FUND = "Somebody paid for this copy so that you can have it."
BACK = (
    "You can change your mind for 14 days from the day on which the last of it came. First {tell}; then "
    "post it to us."
)
REST = "This is a part of your order. The rest follows."
STAND_IN = "[?]"


def make(contents: Sequence[Content]) -> bytes:
    """All slips in one PDF."""
    shop, now = Shop.current(), timezone.localtime()
    slips = [_slip(one) for one in contents]
    missing = unprintable(_words(slips))
    data = {
        "title": "Packing slips",
        "on": now.timetuple()[:3],
        "customs": CUSTOMS,
        "unprintable": UNPRINTABLE,
        "no_address": NO_ADDRESS,
        "code_says": "A pattern for the scanner. It says:",
        "back": BACK.format(tell=_tell(shop.seller_email)),
        "rest": REST,
        "sender": [line for line in shop.sender.splitlines() if line.strip()],
        "slips": [_printable(slip, missing) | {"first": not at} for at, slip in enumerate(slips)],
    }
    return pdf(TEMPLATE, data, pages=len(slips))


def _tell(email: str) -> str:
    return f"write to {email}" if email else "tell us on the page of your order"


def _slip(one: Content) -> dict[str, Any]:
    return {
        "title": f"Order {one.number}"
        if len(one.orders) == 1
        else f"{len(one.orders)} orders in one parcel",
        "number": one.number,
        "printed": f"Printed on {printed_on(timezone.localtime(one.parcel.printed_at))}",
        "made_up": one.parcel.order.is_made_up,
        "customs": one.needs_customs,
        "code": code_of(one.number),
        "address": one.buyer.label if one.has_address else [],
        "is_free": all(order.pay_by == Order.PayBy.FUND for order, _ in one.orders),
        "orders": [_order(order, lines) for order, lines in one.orders],
    }


def _order(order: Order, lines: Sequence[ParcelLine]) -> dict[str, Any]:
    return {
        "number": order.number,
        "lines": [{"copies": one.copies, "name": one.line.name} for one in lines],
        "dedication": address_of(order).dedication.splitlines(),
        "has_rest": _has_rest(order, lines),
        "thanks": list(_thanks(order)),
    }


def _has_rest(order: Order, packed: Sequence[ParcelLine]) -> bool:
    """Copies that are in no parcel yet, not in this one either."""
    still = {line.pk: line.still_to_post for line in order.lines.all() if line.edition.is_posted}
    here = {one.line_id: one.copies for one in packed}
    return any(many > here.get(pk, 0) for pk, many in still.items())


def _thanks(order: Order) -> Iterator[str]:
    if order.pay_by == Order.PayBy.FUND:
        yield FROM_FUND
    if order.forward_copies == 1:
        yield "Thank you for the copy that you paid forward."
    elif order.forward_copies:
        yield f"Thank you for the {order.forward_copies} copies that you paid forward."
    if order.gift_pence:
        yield "Thank you for your gift."


def code_of(number: str) -> str:
    """A QR code (ISO/IEC 18004) as SVG, without a size.

    Scanners read each of the eight masks alike. To try all would take longer than all else on a slip.
    """
    drawn = io.BytesIO()
    segno.make(number, error="h", micro=False, mask=0).save(
        drawn, kind="svg", border=0, xmldecl=False, omitsize=True
    )
    return drawn.getvalue().decode()


def _words(slips: Sequence[dict[str, Any]]) -> Iterator[str]:
    for slip in slips:
        yield from slip["address"]
        for order in slip["orders"]:
            yield from order["dedication"]
            yield from (line["name"] for line in order["lines"])


def _printable(slip: dict[str, Any], missing: set[str]) -> dict[str, Any]:
    has_missing = any(missing.intersection(words) for words in _words([slip]))

    def seen(words: str) -> str:
        return breakable(without(words, missing, instead=STAND_IN), longest=40)

    orders = [
        order
        | {
            "dedication": list(map(seen, order["dedication"])),
            "lines": [line | {"name": seen(line["name"])} for line in order["lines"]],
        }
        for order in slip["orders"]
    ]
    return slip | {
        "address": list(map(seen, slip["address"])),
        "orders": orders,
        "unprintable": has_missing,
    }
