"""The catalogue as she chooses from it: by place of spread, with words that people use."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from alongside.signs.catalogue import CatalogueSign

from .questions import Place

MOST_WORDS = 4  # beside each name; the search knows them all
_NAMES = {**dict(Place.choices), Place.GENERAL.value: "The whole body"}


@dataclass(frozen=True)
class SignChoice:
    code: str
    name: str
    words: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True)
class PlaceOfSigns:
    name: str
    signs: list[SignChoice]

    @property
    def has_chosen(self) -> bool:
        return any(sign.is_chosen for sign in self.signs)


def signs_by_place(listed: Iterable[CatalogueSign], *, chosen: Set[str]) -> list[PlaceOfSigns]:
    """In the order of the catalogue."""
    found: dict[str, list[SignChoice]] = {}
    for one in listed:
        words = one.lay_terms[:MOST_WORDS]
        choice = SignChoice(one.code, one.name, words, one.code in chosen)
        found.setdefault(one.place, []).append(choice)
    return [PlaceOfSigns(_NAMES.get(place, place), signs) for place, signs in found.items()]
