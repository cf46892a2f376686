"""The tables of the shop, by what they are about."""

from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .order import GiftAidDeclaration, Order, OrderLine
from .parcel import Parcel, ParcelLine, Reship
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BookEdition",
    "CannotBeChanged",
    "Entry",
    "GiftAidDeclaration",
    "Order",
    "OrderLine",
    "Parcel",
    "ParcelLine",
    "PostageBand",
    "Posting",
    "Printing",
    "Refund",
    "Reship",
    "Shop",
    "StockMove",
]
