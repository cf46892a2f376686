"""Figures of a release as tests know them: no collation made them, so a test can say every number."""

from collections.abc import Iterator

from alongside.experiences.questions import VISITS, WEEKS, AgeBand, FoundBy, TakenFor, ToldFirst
from alongside.signs.figures import Cell, Figures, Table

PEOPLE = 120
GROUPS = (
    ("all", "Everybody"),
    ("route:after_primary", "After primary breast cancer"),
    ("route:de_novo", "From the start (de novo)"),
    ("place:bone", "Bones"),
    ("place:lymph-nodes", "Lymph nodes"),
)
COUNTS = {
    "weeks": (15, 20, 40, None, 20, 10, None),
    "visits": (10, 20, 40, 25, 15, None),
    "told_first": (30, 45, None, None, 10, None, None, None, 15),
    "taken_for": (10, 45, 15, None, 10, *[None] * 12, 20),
    "found_by": (30, 45, None, 15, None, None, None, 10),
    "age_band": (None, 20, 40, 30, 15, None),
}
MIDDLES = {"weeks": "3 to 4 weeks", "visits": "2"}


def _labels(measure: str) -> list[tuple[str, str]]:
    choices = {
        "told_first": ToldFirst, "taken_for": TakenFor, "found_by": FoundBy, "age_band": AgeBand,
    }  # fmt: skip
    bands = {"weeks": WEEKS, "visits": VISITS}
    if measure in bands:
        return [(str(place), label) for place, (_, label) in enumerate(bands[measure])]
    return [(str(key), str(label)) for key, label in choices[measure].choices]


def example_table(measure: str, group: str = "all", group_label: str = "Everybody") -> Table:
    """About 120 people answered; about 45 of them gave the second or third answer."""
    cells = tuple(
        Cell(key, label, count, *_share(count))
        for (key, label), count in zip(_labels(measure), COUNTS[measure], strict=True)
    )
    return Table(measure, group, group_label, PEOPLE, cells, MIDDLES.get(measure, ""))


def _share(count: int | None) -> tuple[int | None, ...]:
    if count is None:
        return None, None, None
    percent = round(count / PEOPLE * 100)
    return percent, max(percent - 8, 0), percent + 9


def signs_table(group: str, group_label: str, people: int, **counts: int) -> Table:
    """How many noticed what first: `signs_table("all", "Everybody", 120, bone_pain=45)`."""
    from alongside.signs.models import SignPage

    codes = {f"s-{name.replace('_', '-')}": count for name, count in counts.items()}
    names = dict(SignPage.objects.filter(brief_id__in=codes).values_list("brief_id", "title"))
    cells = (
        Cell(code, names[code], count, round(count / people * 100)) for code, count in codes.items()
    )
    return Table("signs", group, group_label, people, tuple(cells))


def figures_of_bones() -> Figures:
    """A release that speaks of bone pain: for the pages of signs and places."""
    label = "Bone pain that does not go away"
    return example_figures(
        signs_table("all", "Everybody", 120, bone_pain=45, back_pain=30),
        signs_table("route:after_primary", "After primary breast cancer", 80, bone_pain=35),
        signs_table("place:bone", "Bones", 90, bone_pain=40, back_pain=25, fatigue=20),
        *(example_table(measure, "sign:s-bone-pain", label) for measure in ("weeks", "visits")),
    )


def example_figures(*more: Table) -> Figures:
    """All that “What it took to be heard” tells, and one table of who is counted."""
    return Figures(PEOPLE, (*_tables(), *more))


def _tables() -> Iterator[Table]:
    for measure in ("weeks", "told_first", "visits", "taken_for", "found_by"):
        for group, label in GROUPS:
            if measure in ("weeks", "visits", "taken_for") or not group.startswith("place"):
                yield example_table(measure, group, label)
    yield example_table("age_band")
