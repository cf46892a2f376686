"""How many people get letters: rounded to 5, nothing under 8 (design, section 8).

Founders run this list and can find one person by her address; no screen needs an exact number of people,
and a number that is seen over somebody's shoulder names nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from .letter_content import sections_of
from .models import Subscriber, Suppressed
from .parts import ContentNote, Part

SMALL = 8
LATELY = timedelta(days=30)


def people(count: int) -> str:
    """`nobody`, `fewer than 8 people`, `about 245 people`."""
    if count == 0:
        return "nobody"
    return f"fewer than {SMALL} people" if count < SMALL else f"about {rounded(count):,} people"


def rounded(count: int) -> int:
    """To the nearest 5; 0 for 1–7."""
    return 5 * round(count / 5) if count >= SMALL else 0


@dataclass(frozen=True)
class Reach:
    """Who would get a letter that went out now. sections: heading, for whom, how many, in words."""

    people: int
    paused: int
    nothing: int
    sections: list[tuple[str, str, str]]


def reach(page: Any) -> Reach:
    """page: a LetterPage, or the object of a revision. Two queries, however many people there are."""
    reachable = Subscriber.objects.reachable().filter(is_made_up=False)
    paused = Q(paused_until__gt=timezone.localdate())
    groups = [
        (Part(parts), ContentNote(spared), number)
        for parts, spared, number in reachable.exclude(paused)
        .values_list("parts", "spared")
        .annotate(number=Count("pk"))
        .order_by()
    ]
    sections = sections_of(page)

    def count(*some: Any) -> int:
        return sum(n for parts, spared, n in groups if any(s.is_for(parts, spared) for s in some))

    return Reach(
        people=(reached := count(*sections)),
        paused=reachable.filter(paused).count(),
        nothing=sum(number for _, _, number in groups) - reached,
        sections=[
            (section.heading or "Without a heading", _for(section), people(count(section)))
            for section in sections
        ],
    )


def _for(section: Any) -> str:
    who = f"who asked for: {section.part.label}" if section.part else "everybody"
    return f"{who}; not who is spared {section.speaks_of}" if section.notes else who


@dataclass(frozen=True)
class OfPart:
    """One part: how many get it, how many of them are new within 30 days, in words."""

    label: str
    now: str
    new: str


@dataclass(frozen=True)
class Growth:
    parts: list[OfPart]
    everybody: OfPart
    left: str
    unconfirmed: str
    paused: str
    suppressed: list[tuple[str, str]]


def growth(now: datetime | None = None) -> Growth:
    """All that the page about people counts."""
    now = now or timezone.now()
    since = now - LATELY
    active = Subscriber.objects.reachable()
    groups = list(
        active.values_list("parts")
        .annotate(all=Count("pk"), new=Count("pk", filter=Q(confirmed_at__gt=since)))
        .order_by()
    )
    left = Subscriber.objects.filter(state=Subscriber.State.LEFT, left_at__gt=since)
    return Growth(
        parts=list(_of_parts(groups)),
        everybody=_of("Everybody", groups),
        left=people(left.count()),
        unconfirmed=people(Subscriber.objects.filter(state=Subscriber.State.ASKED).count()),
        paused=people(active.filter(paused_until__gt=timezone.localdate(now)).count()),
        suppressed=list(_suppressed()),
    )


def _of_parts(groups: list[tuple[int, int, int]]) -> Iterator[OfPart]:
    for part in Part:
        yield _of(part.label, [group for group in groups if group[0] & part])


def _of(label: str, groups: list[tuple[int, int, int]]) -> OfPart:
    now, new = sum(group[1] for group in groups), sum(group[2] for group in groups)
    return OfPart(label, people(now), people(new))


def _suppressed() -> Iterator[tuple[str, str]]:
    counts = dict(Suppressed.objects.values_list("why").annotate(Count("pk")).order_by())
    for why in Suppressed.Why:
        if number := counts.get(why.value, 0):
            yield why.label, people(number).replace(" people", "")


def new_this_week(now: datetime) -> int:
    """Exact: round it before it is shown."""
    fresh = Subscriber.objects.reachable().filter(confirmed_at__gt=now - timedelta(days=7))
    return fresh.filter(is_made_up=False).count()
