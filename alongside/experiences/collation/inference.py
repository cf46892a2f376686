"""What somebody can work out who puts all published figures of a release side by side.

Every number that is not published lies between two bounds. They are drawn together until nothing moves: the
cells of a table add up to those who answered; who answered and who skipped are the group; a group and
the rest are everybody; the two routes and those who did not say are everybody; the size of a group is a cell
of another table. This is bound propagation, as in the audit of suppressed tables (Willenborg and de Waal,
"Elements of Statistical Disclosure Control", 2001).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

NO_LIMIT = 10**9
MOST_ROUNDS = 200  # bounds that still creep then are those of thousands of people
SIZE, ANSWERED, SKIPPED, CELLS = 0, 1, 2, 3
"""Where bounds stand in a line: of the group, of who answered, of who did not, of each cell."""

Range = tuple[int, int]


@dataclass(eq=False)
class Line:
    """The bounds of one table. Both ends are possible. is_exclusive: each person counts in one cell."""

    low: list[int]
    high: list[int]
    is_exclusive: bool

    def draw(self, at: int, low: int, high: int) -> None:
        self.low[at] = max(self.low[at], low)
        self.high[at] = min(self.high[at], high)

    def but(self, at: int) -> Range:
        """Those who answered anything but this cell."""
        return self.low[ANSWERED] - self.high[at], self.high[ANSWERED] - self.low[at]

    def outside(self, cells: list[int]) -> Range:
        """Those who are in none of these cells of an exclusive table."""
        low, high = sum(self.low[at] for at in cells), sum(self.high[at] for at in cells)
        others = [at for at in range(CELLS, len(self.low)) if at not in cells]
        return (
            max(self.low[ANSWERED] - high, sum(self.low[at] for at in others)),
            min(self.high[ANSWERED] - low, sum(self.high[at] for at in others)),
        )

    def add_up(self) -> None:
        """Those who answered and those who did not are the group; the cells are those who answered."""
        low, high = self.low, self.high
        self.draw(SIZE, low[ANSWERED] + low[SKIPPED], high[ANSWERED] + high[SKIPPED])
        self.draw(ANSWERED, low[SIZE] - high[SKIPPED], high[SIZE] - low[SKIPPED])
        self.draw(SKIPPED, low[SIZE] - high[ANSWERED], high[SIZE] - low[ANSWERED])
        least, most = sum(low[CELLS:]), sum(high[CELLS:])
        if (
            not self.is_exclusive
        ):  # no cell holds more than answered, and all of these are in one at least
            self.draw(ANSWERED, max(low[CELLS:]), most)
            for at in range(CELLS, len(low)):
                self.draw(at, 0, high[ANSWERED])
            return
        self.draw(ANSWERED, least, most)
        for at in range(CELLS, len(low)):
            self.draw(at, low[ANSWERED] - (most - high[at]), high[ANSWERED] - (least - low[at]))


def unknown(like: Line) -> Line:
    """A table of the same cells, of which nothing is published."""
    return Line([0] * len(like.low), [NO_LIMIT] * len(like.low), like.is_exclusive)


@dataclass
class Net:
    """Tables, and how they hang together. splits: (whole, part, rest). ties: the same number in two lines."""

    lines: list[Line] = field(default_factory=list)
    splits: list[tuple[Line, Line, Line]] = field(default_factory=list)
    ties: list[tuple[Line, int, Line, int]] = field(default_factory=list)

    def split(self, whole: Line, part: Line) -> Line:
        """Part of a whole; returns the rest."""
        rest = unknown(whole)
        self.lines.append(rest)
        self.splits.append((whole, part, rest))
        return rest

    def lay(self, whole: Line, routes: Sequence[Line], groups: Sequence[Line]) -> list[Line]:
        """All tables of one measure. Returns those of everybody outside each of the routes and groups, and
        last, if the two routes are there, that of those who did not say their route."""
        parts = [*routes, *groups]
        self.lines += [whole, *parts]
        rests = [self.split(whole, part) for part in parts]
        if len(routes) == 2:
            not_said = self.split(rests[0], routes[1])
            self.splits.append((rests[1], routes[0], not_said))
            rests.append(not_said)
        return rests

    def work_out(self) -> None:
        """Draw all bounds together as far as they go."""
        for _ in self._while_they_move():
            for line in self.lines:
                line.add_up()
            for whole, part, rest in self.splits:
                _split(whole, part, rest)
            for one, at, other, there in self.ties:
                one.draw(at, other.low[there], other.high[there])
                other.draw(there, one.low[at], one.high[at])

    def _while_they_move(self) -> Iterator[int]:
        width = -1
        for number in range(MOST_ROUNDS):
            now = sum(sum(line.high) - sum(line.low) for line in self.lines)
            if now == width:
                return
            width = now
            yield number


def _split(whole: Line, part: Line, rest: Line) -> None:
    """In every place: the whole is the part and the rest."""
    for at in range(len(whole.low)):
        whole.draw(at, part.low[at] + rest.low[at], part.high[at] + rest.high[at])
        part.draw(at, whole.low[at] - rest.high[at], whole.high[at] - rest.low[at])
        rest.draw(at, whole.low[at] - part.high[at], whole.high[at] - part.low[at])
