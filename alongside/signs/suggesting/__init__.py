"""Her words → signs of the catalogue that may be meant, by their words alone: no model, no network.

It looks words up, as an index does, for a moderator who decides. It says nothing about what anybody has
(promise 11). `docs/decisions/0015-suggestions.md` says how it works and how often it is right.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import yaml
from django.conf import settings

from alongside.core import edition
from alongside.core.pack import Pack
from alongside.signs.catalogue import CatalogueSign, catalogue

from .ranking import Ranking
from .why import why

MOST = 10


@dataclass(frozen=True)
class Suggestion:
    """A sign that may be meant. score: for the order alone. why: in words."""

    code: str
    name: str
    place: str
    score: float
    why: str


def suggest(phrase: str, *, limit: int = 5) -> list[Suggestion]:
    """Signs of the live catalogue, the likeliest first. [] if no word of it is known."""
    ranking = _current()
    return [
        Suggestion(
            ranking.signs[number].code,
            ranking.signs[number].name,
            ranking.signs[number].place,
            score,
            why(ranking, number, phrase),
        )
        for number, score in ranking.rank(phrase)[:limit]
    ]


def ranked_codes(phrases: Iterable[str]) -> Iterable[list[str]]:
    """For each phrase at most 10 codes of the content pack's catalogue. Needs no database."""
    ranking = Ranking(signs_of_the_pack(), told())
    for phrase in phrases:
        yield [ranking.signs[number].code for number, _ in ranking.rank(phrase)[:MOST]]


def signs_of_the_pack() -> list[CatalogueSign]:
    """The catalogue as it is first loaded."""
    return [
        CatalogueSign(
            code=sign["id"],
            name=sign["name"],
            place=sign["place"],
            lay_terms=tuple(sign["lay_terms"]),
            asked=tuple(sign.get("asked", ())),
            description=sign["description"],
            clinical_term=sign["clinical_term"],
        )
        for sign in Pack(settings.CONTENT).signs
    ]


@cache
def told() -> dict[str, Sequence[str]]:
    """How people tell of each sign: `told.yaml` of the content pack."""
    path = settings.CONTENT / "told.yaml"
    found: dict[str, Sequence[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))["told"]
    return found


_kept: tuple[int, Ranking] | None = None
_building = threading.Lock()


def _current() -> Ranking:
    """Built once for each edition: it takes a second or so."""
    global _kept
    number = edition.current()
    with _building:
        if _kept is None or _kept[0] != number:
            _kept = (number, Ranking(catalogue(), told()))
        return _kept[1]
