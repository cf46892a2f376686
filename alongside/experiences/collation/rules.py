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

METHOD = "1.0"
FEWEST = 8  # people in a cell that is shown
STEP = 5  # counts are rounded to it
NEAR = STEP // 2  # how far a true count may be from its rounded one
MIN_NEW = 10  # people who are new, between two releases
MIN_FOR_INTERVAL = 30  # people in a table with intervals
Z = 1.959963984540054  # of a 95 % interval

TOO_FEW = "fewer than 8 people"
GIVES_AWAY = "it would give another one away"


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


# ── Secondary suppression ──


@dataclass(frozen=True)
class Shown:
    """What may be published of one table: a total and its cells, None where hidden.

    `because` says why each hidden cell is hidden; "" is the total.
    """

    people: int | None
    cells: Mapping[str, int | None]
    because: Mapping[str, str]


def overlapping(people: int, counts: Mapping[str, int]) -> Shown:
    """A table in which one person may count in several cells: no cell follows from the others."""
    cells = {key: rounded(min(count, people)) for key, count in counts.items()}
    if rounded(people) is None:
        return _nothing(counts)
    return Shown(rounded(people), cells, {key: TOO_FEW for key, n in cells.items() if n is None})


def exclusive(tables: Sequence[Mapping[str, int]]) -> list[Shown]:
    """Tables in which everybody counts in exactly one cell of each: `tables[0]` holds all people, the
    others are parts of it (after primary, de novo) that do not overlap.

    In each table never exactly one cell is hidden, for it would follow from the total; and of one cell
    never exactly one part, for it would follow from the whole and the other part.
    """
    hidden = [_hide_small(counts) for counts in tables]
    hides_more = True
    while hides_more:
        pairs = zip(tables, hidden, strict=True)
        beside_total = [_hide_beside_total(counts, gone) for counts, gone in pairs]
        hides_more = any(beside_total) or _hide_beside_parts(tables, hidden)
    return [_shown(counts, gone) for counts, gone in zip(tables, hidden, strict=True)]


def _hide_small(counts: Mapping[str, int]) -> dict[str, str]:
    return {key: TOO_FEW for key, count in counts.items() if count < FEWEST}


def _hide_beside_total(counts: Mapping[str, int], gone: dict[str, str]) -> bool:
    """Exactly one is hidden, and the total is not: hide the next smallest too. Whether it did."""
    if len(gone) != 1 or sum(counts.values()) < FEWEST:
        return False
    left = [key for key in counts if key not in gone]
    if not left:
        return False
    gone[min(left, key=lambda key: counts[key])] = GIVES_AWAY
    return True


def _hide_beside_parts(
    tables: Sequence[Mapping[str, int]], hidden: Sequence[dict[str, str]]
) -> bool:
    """A cell of the whole is shown, exactly one of its parts is not, and the shown figures leave
    something for it: hide the smallest other part too. Whether it did."""
    did = False
    for key, whole in tables[0].items():
        parts = range(1, len(tables))
        left = [part for part in parts if key not in hidden[part]]
        if key in hidden[0] or len(left) != len(parts) - 1:
            continue
        rest = (rounded(whole) or 0) - sum(rounded(tables[part][key]) or 0 for part in left)
        if left and rest > 0:
            hidden[min(left, key=lambda part: tables[part][key])][key] = GIVES_AWAY
            did = True
    return did


def _shown(counts: Mapping[str, int], gone: Mapping[str, str]) -> Shown:
    total = rounded(sum(counts.values()))
    if total is None:
        return _nothing(counts)
    cells = {key: None if key in gone else rounded(count) for key, count in counts.items()}
    return Shown(total, cells, gone)


def _nothing(counts: Iterable[str]) -> Shown:
    return Shown(None, dict.fromkeys(counts), dict.fromkeys(counts, TOO_FEW))


def middle(people: int | None, cells: Sequence[tuple[str, int | None]]) -> str:
    """The label of the cell with the middle person, if the shown figures alone decide it; else "".

    cells: (label, published count) in their order. What is hidden may be anything that the total leaves.
    """
    if people is None:
        return ""
    shown = sum(count or 0 for _, count in cells)
    has_hidden = any(count is None for _, count in cells)
    unknown = max(0, people - shown) if has_hidden else 0
    before = 0
    for label, count in cells:
        if count and 2 * (before + unknown) <= shown + unknown < 2 * (before + count):
            return label
        before += count or 0
    return ""
