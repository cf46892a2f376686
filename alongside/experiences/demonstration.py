"""Made-up experiences, for demonstrations and benchmarks. Every row says so (`is_made_up`)."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from alongside.core.freshness import add_months

from .models import Experience
from .questions import (
    AgeBand,
    FoundBy,
    Gender,
    Nation,
    Place,
    Route,
    TakenFor,
    Teller,
    ToldFirst,
)

_WEEKS = (0, 1, 2, 3, 4, 6, 8, 12, 16, 20, 26, 30, 40, 52, 60, 104)
_VISITS = (0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6, 8, 10, 14)
_SKIPPED = 0.08  # of the questions


def made_up_rows(
    number: int, *, signs: Sequence[str], now: datetime, seed: int = 0
) -> Iterator[Experience]:
    """So many accepted experiences of nobody, not saved yet. signs: codes of the catalogue.

    The same seed gives the same rows. How often things are chosen is invented, and means nothing.
    """
    draw = random.Random(seed)  # noqa: S311  (nothing is kept secret with it)
    for _ in range(number):
        yield _row(draw, signs, now)


def _row(draw: random.Random, signs: Sequence[str], now: datetime) -> Experience:
    def some(values: Sequence[Any], empty: Any = "") -> Any:
        """One of them, the first ones more often; or skipped."""
        place = int(len(values) * draw.random() * draw.random())
        return empty if draw.random() < _SKIPPED else values[place]

    at = now - timedelta(days=draw.randrange(300))
    route = some(Route.values)
    places = draw.sample(Place.values, draw.choice((1, 1, 1, 2, 2, 3)))
    return Experience(
        state=Experience.State.ACCEPTED,
        is_made_up=True,
        received_at=at,
        decided_at=at,
        teller=some(Teller.values),
        route=route,
        years_since_primary=draw.randrange(20) if route == Route.AFTER_PRIMARY else None,
        places=" ".join(sorted(places, key=Place.values.index)),
        first_place=places[0],
        signs=" ".join(
            dict.fromkeys(some(signs, signs[0]) for _ in range(draw.choice((1, 1, 2, 3))))
        ),
        weeks_until_told=some(_WEEKS, None),
        told_first=some(ToldFirst.values),
        visits=some(_VISITS, None),
        taken_for=some(TakenFor.values),
        found_by=some(FoundBy.values),
        year=now.year - draw.randrange(12),
        nation=some(Nation.values),
        age_band=draw.choice(AgeBand.values),
        gender=some(Gender.values),
        count_me=True,
        consent_wording="made up",
        consented_at=at,
        erase_words_on=timezone.localdate(now) + Experience.WORDS_KEPT,
        erase_on=add_months(timezone.localdate(now), 12 * Experience.YEARS_KEPT),
    )
