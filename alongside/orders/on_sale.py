"""What can be ordered now, and what may honestly be said of it."""

from dataclasses import dataclass

from django.utils import timezone

from .models import BookEdition, PostageBand, Shop
from .money import pounds
from .stock import Availability, availability


@dataclass(frozen=True)
class OnSale:
    """An edition as the website shows it. says: when it is posted, in a sentence or two. is_to_come: it
    never was there yet."""

    edition: BookEdition
    can_order: bool
    says: str
    is_now: bool
    is_to_come: bool

    @property
    def price(self) -> str:
        return pounds(self.edition.pence)


def on_sale(shop: Shop) -> list[OnSale]:
    """Every edition on sale, also one that is sold out."""
    editions = BookEdition.objects.filter(is_on_sale=True)
    return [_shown(edition, availability(edition), shop) for edition in editions]


def _shown(edition: BookEdition, has: Availability, shop: Shop) -> OnSale:
    says = stock_says(edition, has, shop.posted_within)
    return OnSale(edition, has.can_order, says, has.at_once, has.is_to_come)


_DOWNLOAD = "To download, as soon as it is paid."


def stock_says(edition: BookEdition, has: Availability, days: int) -> str:
    """Told honestly: never “only 3 left” to make somebody hurry, and never a day that nobody knows."""
    if not edition.is_posted:
        return "To come: it cannot be downloaded yet." if has.is_to_come else _DOWNLOAD
    within = f"Posted within {days} {'day' if days == 1 else 'days'}."
    if has.at_once:
        few = f"Only {has.few} left for now. " if has.few else ""
        return f"{few}{within}"
    if not has.can_order and has.is_to_come:
        return "Not in print yet."
    if not has.can_order:
        return "Sold out." if has.expected_on is None else f"Sold out. {_next(has)}."
    return f"{_next(has)}: you can reserve a copy now."


def later(edition: BookEdition, copies: int) -> str:
    """When so many copies are printed; nothing if they lie here. What is agreed instead of 30 days (Consumer
    Contracts Regulations 2013, regulation 42)."""
    has = availability(edition, copies)
    return "" if has.at_once else _next(has)


def _next(has: Availability) -> str:
    if has.expected_on is None:
        return "Being printed, and we do not know yet when it comes"
    if has.expected_on < timezone.localdate():
        return "The next printing is late"
    return f"Next printing in {has.expected_on:%B %Y}"


@dataclass(frozen=True)
class Postage:
    """A band of countries. where: its name, as the founders gave it."""

    where: str
    first: str
    more: str


def postage() -> list[Postage]:
    return [
        Postage(band.name, pounds(band.first_pence), pounds(band.more_pence))
        for band in PostageBand.objects.all()
    ]


def is_open(shop: Shop) -> bool:
    """Whether anybody can order: the founders opened it, sell something, and can be paid."""
    from .ways_to_pay import ways

    return bool(
        shop.is_open and ways(shop) and BookEdition.objects.filter(is_on_sale=True).exists()
    )
