"""Collate: true counts through the rules into the figures of a release."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from django.utils import timezone

from alongside.experiences.models import Experience
from alongside.experiences.questions import (
    VISITS,
    WEEKS,
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
from alongside.signs.catalogue import catalogue, merged
from alongside.signs.figures import ALL, MEASURES, Cell, Figures, Table

from . import rules
from .counting import Counts, Group, Row, count_people, read_group
from .rules import Hidden, Shown

Labels = Mapping[Any, str]  # code of a cell → its label, in the order of the table
EVERYBODY = "Everybody"
FIRST_YEAR_SHOWN = 2010
IN_ORDER = frozenset({"weeks", "visits"})
"""Measures whose cells have an order, so that there is a middle one."""


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


def collate() -> Collated:
    """Everybody who is counted now. One pass; a million people take some seconds."""
    signs = {sign.code: sign.name for sign in catalogue()}
    counts = count_people(signs, merged())
    made = list(_tables(counts, signs))
    counted = Experience.objects.counted()
    return Collated(
        figures=Figures(
            people=rules.rounded(counts.people),
            tables=tuple(table for table, _ in made if table.is_shown),
        ),
        hidden=tuple(chain.from_iterable(hidden for _, hidden in made)),
        people=counts.people,
        new_people=counted.filter(first_release=None).count(),
        has_made_up=counted.filter(is_made_up=True).exists(),
    )


Made = tuple[Table, list[Hidden]]


def _tables(counts: Counts, signs: Labels) -> Iterator[Made]:
    weeks = {band: label for band, (_, label) in enumerate(WEEKS)}
    visits = {band: label for band, (_, label) in enumerate(VISITS)}
    taken_for = dict(TakenFor.choices)
    yield from _where(counts, signs)
    for measure, counter, labels in (
        ("weeks", counts.weeks, weeks),
        ("visits", counts.visits, visits),
        ("taken_for", counts.taken_for, taken_for),
    ):
        yield from _by_route(measure, counter, labels)
        for place in Place:
            part = _answers(counter, _with_place(place))
            yield _exclusive(measure, f"place:{place}", place.label, [part], labels)[0]
    yield from _by_sign("weeks", counts.of_sign, 0, weeks, signs)
    yield from _by_sign("visits", counts.of_sign, 1, visits, signs)
    yield from _by_sign("taken_for", counts.of_sign, 2, taken_for, signs)
    yield from _by_route("told_first", counts.told_first, dict(ToldFirst.choices))
    yield from _by_route("found_by", counts.found_by, dict(FoundBy.choices))
    yield from _who(counts)


# ── Who: everybody only ──


def _who(counts: Counts) -> Iterator[Made]:
    years: Labels = {
        FIRST_YEAR_SHOWN - 1: f"Before {FIRST_YEAR_SHOWN}",
        **{year: str(year) for year in range(FIRST_YEAR_SHOWN, timezone.localdate().year + 1)},
    }
    early: Counter[Any] = Counter()
    for year, number in counts.who["year"].items():
        early[year and max(year, FIRST_YEAR_SHOWN - 1)] += number
    tables: tuple[tuple[str, Counter[Any], Labels], ...] = (
        ("first_place", counts.who["first_place"], dict(Place.choices)),
        ("teller", counts.who["teller"], dict(Teller.choices)),
        ("year", early, years),
        ("nation", counts.who["nation"], dict(Nation.choices)),
        ("age_band", counts.who["age_band"], dict(AgeBand.choices)),
        ("gender", counts.who["gender"], dict(Gender.choices)),
    )
    for measure, counter, labels in tables:
        yield _exclusive(measure, ALL, EVERYBODY, [counter], labels)[0]


# ── Where it has spread to, and what they noticed: one person may count in several cells ──


def _where(counts: Counts, signs: Labels) -> Iterator[Made]:
    routes, places, answered = Counter[Any](), Counter[Any](), 0
    for group, people in counts.groups.items():
        route, spread = read_group(group)
        routes[route] += people
        places.update(dict.fromkeys(spread, people))
        answered += people if spread else 0
    yield _exclusive("route", ALL, EVERYBODY, [routes], dict(Route.choices))[0]
    yield _overlapping("places", ALL, EVERYBODY, answered, places, dict(Place.choices))
    for name, label, belongs in _groups():
        named = sum(people for group, people in counts.named_signs.items() if belongs(group))
        counted: Counter[Any] = Counter()
        for (code, group), people in counts.signs.items():
            if belongs(group):
                counted[code] += people
        yield _overlapping("signs", name, label, named, counted, signs)


Belongs = Callable[[Group], bool]


def _everybody(group: Group) -> bool:
    return True


def _with_route(route: str) -> Belongs:
    return cache(lambda group: read_group(group)[0] == route)


def _with_place(place: str) -> Belongs:
    return cache(lambda group: place in read_group(group)[1])


def _groups() -> Iterator[tuple[str, str, Belongs]]:
    yield ALL, EVERYBODY, _everybody
    for route in Route:
        yield f"route:{route}", route.label, _with_route(route)
    for place in Place:
        yield f"place:{place}", place.label, _with_place(place)


def _overlapping(
    measure: str, group: str, label: str, people: int, counted: Counter[Any], labels: Labels
) -> Made:
    shown = rules.overlapping(people, {key: counted[key] for key in labels})
    made, hidden = _made(measure, group, label, shown, labels)
    if measure == "signs":  # what is not listed is too few to show, or nobody: both look the same
        cells = tuple(cell for cell in made.cells if cell.count is not None)
        made = Table(measure, group, label, made.people, cells)
        hidden = [one for one in hidden if counted[_key_of(one.cell, labels)]]
    return made, hidden


def _key_of(label: str, labels: Labels) -> Any:
    return next(key for key, name in labels.items() if name == label)


# ── Everything else: everybody who answered counts in exactly one cell ──


def _by_route(measure: str, counter: Counter[Row], labels: Labels) -> list[Made]:
    """Everybody, and the two routes as its parts."""
    parts = [_answers(counter, belongs) for belongs in (_everybody, *map(_with_route, Route))]
    return _exclusive(measure, ALL, EVERYBODY, parts, labels)


def _by_sign(
    measure: str, of_sign: Counter[Row], number: int, labels: Labels, signs: Labels
) -> Iterator[Made]:
    found: dict[str, Counter[Any]] = {}
    for (code, said), people in of_sign.items():
        found.setdefault(code, Counter())[said[number]] += people
    for code, name in signs.items():
        if code in found:
            yield _exclusive(measure, f"sign:{code}", name, [found[code]], labels)[0]


def _answers(counter: Counter[Row], belongs: Belongs) -> Counter[Any]:
    """The answers of those who belong."""
    answers: Counter[Any] = Counter()
    for (group, answer), people in counter.items():
        if belongs(group):
            answers[answer] += people
    return answers


def _exclusive(
    measure: str, group: str, label: str, counters: Sequence[Counter[Any]], labels: Labels
) -> list[Made]:
    """The table of this group, and after it those of the routes if their counters are given."""
    shown = rules.exclusive([{key: counter[key] for key in labels} for counter in counters])
    names = [(group, label), *((f"route:{route}", route.label) for route in Route)]
    return [_made(measure, *name, one, labels) for name, one in zip(names, shown, strict=False)]


def _made(measure: str, group: str, label: str, shown: Shown, labels: Labels) -> Made:
    cells = tuple(_cells(shown, labels))
    middle = ""
    if measure in IN_ORDER:
        middle = rules.middle(shown.people, [(cell.label, cell.count) for cell in cells])
    table = Table(measure, group, label, shown.people, cells, middle)
    heading = f"{MEASURES[measure]} – {label}"
    return table, [Hidden(heading, str(labels[key]), why) for key, why in shown.because.items()]


def _cells(shown: Shown, labels: Labels) -> Iterable[Cell]:
    for key, label in labels.items():
        count = shown.cells[key]
        low, high = rules.interval(count, shown.people) or (None, None)
        yield Cell(str(key), str(label), count, rules.percent(count, shown.people), low, high)
