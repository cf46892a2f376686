"""The page of Stripe on which one order is paid."""

import logging
from typing import Any

from alongside.orders import links
from alongside.orders.actions import card_money, card_pages
from alongside.orders.actions.card_pages import NothingToPay
from alongside.orders.models import CardPayment, Order

from .client import NotReachable, Refused, asking, is_live, is_on

logger = logging.getLogger("alongside.cards")
BACK = "?paid"
"""Stripe sends her back with it. It is no proof that she paid, and the page does not take it for one."""


def start(order: Order) -> str:
    """Address of the page on which she pays this order: twice, or in two tabs, the same page.

    Not in a transaction: it waits for Stripe. Raises NothingToPay (it is paid, or is not paid by card), and
    NotReachable; then the order is kept, and she gets a mail when it works again.
    """
    if not is_on() or (order.is_made_up and is_live()):
        raise NothingToPay
    page = card_pages.begin(order)
    try:
        if address := _open_again(page):
            return address
        page = card_pages.begin(order)  # the same, if Stripe never made it
        return make(page)
    except NotReachable as error:
        card_pages.not_reached(page, answered=error.answered)
        raise


def _open_again(page: CardPayment) -> str:
    """The address of a page that is there and open. Empty: there is none; what came of it is written down."""
    if not page.session_id:
        return ""
    session = look_at(page)
    return str(session["url"]) if session.get("status") == "open" else ""


def look_at(page: CardPayment) -> dict[str, Any]:
    """Ask how it stands with a page, and write it down. Raises NotReachable."""
    try:
        with asking() as ask:
            session = ask.v1.checkout.sessions.retrieve(page.session_id).to_dict()
    except Refused:  # of another Stripe account, or of the other mode
        card_pages.closed(page)
        return {}
    card_pages.asked(page)
    card_money.take_session(session)
    return dict(session)


def make(page: CardPayment) -> str:
    """Let Stripe make the page. The same row asks for the same thing under the same name, so there is one.

    Raises NotReachable.
    """
    key = f"alongside:page:{page.pk}:{page.tries}:{page.order and page.order.number}"
    try:
        with asking() as ask:
            session = ask.v1.checkout.sessions.create(wanted(page), {"idempotency_key": key})
    except Refused as error:
        logger.error("Stripe makes no page: %s", error.code)
        raise NotReachable(answered=True) from None
    card_pages.opened(page, session.id)
    return str(session.url)


def wanted(page: CardPayment) -> dict[str, Any]:
    """What Stripe is told: what is bought, for how much, which order. Neither name nor address of hers.

    Her e-mail address neither, although Stripe asks her for it: what she types there is between the two.
    Nothing of it names the illness: what stands on her bank statement is the number of the order.
    """
    order = page.order
    if order is None or page.expires_at is None:
        raise NothingToPay
    about = {"order": order.number, "page": str(page.pk)}
    return {
        "mode": "payment",
        "line_items": lines(order, page.pence),
        "allowed_payment_method_types": ["card"],
        "adaptive_pricing": {"enabled": False},  # in pounds, as the order is
        "client_reference_id": order.number,
        "metadata": about,
        "payment_intent_data": {
            "description": f"Order {order.number}",
            "statement_descriptor_suffix": order.number,
            "metadata": about,
        },
        "success_url": links.of_order(order) + BACK,
        "cancel_url": links.of_order(order),
        "expires_at": int(page.expires_at.timestamp()),
    }


def lines(order: Order, pence: int) -> list[dict[str, Any]]:
    """The frozen prices of the order; or one line if a part of it is paid already."""
    all_of_it = [(line.name, line.unit_pence, line.copies) for line in order.lines.all()]
    all_of_it += [
        ("Postage", order.postage_pence, 1),
        (f"Copies paid forward ({order.forward_copies})", order.forward_pence, 1),
        ("Gift", order.gift_pence, 1),
    ]
    found = [_line(*one) for one in all_of_it if one[1]]
    if sum(one * many for _, one, many in all_of_it) != pence:
        found = [_line(f"Order {order.number}: what is still to pay", pence, 1)]
    return found


def _line(name: str, pence: int, copies: int) -> dict[str, Any]:
    price = {"currency": "gbp", "unit_amount": pence, "product_data": {"name": name}}
    return {"price_data": price, "quantity": copies}
