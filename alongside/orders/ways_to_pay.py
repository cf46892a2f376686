"""How one can pay at the moment: whatever the founders' shop takes."""

from importlib import import_module
from importlib.util import find_spec

from .models import Order, Shop

PayBy = Order.PayBy
_SAYS = {
    PayBy.CARD: "Card. You pay on the page of Stripe, a company for card payments. We never see your card.",
    PayBy.TRANSFER: "Bank transfer. You get our account and a number to write on it.",
    PayBy.CHEQUE: "Cheque, by post. You get the address.",
}


def ways(shop: Shop) -> list[tuple[str, str]]:
    """What is stored, and what it says in the form."""
    taken = {
        PayBy.CARD: card_is_on(),
        PayBy.TRANSFER: shop.takes_transfers,
        PayBy.CHEQUE: shop.takes_cheques,
    }
    return [(way.value, _SAYS[way]) for way, is_taken in taken.items() if is_taken]


def card_is_on() -> bool:
    """Whether somebody has given us the keys of a card service."""
    name = "alongside.orders.cards"
    return bool(find_spec(name)) and bool(import_module(name).is_on())
