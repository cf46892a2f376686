"""The tables of the shop, by what they are about."""

from alongside.orders.book_pages import BookPage

from .card import CardPayment, CardRefund, Reconciliation, StripeEvent
from .ebook import BookFile
from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .order import GiftAidDeclaration, Order, OrderLine
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BookEdition",
    "BookFile",
    "BookPage",
    "CannotBeChanged",
    "CardPayment",
    "CardRefund",
    "Entry",
    "GiftAidDeclaration",
    "Order",
    "OrderLine",
    "PostageBand",
    "Posting",
    "Printing",
    "Reconciliation",
    "Refund",
    "Shop",
    "StockMove",
    "StripeEvent",
]
