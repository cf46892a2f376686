"""Which tables of a release are renewed, and which stay as they were (promise 8).

Who puts two releases side by side, and takes it that nobody withdrew, knows bounds for everybody who came in
between. As long as these prove 1 to 7 people among the newcomers, a table is not renewed: it stays as it was
published, and is tried again with the next release. So it is some people behind, and says as of when it is.

What he knows of an earlier release: a table that still stands as it was then; of one that is older, that
it has grown; of one that was renewed since, all that the rules could have shown. A hidden cell tells him
nothing. The bounds of then, now and the newcomers are drawn together as in the audit of one release.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from alongside.signs.figures import Table

from . import rules
from .inference import NO_LIMIT, SIZE, Line, Net, Range, unknown
from .suppression import Draft, Family, proven, tie_sizes

UNKNOWN = (0, NO_LIMIT)
Laid = list[tuple[Draft, Line]]


@dataclass(frozen=True)
class Level:
    """An earlier release, of which tables still stand. people: counted then and still counted now. count:
    of a table, who answered then and how many gave each answer; true numbers."""

    number: int
    people: int
    count: Callable[[Draft], tuple[int, Mapping[Any, int]]]


def not_renewed(
    families: Sequence[Family], stated: Mapping[Draft, Table], levels: Mapping[int, Level]
) -> dict[Draft, Table | None]:
    """The tables that do not come anew: as they stand at present, or None for one that is not shown.

    stated: what is published at present. Also None: a table that may not be renewed, and that would still
    show somebody who took hers back.
    """
    audit = _Audit([_in_use(family, stated) for family in families], stated, levels)
    while found := audit.proven():
        audit.let_stay(found)
    kept = {draft: _as_it_stands(draft, stated, levels) for draft in audit.staying}
    for family in families:  # the two routes are shown both or neither
        if any(draft in kept and kept[draft] is None for draft in family.routes):
            kept |= dict.fromkeys(family.routes)
    return kept


def _in_use(family: Family, stated: Mapping[Draft, Table]) -> Family:
    """Without the tables that are shown neither now nor then: they say nothing."""
    routes, groups = (
        [draft for draft in drafts if draft.shown or draft in stated]
        for drafts in (family.routes, family.groups)
    )
    return Family(family.whole, family.routes if routes else (), groups, family.is_exclusive)


def _as_it_stands(
    draft: Draft, stated: Mapping[Draft, Table], levels: Mapping[int, Level]
) -> Table | None:
    """The published table, if counting those of then who are still here gives the same."""
    table = stated.get(draft)
    if table is None:
        return None
    people, counts = levels[table.as_of].count(draft)
    shown = [(counts.get(key), count) for key, count in _shown(draft, table).items() if count]
    is_same = all(rules.rounded(now or 0) == then for now, then in [(people, table.people), *shown])
    return table if is_same else None


def _shown(draft: Draft, table: Table) -> dict[Any, int | None]:
    """What is published of it, by the keys of the draft."""
    by_key = {cell.key: cell.count for cell in table.cells}
    return {key: by_key.get(str(key)) for key in draft.counts}


@dataclass
class _Audit:
    families: Sequence[Family]
    stated: Mapping[Draft, Table]
    levels: Mapping[int, Level]
    staying: set[Draft] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.staying = {
            draft for family in self.families for draft in family.drafts if not draft.shown
        }

    def proven(self) -> list[tuple[Family, Draft]]:
        """Tables by which 1 to 7 people of now, or of those who came, are proven."""
        if all(draft in self.staying for family in self.families for draft in family.drafts):
            return []
        found = chain.from_iterable(map(self._since, self.levels.values()))
        tables = {draft for draft, line in found if any(True for _ in proven(draft, line))}
        return [(f, draft) for f in self.families for draft in f.drafts if draft in tables]

    def let_stay(self, found: Iterable[tuple[Family, Draft]]) -> None:
        """These tables; where they stay already the one of everybody; else all of that measure; else all."""
        before = len(self.staying)
        for family, draft in found:
            self.staying.add(draft if draft not in self.staying else family.whole)
        if len(self.staying) == before:
            self.staying.update(draft for family, _ in found for draft in family.drafts)
        if len(self.staying) == before:
            self.staying.update(draft for family in self.families for draft in family.drafts)
        for family in self.families:
            if self.staying.intersection(family.routes):
                self.staying.update(family.routes)

    def _since(self, level: Level) -> Laid:
        """What is known of the tables of now, and of who came since that release."""
        net = Net()
        then = self._lay(net, lambda draft, family: self._then(level, draft, family), level.people)
        now = self._lay(net, self._now, None)
        came = self._lay(net, lambda draft, family: _line(draft, family, None, {}), None)
        came[0][1].draw(SIZE, rules.MIN_NEW, NO_LIMIT)
        for (_, before), (_, after), (_, new) in zip(then, now, came, strict=True):
            net.splits.append((after, before, new))
        net.work_out()
        return now + came

    def _lay(self, net: Net, line_of: Callable[[Draft, Family], Line], people: int | None) -> Laid:
        lines, laid = dict[Draft, Line](), Laid()
        for family in self.families:
            own = {draft: line_of(draft, family) for draft in family.drafts}
            whole, *parts = own.values()
            some = len(family.routes)
            rests = net.lay(whole, parts[:some], parts[some:])
            outside = [*family.drafts[1:], *family.routes[:1]]
            laid += [*own.items(), *zip(outside, rests, strict=True)]
            lines |= own
        tie_sizes(net, lines)
        laid[0][1].draw(SIZE, *_range(people))
        return laid

    def _now(self, draft: Draft, family: Family) -> Line:
        if draft not in self.staying:
            shown = draft.result()
            return _line(draft, family, shown.people, shown.cells)
        return _grown(self._published(draft, family))

    def _then(self, level: Level, draft: Draft, family: Family) -> Line:
        table = self.stated.get(draft)
        if table is not None and table.as_of > level.number:
            people, counts = level.count(draft)
            cells = {key: rules.rounded(count) for key, count in counts.items()}
            return _line(draft, family, rules.rounded(people), cells)
        line = self._published(draft, family)
        return _grown(line) if table is not None and table.as_of < level.number else line

    def _published(self, draft: Draft, family: Family) -> Line:
        table = self.stated.get(draft)
        if table is None:
            return _line(draft, family, None, {})
        return _line(draft, family, table.people, _shown(draft, table))


def _line(
    draft: Draft, family: Family, people: int | None, cells: Mapping[Any, int | None]
) -> Line:
    """Bounds from published numbers alone."""
    ranges = [UNKNOWN, _range(people), UNKNOWN, *(_range(cells.get(key)) for key in draft.counts)]
    return Line([low for low, _ in ranges], [high for _, high in ranges], family.is_exclusive)


def _range(shown: int | None) -> Range:
    if shown is None:
        return UNKNOWN
    allowed = rules.possible(shown)
    return allowed[0], allowed[-1]


def _grown(line: Line) -> Line:
    """Some time later: at least as many."""
    return Line(list(line.low), list(unknown(line).high), line.is_exclusive)
