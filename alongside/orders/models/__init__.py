"""The tables of the shop, by what they are about."""

from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .living_book import Chapter, Erratum
from .order import GiftAidDeclaration, Order, OrderLine
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BookEdition",
    "CannotBeChanged",
    "Chapter",
    "Entry",
    "Erratum",
    "GiftAidDeclaration",
    "Order",
    "OrderLine",
    "PostageBand",
    "Posting",
    "Printing",
    "Refund",
    "Shop",
    "StockMove",
]
