"""The tables of the shop, by what they are about."""

from .bank import BankLine, BankMatch, BankStatement
from .gift_aid_claim import ClaimedGift, GiftAidClaim, GiftAidCorrection
from .ledger import MONEY, Account, CannotBeChanged, Entry, Posting, Refund
from .order import GiftAidDeclaration, Order, OrderLine
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "BookEdition",
    "CannotBeChanged",
    "ClaimedGift",
    "Entry",
    "GiftAidClaim",
    "GiftAidCorrection",
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
