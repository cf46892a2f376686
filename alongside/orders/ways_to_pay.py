"""How one can pay at the moment: whatever the founders' shop takes."""

from . import cards
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
        PayBy.CARD: cards.is_on(),
        PayBy.TRANSFER: shop.takes_transfers,
        PayBy.CHEQUE: shop.takes_cheques,
    }
    return [(way.value, _SAYS[way]) for way, is_taken in taken.items() if is_taken]
