"""What a shop must have before it may be open, and what it had better have."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import cards, ebook
from .models import BookEdition, BookPage, PostageBand, Shop


@dataclass(frozen=True)
class Gap:
    """Something that is not there yet. part: of the founders' screen (`desk.shop_forms.PARTS`)."""

    words: str
    part: str


def missing(shop: Shop) -> list[Gap]:
    """What must be there. Empty: it may be open.

    Who sells, where and how to reach them: Consumer Contracts Regulations 2013, schedule 2 (b) to (d);
    Electronic Commerce Regulations 2002, regulation 6.
    """
    return [*_seller(shop), *_ways_to_pay(shop), *_goods()]


def _seller(shop: Shop) -> Iterator[Gap]:
    if not shop.seller:
        yield Gap("Who sells: the legal name. The law wants it.", "seller")
    if not shop.seller_address:
        yield Gap("A postal address of whoever sells. The law wants it.", "seller")
    if not shop.seller_email:
        yield Gap("An e-mail address for questions about an order. The law wants it.", "seller")


def _ways_to_pay(shop: Shop) -> Iterator[Gap]:
    if not (shop.takes_transfers or shop.takes_cheques or cards.is_on()):
        yield Gap("One way to pay: a bank account, or where cheques go.", "paying")


def _goods() -> Iterator[Gap]:
    on_sale = list(BookEdition.objects.filter(is_on_sale=True, pence__gt=0))
    if not on_sale:
        yield Gap("One edition that is on sale, with its price.", "editions")
    elif not any(edition.is_posted or ebook.is_there(edition) for edition in on_sale):
        yield Gap("The file of the e-book: without it nobody can order it.", "editions")
    if any(edition.is_posted for edition in on_sale) and not PostageBand.objects.exists():
        yield Gap("What it costs to post.", "postage")


def advised(shop: Shop) -> list[Gap]:
    """What is not a must."""
    gaps = []
    page = BookPage.objects.first()
    if page and not (page.book_title and page.blurb):
        words = "On the page of the book: its title, who wrote it, what it is about. People buy by that."
        gaps.append(Gap(words, "page"))
    if not shop.sender:
        gaps.append(Gap("A plain sender for parcels, so that one can come back to you.", "posting"))
    posted = BookEdition.objects.filter(is_on_sale=True).exclude(kind=BookEdition.Kind.EBOOK)
    if posted.exists() and not posted.filter(on_hand__gt=0).exists():
        gaps.append(Gap("Copies in the cupboard. Until then nobody can order one.", "stock"))
    ebooks = BookEdition.objects.filter(is_on_sale=True, kind=BookEdition.Kind.EBOOK)
    if not all(map(ebook.is_there, ebooks)):
        gaps.append(Gap("The file of the e-book. Until then nobody can order it.", "editions"))
    if not shop.forward_pence:
        gaps.append(Gap("A price for paying a copy forward. Until then nobody can.", "posting"))
    return gaps
