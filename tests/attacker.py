"""Somebody who wants to pick people out of published figures, and knows every rule.

He puts one release into a net of equations: the cells of a table add up to its people, a group and the rest
are everybody, the two routes and those who did not say are everybody, who answered and who skipped are the
group. Then he draws the bounds of every number together as far as they go. Within one release he even knows
which hidden cells are small, which no reader does. He puts releases side by side, too: nobody withdrew, he
says, so what is now was before, or came since. He shares no code with the software that hides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from alongside.signs.figures import MANY_ANSWERS, Figures

NO_LIMIT = 10**6
Name = tuple[str, ...]  # measure, group, cell; ("", group, "") is the size of a group
NOBODY = frozenset[int]()


@dataclass
class Truth:
    """Who is really behind a number: for him to be told whether he is right."""

    groups: Mapping[str, frozenset[int]]
    answers: Mapping[tuple[str, str], frozenset[int]]  # measure, cell

    def people(self, name: Name) -> frozenset[int]:
        measure, group, cell = name
        inside = self._group(group)
        if not measure:
            return inside
        if cell == "skipped":
            return inside - self.people((measure, group, ""))
        if cell.startswith("all but "):
            but = (self.people((measure, group, one)) for one in cell[8:].split())
            return self.people((measure, group, "")) - NOBODY.union(*but)
        if cell:
            return inside & self.answers.get((measure, cell), NOBODY)
        said = (people for (asked, _), people in self.answers.items() if asked == measure)
        return inside & NOBODY.union(*said)

    def _group(self, group: str) -> frozenset[int]:
        if group == "not said":
            return (
                self.groups["all"]
                - self.groups["route:after_primary"]
                - self.groups["route:de_novo"]
            )
        if group.startswith("not "):
            return self.groups["all"] - self.groups[group[4:]]
        return self.groups[group]


@dataclass
class Net:
    """Bounds of numbers, and equations between them: the first is the sum of the others."""

    truth: Truth
    near: int = 2  # how far a count may be from its rounded one
    near_totals: int = 2
    fewest: int = 8
    bounds: dict[Name, list[int]] = field(default_factory=dict)
    is_shown: dict[Name, bool] = field(default_factory=dict)
    equations: list[tuple[Name, tuple[Name, ...]]] = field(default_factory=list)

    def add(self, whole: Name, *parts: Name) -> None:
        for name in (whole, *parts):
            self.bounds.setdefault(name, [0, NO_LIMIT])
        self.equations.append((whole, parts))

    def see(self, name: Name, shown: int | None, *, near: int | None = None) -> None:
        """A published number; None: a hidden cell, of which he knows whether it is small."""
        self.is_shown[name] = shown is not None
        if shown is None:
            small = len(self.truth.people(name)) < self.fewest
            self.draw(name, 0, self.fewest - 1) if small else self.draw(name, self.fewest, NO_LIMIT)
        else:
            near = self.near if near is None else near
            self.draw(name, max(self.fewest, shown - near), shown + near)

    def draw(self, name: Name, low: int, high: int) -> bool:
        """Whether it told him anything new."""
        known = self.bounds.setdefault(name, [0, NO_LIMIT])
        low, high = max(low, known[0]), min(high, known[1])
        new = [low, high] != known
        known[:] = [low, high]
        return new

    def work_out(self) -> None:
        waiting = set(range(len(self.equations)))
        where: dict[Name, list[int]] = {}
        for at, (whole, parts) in enumerate(self.equations):
            for name in (whole, *parts):
                where.setdefault(name, []).append(at)
        while waiting:
            for name in self._use(*self.equations[waiting.pop()]):
                waiting.update(where[name])

    def _use(self, whole: Name, parts: tuple[Name, ...]) -> list[Name]:
        """What this equation told him."""
        low = sum(self.bounds[part][0] for part in parts)
        high = sum(self.bounds[part][1] for part in parts)
        least, most = self.bounds[whole]
        found = [whole] if self.draw(whole, low, high) else []
        for part in parts:
            part_low, part_high = self.bounds[part]
            if self.draw(part, least - (high - part_high), most - (low - part_low)):
                found.append(part)
        return found

    def proven(self) -> list[Name]:
        """Groups that must have 1 to 7 people."""
        return [name for name, (low, high) in self.bounds.items() if low >= 1 and high <= 7]

    def mistakes(self) -> list[Name]:
        """Where he is wrong. There must be none, or his failure proves nothing."""
        return [
            name
            for name, (low, high) in self.bounds.items()
            if not low <= len(self.truth.people(name)) <= high
        ]


def read(figures: Figures, truth: Truth, *, number: int = 1, **knows: int) -> Net:
    """Everything that one release tells of its day: its total, and the tables that are new in it."""
    net = Net(truth, **knows)
    if figures.people is not None:
        net.see(("", "all", ""), figures.people)
    figures = Figures(figures.people, tuple(t for t in figures.tables if t.as_of == number))
    for table in figures.tables:
        net.see((table.measure, table.group, ""), table.people, near=net.near_totals)
        for cell in table.cells:
            net.see((table.measure, table.group, cell.key), cell.count)
    _sizes(net, figures)
    for measure in {table.measure for table in figures.tables}:
        _of_one_measure(net, measure, list(figures.of(measure)))
    return net


def _sizes(net: Net, figures: Figures) -> None:
    """How many are in each group stands in other tables."""
    for kind, measure in (("route", "route"), ("place", "places"), ("sign", "signs")):
        table = figures.table(measure)
        for cell in table.cells if table else ():
            group = f"{kind}:{cell.key}"
            net.see(("", group, ""), cell.count)
            net.add(("", "all", ""), ("", group, ""), ("", f"not {group}", ""))
    routes = [("", f"route:{route}", "") for route in ("after_primary", "de_novo")]
    net.add(("", "all", ""), *routes, ("", "not said", ""))


def _of_one_measure(net: Net, measure: str, tables: Iterable) -> None:
    by_group = {table.group: table for table in tables}
    cells = sorted({cell.key for table in by_group.values() for cell in table.cells})
    groups = [group for group in by_group if group != "all"]
    routes = [f"route:{route}" for route in ("after_primary", "de_novo")]
    for cell in ("", *cells):
        for group in groups:
            net.add((measure, "all", cell), (measure, group, cell), (measure, f"not {group}", cell))
        if set(routes) & set(groups):
            here = [(measure, route, cell) for route in routes]
            net.add((measure, "all", cell), *here, (measure, "not said", cell))
            for one, other in (here, here[::-1]):
                net.add((measure, f"not {one[1]}", cell), other, (measure, "not said", cell))
    for group in ("all", *groups, *(f"not {group}" for group in groups), "not said"):
        _of_one_table(net, measure, group, cells)


def _of_one_table(net: Net, measure: str, group: str, cells: list[str]) -> None:
    people = (measure, group, "")
    net.add(("", group, ""), people, (measure, group, "skipped"))
    for cell in cells:
        net.add(people, (measure, group, cell), (measure, group, f"all but {cell}"))
    if measure not in MANY_ANSWERS:
        net.add(people, *((measure, group, cell) for cell in cells))
        shown = [one for one in cells if net.is_shown.get((measure, group, one))]
        if shown:
            others = (measure, group, f"all but {' '.join(shown)}")
            net.add(people, *((measure, group, one) for one in shown), others)


# ── Releases side by side ──


@dataclass
class Several:
    """All releases: the name of a number of the first begins with "at 0", of those who came until the second
    with "until 1"."""

    at: Sequence[Truth]
    until: Sequence[Truth]

    def people(self, name: Name) -> frozenset[int]:
        when, number = name[0].split()
        return (self.at if when == "at" else self.until)[int(number)].people(name[1:])


def side_by_side(nets: Sequence[Net], came: Sequence[Truth], *, least: int) -> Net:
    """What all releases say together to a reader who does not know what is hidden. nets: what each says, not
    worked out. came: who is new in the second, third …: at least so many each time."""
    all_of_them = Net(Several([net.truth for net in nets], [nets[0].truth, *came]))
    equations = dict.fromkeys(one for net in nets for one in net.equations)
    names = dict.fromkeys(name for whole, parts in equations for name in (whole, *parts))
    whens = [f"at {n}" for n in range(len(nets))] + [f"until {n + 1}" for n in range(len(came))]
    for when in whens:
        for whole, parts in equations:
            all_of_them.add((when, *whole), *((when, *part) for part in parts))
    for number, net in enumerate(nets):
        for name, (low, high) in net.bounds.items():
            if net.is_shown.get(name):
                all_of_them.draw((f"at {number}", *name), low, high)
    for before, after in pairwise(range(len(nets))):
        all_of_them.draw((f"until {after}", "", "all", ""), least, NO_LIMIT)
        for name in names:
            parts = (f"at {before}", *name), (f"until {after}", *name)
            all_of_them.add((f"at {after}", *name), *parts)
    all_of_them.work_out()
    return all_of_them


def came_between(net: Net, names: Iterable[Name], releases: int) -> Iterable[Name]:
    """Groups of newcomers of more than one release that must be 1 to 7 people."""
    for name in names:
        bounds = [net.bounds[f"at {number}", *name] for number in range(releases)]
        for first, last in combinations(bounds, 2):
            if last[0] - first[1] >= 1 and last[1] - first[0] <= 7:
                yield name
