"""Made-up experiences, for demonstrations and benchmarks. Every row says so (`is_made_up`)."""

import random
import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.core.demo import Advance, Demonstration
from alongside.signs import actions as website
from alongside.signs.catalogue import BEING_HEARD, catalogue
from alongside.signs.releases import Release

from .actions import Consents, Facts, receive
from .keys import NotOpenYet
from .models import Experience, QuoteShown
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
from .told import AskThisPerson, Contact, Story

AT_ONCE = 2_000  # rows
QUOTES = (
    ("s-bone-pain", "It began like toothache in my hip, and only at night."),
    ("s-breathless", "I stopped halfway up the stairs and thought: I am only fifty."),
    (BEING_HEARD, "The third time I went I brought a list. That time they listened."),
)
WAITING = (
    "My ribs hurt when I laughed. I put it down to carrying the shopping. Dr Example at Example Surgery "
    "said it was a strain, on 3 March.",
    "I was so tired that I slept in the car before work, and the fork tasted of metal.",
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
        erase_on=Experience.end_of_facts(timezone.localdate(now)),
    )


# ── For `alongside demo` ──

DEMONSTRATION_OF_EXPERIENCES = "made-up experiences, some quotes, and two that wait for a moderator"


def demonstration() -> Demonstration:
    return Demonstration("experiences", DEMONSTRATION_OF_EXPERIENCES, make, clear)


def make(number: int, advance: Advance) -> None:
    """So many accepted ones (a million takes some minutes); quotes; and two that wait, if founders have
    their key."""
    codes = [sign.code for sign in catalogue()] or [code for code, _ in QUOTES]
    rows = made_up_rows(number, signs=codes, now=timezone.now(), seed=secrets.randbits(32))
    while chunk := list(islice(rows, AT_ONCE)):
        Experience.objects.bulk_create(chunk)
        advance(len(chunk))
    _quotes(codes)
    _waiting()


@transaction.atomic
def _quotes(codes: Sequence[str]) -> None:
    first = Experience.objects.filter(is_made_up=True).first()
    if first is None or first.quotes.exists():
        return
    for about, words in QUOTES:
        uid = website.publish_quote(
            about=about if about in codes or about == BEING_HEARD else codes[0],
            words=words,
            signed_as="",
            on_behalf=False,
            is_made_up=True,
        )
        QuoteShown.objects.create(experience=first, published=uid)


def _waiting() -> None:
    for words in WAITING:
        try:
            _one_waits(words)
        except NotOpenYet:
            return


@transaction.atomic  # nobody may ever be counted who was made up and is not marked
def _one_waits(words: str) -> None:
    """Raises keys.NotOpenYet."""
    received = receive(
        submission_id=secrets.token_bytes(16),
        facts=Facts(teller=Teller.SELF, route=Route.AFTER_PRIMARY, places=[Place.BONE], visits=3),
        consents=Consents(wording="made up", count_me=True, quote_me=True),
        story=Story(own_signs=words, quotes=[words]),
        contact=Contact(),
        ask=AskThisPerson(),
    )
    Experience.objects.filter(pk=received.experience.pk).update(is_made_up=True)


def clear() -> int:
    """Experiences, keys, quotes, and releases with such people in them. How many experiences there were."""
    website.forget_demonstration()
    made_up = Experience.objects.filter(is_made_up=True)
    number = made_up.count()
    while some := list(made_up.values_list("pk", flat=True)[:AT_ONCE]):
        Experience.objects.filter(pk__in=some).delete()
    left = Release.objects.values("number")
    Experience.objects.exclude(first_release__in=left).update(first_release=None)
    return number
