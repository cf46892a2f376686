"""Promise 8: who compares published figures with each other learns nothing about fewer than 8 people.

The attacker knows every rule and every published figure of a release and of the one before. He computes what
the difference of two groups can be. He succeeds when it must be 1 to 7 people. The same attacker is then
let loose on rules of which one is broken, and has to succeed: so we know that he would have found it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.experiences.collation import rules
from alongside.experiences.collation.collate import _tables
from alongside.experiences.collation.counting import COLUMNS, Counts, _add, _reader
from alongside.experiences.questions import (
    AgeBand,
    FoundBy,
    Gender,
    Nation,
    Place,
    Route,
    TakenFor,
    Teller,
    ToldFirst,
    visits_band,
    weeks_band,
)
from alongside.signs.figures import MANY_ANSWERS, Cell, Table

PAIRS = 10_000
SIGNS = {f"s-{n}": f"Sign {n}" for n in range(12)}
Person = dict[str, object]
SMALL = range(1, 8)


@dataclass(frozen=True)
class Published:
    """One published number: what it counts, between which numbers the truth is, and the true people."""

    table: Table
    cell: Cell | None  # None: the people of the table
    low: int
    high: int
    people: frozenset[int]


def a_person(draw: random.Random) -> Person:
    def some(values: list, empty: object = "") -> object:
        return empty if draw.random() < 0.06 else values[int(len(values) * draw.random() ** 3)]

    places = draw.sample(Place.values, draw.choice((1, 1, 2)))
    return {
        "route": some(Route.values), "places": places, "signs": draw.sample(list(SIGNS), draw.choice((1, 2))),
        "weeks": some([0, 1, 4, 12, 20, 40, 60], None), "visits": some([0, 1, 2, 3, 5, 10], None),
        "taken_for": some(TakenFor.values), "told_first": some(ToldFirst.values),
        "found_by": some(FoundBy.values), "first_place": places[0], "teller": some(Teller.values),
        "year": some(list(range(2026, 2008, -1)), None), "nation": some(Nation.values),
        "age_band": some(AgeBand.values), "gender": some(Gender.values),
    }  # fmt: skip


def tables_of(people: dict[int, Person]) -> list[Table]:
    """What a release of these people publishes, by the code that makes releases."""
    counts = Counts()
    if people:
        _add(counts, [_row(person) for person in people.values()], _reader(frozenset(SIGNS), {}))
    return [table for table, _ in _tables(counts, SIGNS) if table.is_shown]


def _row(person: Person) -> tuple:
    told = {
        **person,
        "group": f"{person['route']}|{' '.join(person['places'])}",
        "signs": " ".join(person["signs"]),
        "weeks_until_told": person["weeks"],
    }
    return tuple(told[name] for name in COLUMNS)


def answers(person: Person, measure: str) -> set[str]:
    """The cells of a measure in which she counts; none if she skipped it."""
    value = person[measure]
    if measure in MANY_ANSWERS:
        return set(value)
    if value in ("", None):
        return set()
    if measure == "year":
        return {str(max(value, 2009))}
    band = {"weeks": weeks_band, "visits": visits_band}.get(measure)
    return {str(band(value) if band else value)}


def belongs(person: Person, group: str) -> bool:
    kind, _, value = group.partition(":")
    return {
        "all": True, "route": person["route"] == value, "place": value in person["places"],
        "sign": value in person["signs"],
    }[kind]  # fmt: skip


def read(tables: list[Table], people: dict[int, Person]) -> Iterator[Published]:
    """Every published number of a release, with the truth behind it."""
    for table in tables:
        inside = {n for n, one in people.items() if belongs(one, table.group)}
        said = {n: answers(people[n], table.measure) for n in inside}
        if table.people is not None:
            yield _number(table, None, table.people, {n for n, cells in said.items() if cells})
        for cell in table.cells:
            if cell.count is not None:
                who = {n for n, cells in said.items() if cell.key in cells}
                yield _number(table, cell, cell.count, who)


def _number(table: Table, cell: Cell | None, shown: int, who: set[int]) -> Published:
    """What the attacker makes of it: the true counts that the rules publish as `shown`."""
    near = NEAR_TOTALS if cell is None and NEAR_TOTALS is not None else rules.NEAR
    return Published(table, cell, max(rules.FEWEST, shown - near), shown + near, frozenset(who))


NEAR_TOTALS: int | None = None  # set while totals are exact on purpose


# ── The attacks. Each yields the range in which the number of a group of people must lie. ──


def differences(numbers: list[Published], draw: random.Random, pairs: int) -> Iterator[range]:
    """Two published groups of which one lies in the other: how many are in the rest?"""
    for _ in range(pairs):
        whole, part = draw.choice(numbers), draw.choice(numbers)
        if part.people < whole.people or (_same_table(whole, part) and part.cell):
            yield range(max(0, whole.low - part.high), whole.high - part.low + 1)


def _same_table(whole: Published, part: Published) -> bool:
    return whole.table.id == part.table.id and whole.cell is None


def hidden_beside_total(tables: list[Table]) -> Iterator[range]:
    """What the total leaves for the hidden cells; if there is one alone, he knows that it is small."""
    near = rules.NEAR if NEAR_TOTALS is None else NEAR_TOTALS
    for table in tables:
        if table.measure in MANY_ANSWERS or table.people is None:
            continue
        shown = [cell.count for cell in table.cells if cell.count is not None]
        hidden = len(table.cells) - len(shown)
        low = table.people - near - sum(shown) - rules.NEAR * len(shown)
        high = table.people + near - sum(shown) + rules.NEAR * len(shown)
        if hidden == 1:
            high = min(high, rules.FEWEST - 1)
        if hidden:
            yield range(max(0, low), high + 1)


def hidden_beside_the_other_route(tables: list[Table]) -> Iterator[range]:
    """A cell of everybody is shown, and of the two routes exactly one."""
    by_id = {table.id: table for table in tables}
    for table in tables:
        if table.group != "all" or table.measure in MANY_ANSWERS:
            continue
        parts = [by_id.get(f"{table.measure}/route:{route}") for route in Route]
        for cell in table.cells:
            shown = [
                part.cell(cell.key).count for part in parts if part and part.cell(cell.key).count
            ]
            if cell.count and len(shown) == 1 and all(parts):
                low = cell.count - shown[0] - 2 * rules.NEAR
                yield range(max(0, low), min(rules.FEWEST - 1, low + 4 * rules.NEAR) + 1)


def between_releases(before: list[Published], after: list[Published]) -> Iterator[range]:
    """The same cell before and after: how many came?"""
    old = {(one.table.id, one.cell and one.cell.key): one for one in before}
    for one in after:
        was = old.get((one.table.id, one.cell and one.cell.key))
        low, high = (was.low, was.high) if was else (0, rules.FEWEST - 1)
        yield range(max(0, one.low - high), one.high - low + 1)


def is_found(possible: range) -> bool:
    """Whether it must be between 1 and 7 people."""
    return len(possible) > 0 and possible[0] in SMALL and possible[-1] in SMALL


def attack(*, seed: int, pairs: int) -> int:
    """How often he succeeds against two successive releases of a random population."""
    draw = random.Random(seed)
    people = {n: a_person(draw) for n in range(draw.choice((15, 40, 90, 200, 400)))}
    gone = set(draw.sample(sorted(people), draw.randrange(4)))
    later = {n: one for n, one in people.items() if n not in gone}
    later |= {len(people) + n: a_person(draw) for n in range(rules.MIN_NEW + draw.randrange(8))}
    first, second = tables_of(people), tables_of(later)
    before, after = list(read(first, people)), list(read(second, later))
    found = [*hidden_beside_total(first), *hidden_beside_the_other_route(first)]
    found += between_releases(before, after)
    if before:
        found += differences(before, draw, pairs // 2)
    if after:
        found += differences(after, draw, pairs // 2)
    return sum(is_found(one) for one in found)


def test_promise_no_one_can_be_picked_out():
    assert sum(attack(seed=seed, pairs=PAIRS // 40) for seed in range(40)) == 0


def _small_cells_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FEWEST", 1)
    monkeypatch.setattr(rules, "rounded", lambda count: count or None)
    monkeypatch.setattr(rules, "NEAR", 0)


def _not_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "NEAR", 0)
    monkeypatch.setattr(rules, "rounded", lambda count: count if count >= rules.FEWEST else None)


def _one_hidden_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_hide_beside_total", lambda counts, gone: False)


def _one_route_hidden_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "_hide_beside_parts", lambda tables, hidden: False)


def _exact_totals(monkeypatch: pytest.MonkeyPatch) -> None:
    right = rules._shown

    def shown(counts, gone):
        made = right(counts, gone)
        return rules.Shown(made.people and sum(counts.values()), made.cells, made.because)

    monkeypatch.setattr(rules, "_shown", shown)
    monkeypatch.setitem(globals(), "NEAR_TOTALS", 0)


@pytest.mark.parametrize(
    "broken",
    [_small_cells_shown, _not_rounded, _one_hidden_alone, _one_route_hidden_alone, _exact_totals],
)
def test_the_attacker_finds_a_broken_rule(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    assert any(attack(seed=seed, pairs=500) for seed in range(60))


@given(st.integers(0, 5_000))
def test_a_published_count_is_never_small_and_always_near(count: int) -> None:
    shown = rules.rounded(count)
    assert (shown is None) == (count < 8)
    if shown is not None:
        assert shown >= 10 and shown % 5 == 0 and count in rules.possible(shown)


@given(st.integers(8, 2_000), st.integers(8, 2_000))
def test_an_interval_holds_that_of_the_true_counts_and_tells_nothing_more(
    one: int, two: int
) -> None:
    count, people = sorted((one, two))
    found = rules.interval(rules.rounded(count), rules.rounded(people))
    if rules.rounded(people) < 35:
        assert found is None
        return
    low, high = rules._wilson(count, people)
    assert 0 <= found[0] <= 100 * low and 100 * high - 1e-9 <= found[1] <= 100


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_never_exactly_one_cell_is_hidden(counts: list[int]) -> None:
    shown = rules.exclusive([dict(enumerate(counts))])[0]
    assert shown.people is None or sum(cell is None for cell in shown.cells.values()) != 1


@given(
    st.lists(st.integers(0, 40), min_size=3, max_size=6), st.lists(st.integers(0, 40), min_size=6)
)
def test_parts_never_give_each_other_away(first: list[int], second: list[int]) -> None:
    keys = range(len(first))
    ap, dn = dict(enumerate(first)), {key: second[key] for key in keys}
    whole, one, two = rules.exclusive([{key: ap[key] + dn[key] for key in keys}, ap, dn])
    for key in keys:
        shown = [part.cells[key] for part in (one, two) if part.cells[key] is not None]
        if whole.cells[key] is not None and len(shown) == 1:
            assert whole.cells[key] - shown[0] <= 0 or None in (one.people, two.people)
