"""The disclosure rules: pure functions from true counts to what may be published (promise 8).

Sources: OpenSAFELY, "Permitted results policy" and ehrql #1746 (counts of 7 or fewer suppressed, then all
rounded to 5); NHS Digital, "Hospital Episode Statistics analysis guide" (sub-national counts of 1 to 7
suppressed, others rounded to the nearest 5); Government Statistical Service, "Disclosure control guidance
for tables" (secondary suppression; never exactly one hidden cell beside its total).

None of these rules can be switched off: nothing here takes an option.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, floor, sqrt
from typing import Any

METHOD = "1.0"
FEWEST = 8  # people in a cell that is shown
STEP = 5  # counts are rounded to it
NEAR = STEP // 2  # how far a true count may be from its rounded one
MIN_NEW = 10  # people who are new, between two releases
MIN_FOR_INTERVAL = 30  # people in a table with intervals
Z = 1.959963984540054  # of a 95 % interval

TOO_FEW = "fewer than 8 people"
GIVES_AWAY = "it would give another one away"
STAYS = "its change would tell of fewer than 8 new people, so it stays as of release"
TOO_SOON = "its change would tell of fewer than 8 new people; it comes with a later release"


@dataclass(frozen=True)
class Hidden:
    """One figure that is not published, and why: for whoever looks at a preview, never for readers."""

    table: str
    cell: str
    why: str


def rounded(count: int) -> int | None:
    """To the nearest 5; None for 0 to 7. A zero is hidden too: that nobody said something would tell
    of everybody in the group."""
    return None if count < FEWEST else STEP * ((count + NEAR) // STEP)


def percent(count: int | None, people: int | None) -> int | None:
    """Whole per cent from figures that are rounded already, never more than 100."""
    if count is None or not people:
        return None
    return min(100, (200 * count + people) // (2 * people))


def possible(shown: int) -> range:
    """The true counts that are published as `shown`."""
    return range(max(FEWEST, shown - NEAR), shown + NEAR + 1)


@cache
def interval(count: int | None, people: int | None) -> tuple[int, int] | None:
    """The 95 % interval in whole per cent; None under 30 people.

    Wilson's score interval (1927), rounded outward, over every true count and total that the two
    published figures allow. So it holds the interval of the true counts, and tells nothing about them
    that the published figures do not tell (docs/decisions/0014-figures.md).
    """
    if count is None or people is None or people - NEAR < MIN_FOR_INTERVAL:
        return None
    totals = possible(people)
    low = min(_wilson(min(possible(count)), n)[0] for n in totals)
    high = max(_wilson(min(max(possible(count)), n), n)[1] for n in totals)
    return max(0, floor(100 * low)), min(100, ceil(100 * high))


def _wilson(count: int, people: int) -> tuple[float, float]:
    share = min(1.0, count / people)
    middle = share + Z * Z / (2 * people)
    spread = Z * sqrt(share * (1 - share) / people + Z * Z / (4 * people * people))
    below = 1 + Z * Z / people
    return (middle - spread) / below, (middle + spread) / below


@dataclass(frozen=True)
class Shown:
    """What may be published of one table: a total and its cells, None where hidden.

    because: why each hidden cell is hidden. counted: true counts, for the preview of staff only.
    """

    people: int | None
    cells: Mapping[Any, int | None]
    because: Mapping[Any, str]
    counted: Mapping[Any, int]


def why_all(whys: Iterable[str]) -> str:
    """Why a whole table is hidden: too few, if that is so anywhere in it."""
    return TOO_FEW if TOO_FEW in set(whys) else GIVES_AWAY


def middle(people: int | None, cells: Sequence[tuple[str, int | None]]) -> str:
    """The label of the cell with the middle person, if the shown figures alone decide it; else "".

    cells: (label, published count) in their order. All hidden cells together may hold anything up to what
    the people leave at the most, on one side or on the other.
    """
    if people is None:
        return ""
    shown = [(count or 0) for _, count in cells]
    unknown = max(0, people + NEAR - sum(max(0, count - NEAR) for count in shown))
    hidden = [count is None for _, count in cells]
    for at, (label, count) in enumerate(cells):
        if count is None:
            continue
        before, after = sum(shown[:at]), sum(shown[at + 1 :])
        most_before = before + unknown * any(hidden[:at])
        most_after = after + unknown * any(hidden[at + 1 :])
        if most_before < count + after and most_after < count + before:
            return label
    return ""
