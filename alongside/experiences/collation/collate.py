"""Collate: everybody who is counted, through the rules, into the figures of a release."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Count, Q
from django.utils import timezone

from alongside.experiences.models import Experience
from alongside.signs.catalogue import catalogue, merged
from alongside.signs.figures import MEASURES, Figures
from alongside.signs.releases import current_release

from . import rules
from .counting import People, read_people
from .rules import Hidden
from .tables import COUNTED_BY, Tables, counted_by, labels_of, questions_of

NOT_IN_CATALOGUE = "the catalogue has no such sign"


@dataclass(frozen=True)
class Collated:
    """What a release would publish. hidden: what it would not, for the preview. The other numbers are
    true ones, and for staff only: people counted, people who are new since the last release."""

    figures: Figures
    hidden: tuple[Hidden, ...]
    people: int
    new_people: int
    has_made_up: bool
    method: str = rules.METHOD


def collate(now: datetime | None = None) -> Collated:
    """Everybody who is counted now. One pass; a million people take some seconds.

    now: decides the last year that has a cell of its own.
    """
    current = current_release()
    before = current.read() if current else None
    signs = {sign.code: sign.name for sign in catalogue()}
    labels = labels_of(signs, this_year=timezone.localdate(now).year)
    people = read_people({**questions_of(labels, merged()), COUNTED_BY: counted_by(before)})
    number = current.number + 1 if current else 1
    made = list(Tables(people, labels, number, before).make())
    counted = Experience.objects.counted().aggregate(
        new=Count("pk", filter=Q(first_release=None)),
        made_up=Count("pk", filter=Q(is_made_up=True)),
    )
    return Collated(
        figures=Figures(
            people=rules.rounded(people.number),
            tables=tuple(table for table, _ in made if table.is_shown),
        ),
        hidden=(*chain.from_iterable(hidden for _, hidden in made), *_unknown_signs(people)),
        people=people.number,
        new_people=counted["new"],
        has_made_up=counted["made_up"] > 0,
    )


def _unknown_signs(people: People) -> Iterator[Hidden]:
    """Codes that were chosen once and that the catalogue does not have any more count nowhere."""
    for code in sorted(people.strange["signs"]):
        yield Hidden(MEASURES["signs"], code, NOT_IN_CATALOGUE)
