"""The figures of a release, as `experiences` writes them and this room reads them. No person, no row.

One shape for the database, the pages, the JSON file and (one line a cell) the CSV file. Whoever reads it
gets what stands on the page and nothing else: a cell that is too small to show has no count anywhere.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1

MEASURES = {
    "route": "How it was found out: after primary breast cancer, or from the start",
    "places": "Where it has spread to",
    "first_place": "Where it was found first",
    "signs": "What they noticed first",
    "weeks": "How long before they told somebody",
    "told_first": "Whom they told first",
    "visits": "How many visits before somebody referred them",
    "taken_for": "What it was first taken for",
    "found_by": "How it was found in the end",
    "teller": "Who told us",
    "year": "When it was found",
    "nation": "Where they live",
    "age_band": "Their age when it was found",
    "gender": "Their gender",
}
"""Every measure, and its heading."""

MANY_ANSWERS = frozenset({"places", "signs"})
"""One person may count in several cells of these. In all others she counts in exactly one."""

IN_ORDER = frozenset({"weeks", "visits", "year", "age_band"})
"""Their cells are bands, which only make sense in their own order."""

ALL = "all"
"""The group of everybody. The others: `route:de_novo`, `place:bone`, `sign:s-bone-pain`."""


@dataclass(frozen=True)
class Cell:
    """One line of a table.

    count: people, rounded to 5; None if it is too small to show (or would give such a one away).
    percent: of the people of the table, both rounded; None with `count`. low, high: the 95 % interval
    in per cent, only where the table has at least 30 people.
    """

    key: str
    label: str
    count: int | None
    percent: int | None = None
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Table:
    """One measure among one group. people: who answered it, rounded on its own; None if too few.

    middle: the label of the cell in which the middle person stands (the median), if the shown figures
    alone decide it. as_of: the number of the release in which it was last renewed.
    """

    measure: str
    group: str
    group_label: str
    people: int | None
    cells: tuple[Cell, ...]
    middle: str = ""
    as_of: int = 0

    @property
    def id(self) -> str:
        return f"{self.measure}/{self.group}"

    @property
    def slug(self) -> str:
        """The id in an address: `weeks-all`, `weeks-route-de_novo`. No measure has a hyphen."""
        return self.id.replace("/", "-").replace(":", "-")

    @property
    def heading(self) -> str:
        return MEASURES[self.measure]

    @property
    def is_shown(self) -> bool:
        """Whether there is any figure to show."""
        return any(cell.count is not None for cell in self.cells)

    def cell(self, key: str) -> Cell | None:
        return next((cell for cell in self.cells if cell.key == key), None)


@dataclass(frozen=True)
class Figures:
    """Everything that a release publishes. people: counted in it, rounded to 5; None if too few."""

    people: int | None
    tables: tuple[Table, ...]

    def table(self, measure: str, group: str = ALL) -> Table | None:
        wanted = f"{measure}/{group}"
        return next((table for table in self.tables if table.id == wanted), None)

    def by_slug(self, slug: str) -> Table | None:
        return next((table for table in self.tables if table.slug == slug), None)

    def of(self, measure: str) -> Iterator[Table]:
        return (table for table in self.tables if table.measure == measure)

    def as_json(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self)}


def read_figures(kept: dict[str, Any]) -> Figures:
    """What `as_json` wrote. Raises ValueError for another format."""
    if kept.get("format") != FORMAT:
        raise ValueError("figures of another format")
    return Figures(
        people=kept["people"],
        tables=tuple(
            Table(**{**table, "cells": tuple(Cell(**cell) for cell in table["cells"])})
            for table in kept["tables"]
        ),
    )
