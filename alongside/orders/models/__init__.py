"""The tables of the shop, by what they are about."""

from .invoice import Invoice
from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .order import GiftAidDeclaration, Order, OrderLine
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BookEdition",
    "CannotBeChanged",
    "Entry",
    "GiftAidDeclaration",
    "Invoice",
    "Order",
    "OrderLine",
    "PostageBand",
    "Posting",
    "Printing",
    "Refund",
    "Shop",
    "StockMove",
]
