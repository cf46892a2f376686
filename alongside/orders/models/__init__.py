"""The tables of the shop, by what they are about."""

from alongside.orders.book_pages import BookPage

from .card import CardPayment, CardRefund, Reconciliation, StripeEvent
from .ebook import BookFile
from .invoice import Invoice
from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .living_book import Chapter, Erratum
from .order import GiftAidDeclaration, Order, OrderLine
from .parcel import Parcel, ParcelLine, Reship
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
    "Chapter",
    "Entry",
    "Erratum",
    "GiftAidDeclaration",
    "Invoice",
    "Order",
    "OrderLine",
    "Parcel",
    "ParcelLine",
    "PostageBand",
    "Posting",
    "Printing",
    "Reconciliation",
    "Refund",
    "Reship",
    "Shop",
    "StockMove",
    "StripeEvent",
]
