"""A shop that is made up, open at once, so that the book can be tried without a founder or a bank account.

That it is made up stands in each of its names: they are on every page, mail, slip and receipt.
"""

from django.db import transaction

from alongside.core.demo import NotHere
from alongside.core.edition import raise_edition

from . import stock
from .models import BookEdition, PostageBand, Printing, Shop, StockMove
from .vat import Rate

SAYS = "Made up for demonstration"
_ADDRESS = "1 Made-up Street\nMade-up Town\nZZ1 1ZZ"
_EDITIONS = (
    ("paperback", "Paperback (made up)", "240 pages, 13 × 20 cm", 1200, Rate.ZERO),
    ("large", "Large print (made up)", "360 pages, letters of 16 point", 1600, Rate.ZERO),
    ("ebook", "E-book (made up)", "EPUB, for any reader", 500, Rate.ZERO),
    ("journal", "Journal to write in (made up)", "120 pages", 900, Rate.STANDARD),
)
_BANDS: tuple[tuple[str, list[str], int, int], ...] = (
    ("United Kingdom", ["GB", "GG", "IM", "JE"], 320, 110),
    ("Europe", ["AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL", "PT", "SE"], 790, 350),
    ("Everywhere else", [], 1150, 500),
)


@transaction.atomic
def open_shop() -> None:
    """If there is none. Raises NotHere if there is a real one: nothing made up may touch its stock."""
    if Shop.objects.filter(is_made_up=True).exists():
        return
    if BookEdition.objects.exists() or Shop.objects.exclude(seller="").exists():
        raise NotHere("There is a shop already, and it is real. Nothing is made up in it.")
    Shop.objects.all().delete()  # that a founder looked at it and left
    Shop.objects.create(
        is_open=True,
        seller=SAYS,
        seller_address=_ADDRESS,
        seller_email="shop@example.invalid",
        sender=_ADDRESS,
        account_name=f"{SAYS}: do not pay",
        sort_code="00-00-00",
        account_number="00000000",
        cheque_payee=f"{SAYS}: do not pay",
        cheque_address=_ADDRESS,
        forward_pence=1500,
        is_charity=True,
        charity_number="MADE UP",
        is_made_up=True,
    )
    for place, (name, countries, first, more) in enumerate(_BANDS):
        band = PostageBand(name=name, first_pence=first, more_pence=more, position=place)
        band.countries = countries
        band.save()
    for place, (kind, name, about, pence, rate) in enumerate(_EDITIONS):
        BookEdition.objects.create(
            kind=kind,
            name=name,
            about=about,
            pence=pence,
            vat=rate,
            position=place,
            is_made_up=True,
        )
    raise_edition()


def fill(copies: int) -> None:
    """So many more of each edition on paper."""
    for edition in BookEdition.objects.filter(is_made_up=True):
        if edition.is_posted:
            stock.move(edition, copies, StockMove.Why.COUNTED, note="made up")


@transaction.atomic
def clear() -> None:
    """The shop and all that it sells. Its orders must be gone."""
    if not Shop.objects.filter(is_made_up=True).exists():
        return
    editions = BookEdition.objects.filter(is_made_up=True)
    StockMove.objects.filter(edition__in=editions).delete()
    Printing.objects.filter(edition__in=editions).delete()
    editions.delete()
    PostageBand.objects.all().delete()
    Shop.objects.all().delete()
    raise_edition()
