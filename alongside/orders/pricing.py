"""What an order costs. Prices come from here, never from a form."""

from collections.abc import Mapping
from dataclasses import dataclass

from django_countries import countries

from .models import BookEdition, PostageBand, Shop
from .on_sale import later

MOST_COPIES = 50  # of one edition in one order from the website; more is a bulk order
MOST_FORWARD = 20
MOST_GIFT = 10_000_00  # pence


class NotOffered(ValueError):
    """Its words are for the buyer: what cannot be ordered like this."""


@dataclass(frozen=True)
class QuoteLine:
    """agreed: pence a copy that a founder agreed; None: the price of today."""

    edition: BookEdition
    copies: int
    agreed: int | None = None

    @property
    def unit_pence(self) -> int:
        return self.edition.pence if self.agreed is None else self.agreed

    @property
    def pence(self) -> int:
        return self.copies * self.unit_pence

    @property
    def later(self) -> str:
        return later(self.edition, self.copies)


@dataclass(frozen=True)
class Quote:
    """All in pence. forward_pence is for all copies that are paid forward."""

    lines: tuple[QuoteLine, ...]
    postage_pence: int
    forward_copies: int
    forward_pence: int
    gift_pence: int

    @property
    def copies_pence(self) -> int:
        return sum(line.pence for line in self.lines)

    @property
    def total_pence(self) -> int:
        return self.copies_pence + self.postage_pence + self.forward_pence + self.gift_pence

    @property
    def is_posted(self) -> bool:
        return any(line.edition.is_posted for line in self.lines)


def quote(
    copies: Mapping[int, int],
    *,
    country: str,
    forward_copies: int = 0,
    gift_pence: int = 0,
    postage_pence: int | None = None,
    agreed: Mapping[int, int] | None = None,
) -> Quote:
    """copies: id of an edition → how many. country: two letters. postage_pence: what a founder agreed
    by hand; None: as the table says. agreed: id of an edition → pence a copy, by a founder, too.

    Raises NotOffered.
    """
    editions = BookEdition.objects.filter(is_on_sale=True).in_bulk(copies)
    if missing := set(copies) - set(editions):
        raise NotOffered(f"This edition is not on sale any more ({len(missing)}).")
    lines = tuple(
        QuoteLine(editions[pk], many, (agreed or {}).get(pk)) for pk, many in copies.items() if many
    )
    parcel = sum(line.copies for line in lines if line.edition.is_posted)
    forward = Shop.current().forward_pence if forward_copies else 0
    if forward_copies and not forward:
        raise NotOffered("Copies cannot be paid forward at the moment.")
    if not lines and not forward_copies:
        raise NotOffered("Please choose at least one copy, for yourself or to pay forward.")
    if postage_pence is None:
        postage_pence = postage_to(country).cost(parcel) if parcel else 0
    return Quote(lines, postage_pence, forward_copies, forward_copies * forward, gift_pence)


def postage_to(country: str) -> PostageBand:
    """The band of this country; one without countries is for everywhere else. Raises NotOffered."""
    everywhere = None
    for band in PostageBand.objects.all():
        if country in [one.code for one in band.countries]:
            return band
        if not band.countries:
            everywhere = everywhere or band
    if everywhere and country in dict(countries):
        return everywhere
    raise NotOffered("We cannot post to this country.")


def countries_served() -> list[tuple[str, str]]:
    """Code and name of every country that we post to, the United Kingdom first."""
    bands = list(PostageBand.objects.all())
    if any(not band.countries for band in bands):
        served = {code for code, _ in countries}
    else:
        served = {one.code for band in bands for one in band.countries}
    return [(code, name) for code, name in countries if code in served]
