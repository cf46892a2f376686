"""The tables of the shop, by what they are about."""

from alongside.orders.book_pages import BookPage

from .bank import BankLine, BankMatch, BankStatement
from .card import CardPayment, CardRefund, Reconciliation, StripeEvent
from .ebook import BookFile
from .gift_aid_claim import ClaimedGift, GiftAidClaim, GiftAidCorrection
from .invoice import Invoice
from .ledger import MONEY, Account, Entry, Posting, Refund
from .living_book import Chapter, Erratum
from .order import GiftAidDeclaration, Order, OrderLine
from .parcel import Parcel, ParcelLine, Reship
from .shop import PostageBand, Shop
from .stock import BookEdition, Printing, StockMove

__all__ = [
    "MONEY",
    "Account",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "BookEdition",
    "BookFile",
    "BookPage",
    "CardPayment",
    "CardRefund",
    "Chapter",
    "ClaimedGift",
    "Entry",
    "Erratum",
    "GiftAidClaim",
    "GiftAidCorrection",
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
