"""The story of “What it took to be heard”: which tables it tells, in which order."""

from dataclasses import dataclass

from .figures import ALL, MEASURES, Figures, Table

STORY = ("weeks", "told_first", "visits", "taken_for", "found_by")
"""From noticing something to knowing what it was."""

SHORT = {
    "weeks": "How long",
    "told_first": "Whom they told",
    "visits": "Visits",
    "taken_for": "Taken for",
    "found_by": "How it was found",
}
WHO_IS_COUNTED = ("teller", "year", "nation", "age_band", "gender")


@dataclass(frozen=True)
class Chapter:
    """One measure: among everybody, then among groups of people."""

    measure: str
    everybody: Table | None
    routes: tuple[Table, ...]
    places: tuple[Table, ...]

    @property
    def heading(self) -> str:
        return MEASURES[self.measure]

    @property
    def short(self) -> str:
        return SHORT[self.measure]

    @property
    def tables(self) -> tuple[Table, ...]:
        everybody = (self.everybody,) if self.everybody else ()
        return (*everybody, *self.routes, *self.places)


def chapters(figures: Figures) -> list[Chapter]:
    """The measures of the story of which there is anything to show."""
    told = [_chapter(figures, measure) for measure in STORY]
    return [chapter for chapter in told if chapter.tables]


def _chapter(figures: Figures, measure: str) -> Chapter:
    shown = [table for table in figures.of(measure) if table.is_shown]
    return Chapter(
        measure,
        next((table for table in shown if table.group == ALL), None),
        tuple(table for table in shown if table.group.startswith("route:")),
        tuple(table for table in shown if table.group.startswith("place:")),
    )


def tables_with_a_card(figures: Figures) -> list[Table]:
    """Every table of the story: other websites may show it."""
    return [table for chapter in chapters(figures) for table in chapter.tables]


def tables_with_a_picture(figures: Figures) -> list[Table]:
    """Those among everybody: a picture takes a tenth of a second to make, a card next to nothing."""
    return [chapter.everybody for chapter in chapters(figures) if chapter.everybody]


def who_is_counted(figures: Figures) -> list[Table]:
    tables = [figures.table(measure) for measure in WHO_IS_COUNTED]
    return [table for table in tables if table and table.is_shown]
