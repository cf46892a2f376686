"""Which figures are hidden: the small ones, and those that would give a small one away (promise 8).

Four rules need no arithmetic: exactly one hidden cell takes the next smallest with it; what is hidden among
everybody is hidden in every group; a group whose own size is hidden has no table; the two routes are shown
both or neither. Then an auditor works out what all figures say together (`inference`), as somebody would
who even knew which hidden cells are the small ones. As long as that proves 1 to 7 people, more is hidden.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from . import rules
from .inference import CELLS, NO_LIMIT, SIZE, Line, Net, Range
from .rules import Shown


@dataclass(eq=False)
class Draft:
    """A table while it is decided what of it is shown.

    size: people of the group. people: those who answered. counts: by cell. All true numbers. own: the
    table and cell in which the size of the group is published; None for everybody.
    """

    size: int
    people: int
    counts: Mapping[Any, int]
    own: "tuple[Draft, Any] | None" = None
    because: dict[Any, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Any]:
        return [key for key in self.counts if key not in self.because]

    def hide(self, key: Any, why: str = rules.GIVES_AWAY) -> None:
        self.because.setdefault(key, why)

    def hide_smallest(self) -> None:
        if left := self.shown:
            self.hide(min(left, key=self.counts.__getitem__))

    def close(self, why: str = rules.GIVES_AWAY) -> None:
        for key in self.counts:
            self.hide(key, why)

    def hide_small(self) -> None:
        if self.people < rules.FEWEST:
            self.close(rules.TOO_FEW)
        for key, count in self.counts.items():
            if count < rules.FEWEST:
                self.hide(key, rules.TOO_FEW)

    def result(self) -> Shown:
        """A table of which no cell is left shows no people either."""
        if not self.shown:
            return Shown(None, dict.fromkeys(self.counts), self.because, self.counts)
        cells = {
            key: None if key in self.because else rules.rounded(count)
            for key, count in self.counts.items()
        }
        return Shown(rules.rounded(self.people), cells, self.because, self.counts)

    def line(self, *, is_exclusive: bool) -> Line:
        """What is published of it; of a hidden cell also whether it is small, which no reader knows."""
        ranges = [_published(self.size), _published(self.people), (0, NO_LIMIT)]
        for key, count in self.counts.items():
            ranges.append(_hidden(count) if key in self.because else _published(count))
        return Line([low for low, _ in ranges], [high for _, high in ranges], is_exclusive)


def _published(count: int) -> Range:
    allowed = rules.possible(rules.rounded(count) or 0)
    return allowed[0], allowed[-1]


def _hidden(count: int) -> Range:
    return (0, rules.FEWEST - 1) if count < rules.FEWEST else (rules.FEWEST, NO_LIMIT)


@dataclass(eq=False)
class Family:
    """Every table of one measure: of everybody, of the two routes (or none), of other groups."""

    whole: Draft
    routes: Sequence[Draft] = ()
    groups: Sequence[Draft] = ()
    is_exclusive: bool = True

    @property
    def drafts(self) -> list[Draft]:
        return [self.whole, *self.routes, *self.groups]

    def tidy(self) -> None:
        """The rules without arithmetic."""
        for draft in self.drafts:
            if self.is_exclusive and len(draft.because) == 1:
                draft.hide_smallest()
            if draft.own and draft.own[1] in draft.own[0].because:
                draft.close(rules.TOO_FEW)
        for part in (*self.routes, *self.groups):
            for key in self.whole.because:
                part.hide(key)
        if not all(route.shown for route in self.routes):
            for route in self.routes:
                route.close()


def suppress(families: Sequence[Family]) -> None:
    """Hide all that must be hidden in the tables of a release."""
    drafts = [draft for family in families for draft in family.drafts]
    for draft in drafts:
        draft.hide_small()
    hidden = -1
    while (now := sum(len(draft.because) for draft in drafts)) > hidden:
        hidden = now
        for family in families:
            family.tidy()
        if sum(len(draft.because) for draft in drafts) == hidden:
            _audit(families)


# ── The auditor ──


@dataclass(frozen=True)
class Audited:
    """A shown table, its bounds, and those of everybody outside its group. other: the other route."""

    draft: Draft
    line: Line
    rest: Line | None = None
    other: Draft | None = None
    not_said: Line | None = None


def _audit(families: Iterable[Family]) -> None:
    """Hide one figure more wherever 1 to 7 people are proven."""
    net, audited = Net(), list[Audited]()
    for family in families:
        if family.whole.shown:
            audited += _spread(net, family)
    tie_sizes(net, {one.draft: one.line for one in audited})
    net.work_out()
    for one in audited:
        _mend(one)


def tie_sizes(net: Net, lines: Mapping[Draft, Line]) -> None:
    """The size of a group is a cell of another table; everybody is everybody in all tables."""
    first = next(iter(lines.values()), None)
    for draft, line in lines.items():
        if draft.own:
            table, key = draft.own
            net.ties.append((line, SIZE, lines[table], CELLS + list(table.counts).index(key)))
        elif first:
            net.ties.append((line, SIZE, first, SIZE))


def _spread(net: Net, family: Family) -> Iterator[Audited]:
    """Lay a family into the net. A table of which nothing is shown says nothing."""
    routes = [draft for draft in family.routes if draft.shown]
    groups = [draft for draft in family.groups if draft.shown]
    whole, *lines = (
        draft.line(is_exclusive=family.is_exclusive) for draft in (family.whole, *routes, *groups)
    )
    rests = net.lay(whole, lines[: len(routes)], lines[len(routes) :])
    yield Audited(family.whole, whole)
    for draft, line, rest in zip(routes, lines, rests, strict=False):
        other = next(one for one in routes if one is not draft)
        yield Audited(draft, line, rest, other, rests[-1])
    for draft, line, rest in zip(groups, lines[len(routes) :], rests[len(routes) :], strict=False):
        yield Audited(draft, line, rest)


def _is_proven(low: int, high: int) -> bool:
    return low > 0 and high < rules.FEWEST


def _mend(one: Audited) -> None:
    """Hide what makes a number proven: the cell itself where it is shown, else the next smallest."""
    for key in proven(one.draft, one.line):
        if one.other and key in one.other.shown and key not in one.draft.shown:
            one.other.hide(key)  # it followed from everybody and the other route
        else:
            _hide(one.draft, key)
    for rest in (one.rest, one.not_said):
        for key in proven(one.draft, rest) if rest else ():
            _hide(one.draft, key)


def _hide(draft: Draft, key: Any) -> None:
    if key in draft.shown:
        draft.hide(key)
    else:
        draft.hide_smallest()


def proven(draft: Draft, line: Line) -> Iterator[Any]:
    """Cells of which, or of all but which, there are 1 to 7 people; None: so it is with the whole table."""
    for at in range(CELLS):
        if _is_proven(line.low[at], line.high[at]):
            yield None
    for at, key in enumerate(draft.counts, start=CELLS):
        if _is_proven(line.low[at], line.high[at]) or _is_proven(*line.but(at)):
            yield key
    if line.is_exclusive:
        shown = [at for at, key in enumerate(draft.counts, CELLS) if key not in draft.because]
        if _is_proven(*line.outside(shown)):
            yield None
