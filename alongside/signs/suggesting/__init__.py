"""Her words → signs of the catalogue that may be meant, by their words alone: no model, no network.

It looks words up, as an index does, for a moderator who decides. It says nothing about what anybody has
(promise 11). `docs/decisions/0015-suggestions.md` says how it works and how often it is right.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings

from alongside.core import edition
from alongside.core.pack import Pack
from alongside.signs.catalogue import CatalogueSign, catalogue
from alongside.signs.codes import counted_under_each

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
        Suggestion(sign.code, sign.name, sign.place, score, why(ranking, number, phrase))
        for number, score in ranking.rank(phrase)[:limit]
        for sign in [ranking.signs[number]]
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
def told() -> dict[str, list[str]]:
    """How people tell of each sign: `told.yaml` of the content pack."""
    return Pack(settings.CONTENT).told


@dataclass(frozen=True, slots=True)
class _Kept:
    edition: int
    signs: list[CatalogueSign]
    told: dict[str, list[str]]
    ranking: Ranking


_kept: _Kept | None = None
_building = threading.Lock()


def _current() -> Ranking:
    """That of the live catalogue. It takes half a second to build, so only when the catalogue changed."""
    global _kept
    number = edition.current()
    with _building:
        if _kept is None or _kept.edition != number:
            signs, by_sign = catalogue(), _told_of_merged()
            if _kept and (_kept.signs, _kept.told) == (signs, by_sign):
                _kept = replace(_kept, edition=number)
            else:
                _kept = _Kept(number, signs, by_sign, Ranking(signs, by_sign))
        return _kept.ranking


def _told_of_merged() -> dict[str, list[str]]:
    """`told`, with the words for a sign that was merged under the sign that it is part of now."""
    return told() | {
        code: [words for one in (code, *others) for words in told().get(one, ())]
        for code, others in counted_under_each().items()
    }
