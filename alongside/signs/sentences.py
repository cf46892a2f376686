"""What a table of figures says, as one or two short sentences: for pages, cards, pictures and files.

Nothing is said that the shown figures do not say: a hidden cell stays hidden in words too.
"""

import re

from .figures import ALL, MANY_ANSWERS, Cell, Table

TOO_FEW = "Too few people to show."

_LEADS = {
    "route": "Most often it was found",
    "places": "Most often it had spread to",
    "first_place": "Most often it was found first in",
    "signs": "Most often they noticed first",
    "told_first": "Most often they first told",
    "taken_for": "Most often it was first taken for",
}
_INSTEAD = {
    ("taken_for", "cancer"): "Most often somebody thought of cancer from the start",
    ("taken_for", "no_reason"): "Most often nobody gave a reason",
    ("told_first", "nobody"): "Most often it was found before they had told anybody",
}
"""Answers that do not go with the lead."""


def people_in_words(number: int | None) -> str:
    """`about 1,200 people`, from a number that is rounded to 5."""
    return f"about {number:,} people" if number else "fewer than 8 people"


def share_in_words(cell: Cell) -> str:
    """`about 45 people (38 in 100)`. The cell must be a shown one."""
    words = people_in_words(cell.count)
    return f"{words} ({cell.percent} in 100)" if cell.percent is not None else words


def caption(table: Table) -> str:
    """The heading of a table, and of whom it speaks if not of everybody."""
    whom = f": {table.group_label}" if table.group != ALL else ""
    return f"{table.heading}{whom}"


def sentence(table: Table) -> str:
    """One or two short sentences about what `table` shows."""
    shown = [cell for cell in table.cells if cell.count]
    if not shown:
        return TOO_FEW
    if table.measure == "weeks":
        return _how_long(table, shown)
    if table.measure == "visits":
        return _how_many(table, shown)
    return _most_often(table, shown)


def _of(table: Table) -> str:
    return f"Of {people_in_words(table.people)}, " if table.people else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _how_long(table: Table, shown: list[Cell]) -> str:
    """Half within so long, and how many for whom it took longest."""
    if not table.middle:
        return _most_often(table, shown)
    weeks = re.search(r"(\d+) weeks$", table.middle)
    if weeks:
        half = f"half had told somebody within {weeks[1]} weeks"
    elif table.middle == table.cells[-1].label:
        half = "half took more than a year to tell somebody"
    else:
        half = f"half had told somebody {table.middle.lower()}"
    return _capital(f"{_of(table)}{half}.") + _longest(
        table, shown, "For {} it took more than a year."
    )


def _how_many(table: Table, shown: list[Cell]) -> str:
    """Half after so many visits, and how many needed most."""
    if not table.middle:
        return _most_often(table, shown)
    number = re.search(r"(\d+)$", table.middle)
    if number:
        visits = "1 visit or none" if number[1] == "1" else f"{number[1]} visits or fewer"
        half = f"half were referred after {visits}"
    elif table.middle == table.cells[-1].label:
        half = f"half needed {table.middle.lower()} visits"
    else:
        half = "half were referred without an earlier visit"
    return _capital(f"{_of(table)}{half}.") + _longest(
        table, shown, "For {} it took " + f"{table.cells[-1].label.lower()} visits."
    )


def _longest(table: Table, shown: list[Cell], words: str) -> str:
    last = table.cells[-1]
    if shown[-1] is not last or table.middle == last.label:
        return ""
    return " " + words.format(share_in_words(last))


def _most_often(table: Table, shown: list[Cell]) -> str:
    most = max(cell.count or 0 for cell in shown)
    first, *others = [cell for cell in shown if cell.count == most]
    instead = _INSTEAD.get((table.measure, first.key))
    if instead and not others:
        return f"{instead}: {_among(table, first)}."
    lead = _LEADS.get(table.measure, "Most often the answer was")
    names = " and ".join(f"“{cell.label}”" for cell in [first, *others][:3])
    if len(others) > 2:
        return f"{_answered(table)}No answer was given much more often than the others."
    each = " each" if others else ""
    return f"{lead} {names}: {_among(table, first)}{each}.{_several(table)}"


def _among(table: Table, cell: Cell) -> str:
    if not table.people or cell.percent is None:
        return people_in_words(cell.count)
    return f"about {cell.count:,} of {people_in_words(table.people)} ({cell.percent} in 100)"


def _answered(table: Table) -> str:
    return f"{_capital(people_in_words(table.people))} answered. " if table.people else ""


def _several(table: Table) -> str:
    return " One person can give several answers." if table.measure in MANY_ANSWERS else ""
