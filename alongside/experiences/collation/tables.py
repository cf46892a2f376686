"""The tables of a release: which measures are counted among which groups, and what of them is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
from alongside.signs.figures import ALL, MANY_ANSWERS, MEASURES, Cell, Figures, Table

from . import rules
from .counting import EVERYBODY, People, Question
from .renewing import Level, not_renewed
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


COUNTED_BY = "counted_by"


def counted_by(before: Figures | None) -> Question:
    """Who was counted in each of the releases of which a table still stands."""
    numbers = sorted({table.as_of for table in before.tables}) if before else []
    return Question(
        "first_release",
        numbers,
        lambda first: [number for number in numbers if first is not None and first <= number],
    )


@dataclass(frozen=True)
class Tables:
    """Makes all of them. labels: of every measure. number: of the release. before: what is published at
    present; then `people` also have the answers to `counted_by`."""

    people: People
    labels: Mapping[str, Labels]
    number: int = 1
    before: Figures | None = None

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
        made = {
            draft: (measure, group)
            for measure, family, its in zip(MEASURES, families, groups, strict=True)
            for draft, group in zip(family.drafts, its, strict=True)
        }
        kept = self._kept(self.before, families, made) if self.before else {}
        for draft, (measure, group) in made.items():
            if draft in kept and (draft.shown or kept[draft]):
                yield _left(measure, group, kept[draft])
            else:
                yield self._made(measure, group, draft.result())

    def _kept(
        self,
        published: Figures,
        families: Sequence[Family],
        made: Mapping[Draft, tuple[str, Group]],
    ) -> dict[Draft, Table | None]:
        """The tables that are not renewed: what stands of them."""
        before = {(table.measure, table.group): table for table in published.tables}
        stated = {
            draft: before[measure, group.name]
            for draft, (measure, group) in made.items()
            if (measure, group.name) in before
        }

        def count(then: int, draft: Draft) -> tuple[int, dict[Any, int]]:
            measure, group = made[draft]
            return self.people.count(measure, group.members & then)

        levels = {
            number: Level(number, then.bit_count(), partial(count, then))
            for number, then in self.people.sets[COUNTED_BY].items()
        }
        return not_renewed(families, stated, levels)

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
        table = Table(
            measure, group.name, group.label, shown.people, cells, middle, as_of=self.number
        )
        return table, _hidden(table, shown, labels)


def _left(measure: str, group: Group, stands: Table | None) -> Made:
    """A table that is not renewed, and why, for the preview."""
    table = stands or Table(measure, group.name, group.label, None, ())
    why = f"{rules.STAYS} {table.as_of}" if stands else rules.TOO_SOON
    return table, [Hidden(f"{table.heading} – {group.label}", ALL_OF_IT, why)]


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
