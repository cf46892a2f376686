"""The tables of a release: which measures are counted among which groups, and what of them is shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

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
    visits_band,
    weeks_band,
)
from alongside.signs.figures import ALL, MANY_ANSWERS, MEASURES, Cell, Table

from . import rules
from .counting import EVERYBODY, People, Question
from .rules import Hidden, Shown
from .suppression import Draft, Family, suppress

Labels = Mapping[Any, str]  # answer → its label, in the order of the table
EVERYBODY_LABEL = "Everybody"
ALL_OF_IT = "The whole table"
FIRST_YEAR_SHOWN = 2010
HAVE_A_MIDDLE = frozenset({"weeks", "visits"})
COLUMNS = {"weeks": "weeks_until_told"}  # of the other measures: the same name
BY_ROUTE = ("signs", "weeks", "visits", "taken_for", "told_first", "found_by")
BY_PLACE = ("signs", "weeks", "visits", "taken_for")
BY_SIGN = ("weeks", "visits", "taken_for")


def labels_of(signs: Labels, *, this_year: int) -> dict[str, Labels]:
    """Every measure, with all its answers. signs: code → name."""
    return {
        "route": dict(Route.choices),
        "places": dict(Place.choices),
        "first_place": dict(Place.choices),
        "signs": signs,
        "weeks": {band: label for band, (_, label) in enumerate(WEEKS)},
        "told_first": dict(ToldFirst.choices),
        "visits": {band: label for band, (_, label) in enumerate(VISITS)},
        "taken_for": dict(TakenFor.choices),
        "found_by": dict(FoundBy.choices),
        "teller": dict(Teller.choices),
        "year": {
            FIRST_YEAR_SHOWN - 1: f"Before {FIRST_YEAR_SHOWN}",
            **{year: str(year) for year in range(FIRST_YEAR_SHOWN, this_year + 1)},
        },
        "nation": dict(Nation.choices),
        "age_band": dict(AgeBand.choices),
        "gender": dict(Gender.choices),
    }


def questions_of(labels: Mapping[str, Labels], merged: Mapping[str, str]) -> dict[str, Question]:
    """How each measure is read from a row. merged: code of a sign → the code that it counts under."""
    special = {
        "places": str.split,
        "signs": lambda codes: [merged.get(code, code) for code in codes.split()],
        "weeks": lambda weeks: [] if weeks is None else [weeks_band(weeks)],
        "visits": lambda visits: [] if visits is None else [visits_band(visits)],
        "year": lambda year: [] if year is None else [max(year, FIRST_YEAR_SHOWN - 1)],
    }
    return {
        name: Question(COLUMNS.get(name, name), list(answers), special.get(name, _one))
        for name, answers in labels.items()
    }


def _one(answer: str) -> list[str]:
    return [answer] if answer else []


# ── Groups ──


@dataclass(frozen=True)
class Group:
    """Some people. own: the measure and the answer that make the group, whose cell is its size."""

    name: str
    label: str
    members: int = EVERYBODY
    own: tuple[str, Any] | None = None


ALL_PEOPLE = Group(ALL, EVERYBODY_LABEL)
Made = tuple[Table, list[Hidden]]


@dataclass(frozen=True)
class Tables:
    """Makes all of them. labels: of every measure."""

    people: People
    labels: Mapping[str, Labels]

    def make(self) -> Iterator[Made]:
        """Those of which nothing is shown are among them."""
        routes, places, signs = (
            self._groups("route", "route"),
            self._groups("place", "places"),
            self._groups("sign", "signs"),
        )
        wholes = {measure: self._draft(measure, ALL_PEOPLE, {}) for measure in MEASURES}
        families, groups = [], []
        for measure in MEASURES:
            by_route = routes if measure in BY_ROUTE else []
            others = [
                *(places if measure in BY_PLACE else ()),
                *(signs if measure in BY_SIGN else ()),
            ]
            families.append(
                Family(
                    wholes[measure],
                    [self._draft(measure, group, wholes) for group in by_route],
                    [self._draft(measure, group, wholes) for group in others],
                    is_exclusive=measure not in MANY_ANSWERS,
                )
            )
            groups.append([ALL_PEOPLE, *by_route, *others])
        suppress(families)
        for measure, family, its in zip(MEASURES, families, groups, strict=True):
            for group, draft in zip(its, family.drafts, strict=True):
                yield self._made(measure, group, draft.result())

    def _groups(self, kind: str, measure: str) -> list[Group]:
        """A group for each answer: those who gave it."""
        return [
            Group(f"{kind}:{key}", label, self.people.who_said(measure, key), (measure, key))
            for key, label in self.labels[measure].items()
        ]

    def _draft(self, measure: str, group: Group, wholes: Mapping[str, Draft]) -> Draft:
        number, counts = self.people.count(measure, group.members)
        if group.own is None:
            return Draft(self.people.number, number, counts)
        asked, key = group.own
        return Draft(group.members.bit_count(), number, counts, (wholes[asked], key))

    def _made(self, measure: str, group: Group, shown: Shown) -> Made:
        labels = self.labels[measure]
        cells = tuple(_cells(shown, labels))
        middle = ""
        if measure in HAVE_A_MIDDLE:
            middle = rules.middle(shown.people, [(cell.label, cell.count) for cell in cells])
        if measure == "signs":  # what is not listed is too few, or nobody: both look the same
            cells = tuple(cell for cell in cells if cell.count is not None)
        table = Table(measure, group.name, group.label, shown.people, cells, middle)
        return table, _hidden(table, shown, labels)


def _hidden(table: Table, shown: Shown, labels: Labels) -> list[Hidden]:
    heading = f"{table.heading} – {table.group_label}"
    if shown.people is None:
        return [Hidden(heading, ALL_OF_IT, rules.why_all(shown.because.values()))]
    return [
        Hidden(heading, label, shown.because[key])
        for key, label in labels.items()
        if key in shown.because and (table.measure != "signs" or shown.counted[key])
    ]


def _cells(shown: Shown, labels: Labels) -> Iterator[Cell]:
    for key, label in labels.items():
        count = shown.cells[key]
        low, high = rules.interval(count, shown.people) or (None, None)
        yield Cell(str(key), str(label), count, rules.percent(count, shown.people), low, high)
