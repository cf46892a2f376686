"""Promise 8: who puts published figures together learns nothing about fewer than 8 people.

The attacker (`tests/attacker.py`) knows every rule, and every figure of two releases. He succeeds when a
group of people must be 1 to 7. The same attacker is then let loose on rules of which one is broken, and
has to succeed: so we know that he would have found it.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from alongside.experiences.collation import rules, suppression, tables
from alongside.experiences.collation.counting import people_of
from alongside.experiences.collation.suppression import Draft, Family
from alongside.experiences.questions import Place
from alongside.signs.figures import Figures
from tests import attacker
from tests.attacker import Net, Truth

PAIRS, POPULATIONS, HISTORIES = 10_000, 25, 3
SIGNS = {f"s-{number}": f"Sign {number}" for number in range(6)}
LABELS = tables.labels_of(SIGNS, this_year=2026)
QUESTIONS = tables.questions_of(LABELS, {})
RAW = {"weeks": (0, 1, 4, 12, 20, 40, 60), "visits": (0, 1, 2, 3, 5, 10)}
KNOWS: dict[str, int] = {}  # what he knows of a rule that a test has broken
Person = dict[str, object]


def a_person(draw: random.Random, *, skips: float, steep: float) -> Person:
    """skips: how often she leaves a question out. steep: how much more often the first answers are given."""

    def some(values: tuple, empty: object) -> object:
        return empty if draw.random() < skips else values[int(len(values) * draw.random() ** steep)]

    told: Person = {
        name: some(RAW.get(name, tuple(labels)), None if name in (*RAW, "year") else "")
        for name, labels in LABELS.items()
    }
    told["places"] = " ".join(draw.sample(Place.values, draw.choice((1, 1, 2))))
    told["signs"] = " ".join(draw.sample(list(SIGNS), draw.choice((0, 1, 1, 2))))
    return told


def releases(*days: dict[int, Person]) -> list[Figures]:
    """What is published of the people of each day, by the code that makes releases."""
    published: list[Figures] = []
    first: dict[int, int] = {}
    for number, people in enumerate(days, start=1):
        before = published[-1] if published else None
        questions = {**QUESTIONS, tables.COUNTED_BY: tables.counted_by(before)}
        rows = [
            (*(person[name] for name in QUESTIONS), first.get(who))
            for who, person in people.items()
        ]
        made = tables.Tables(people_of(rows, questions), LABELS, number, before).make()
        shown = tuple(table for table, _ in made if table.is_shown)
        published.append(Figures(rules.rounded(len(people)), shown))
        first = dict.fromkeys(people, number) | first
    return published


def truth(people: dict[int, Person]) -> Truth:
    answers: dict[tuple[str, str], set[int]] = {
        (name, str(key)): set() for name, labels in LABELS.items() for key in labels
    }
    for number, person in people.items():
        for name, question in QUESTIONS.items():
            for key in question.read(person[name]):
                answers[name, str(key)].add(number)
    kept = {name: frozenset(said) for name, said in answers.items()}
    groups = {"all": frozenset(people)}
    for kind, measure in (("route", "route"), ("place", "places"), ("sign", "signs")):
        groups |= {f"{kind}:{key}": kept[measure, str(key)] for key in LABELS[measure]}
    return Truth(groups, kept)


def two_releases(seed: int) -> tuple[dict[int, Person], dict[int, Person]]:
    """People, and the people of the next release: some took theirs back, at least ten came."""
    draw = random.Random(seed)
    habits = {"skips": draw.choice((0, 0.02, 0.1)), "steep": draw.choice((1, 2, 3, 5))}
    people = {n: a_person(draw, **habits) for n in range(draw.choice((12, 25, 50, 90, 200, 400)))}
    gone = draw.sample(sorted(people), draw.choice((0, 0, 1, 3)))
    came = range(len(people), len(people) + rules.MIN_NEW + draw.choice((0, 0, 4)))
    later = {n: one for n, one in people.items() if n not in gone}
    return people, later | {n: a_person(draw, **habits) for n in came}


def differences(nets: list[Net], published: list[Figures], draw: random.Random, pairs: int) -> int:
    """So many pairs of published numbers, of both releases, of which one group lies within the other: how
    often must the rest be 1 to 7 people?"""
    numbers = []
    for number, (net, figures) in enumerate(zip(nets, published, strict=True), start=1):
        for table in (table for table in figures.tables if table.as_of == number):
            names = [(table.measure, table.group, cell.key) for cell in table.cells if cell.count]
            for name in [(table.measure, table.group, ""), *names]:
                numbers.append((*_as_published(net, figures, name), _bits(net.truth.people(name))))
    found = tried = 0
    while pairs and numbers and tried < 40 * PAIRS:
        tried += 1
        (low, high, whole), (least, most, part) = draw.choice(numbers), draw.choice(numbers)
        if part & ~whole or part == whole:
            continue
        pairs -= 1
        found += low - most >= 1 and high - least <= 7
    return found


def _as_published(net: Net, figures: Figures, name: attacker.Name) -> tuple[int, int]:
    """The bounds that this number alone gives him."""
    alone = Net(net.truth, **KNOWS)
    table = figures.table(name[0], name[1])
    shown = table.cell(name[2]).count if name[2] else table.people
    alone.see(name, shown, near=None if name[2] else alone.near_totals)
    low, high = alone.bounds[name]
    return low, high


def _bits(people: frozenset[int]) -> int:
    return sum(1 << number for number in people)


def attack(seed: int, *, pairs: int) -> int:
    """How often he succeeds against two successive releases of a random population."""
    draw, found, nets = random.Random(seed), 0, []
    days = two_releases(seed)
    published = releases(*days)
    for number, (figures, people) in enumerate(zip(published, days, strict=True), start=1):
        net = attacker.read(figures, truth(people), number=number, **KNOWS)
        net.work_out()
        assert not net.mistakes(), net.mistakes()[:3]
        found += len(net.proven())
        nets.append(net)
    return found + differences(nets, published, draw, pairs)


def test_promise_no_one_can_be_picked_out():
    assert sum(attack(seed, pairs=PAIRS // POPULATIONS) for seed in range(POPULATIONS)) == 0


def several_releases(seed: int, *, start: int, more: int, number: int) -> list[dict[int, Person]]:
    """Nobody withdraws. start: people of the first release. more: who come until the next, or some more."""
    draw = random.Random(seed)
    habits = {"skips": draw.choice((0, 0.02, 0.1)), "steep": draw.choice((1, 2, 3, 5))}
    days: list[dict[int, Person]] = [{}]
    for come in [start, *(more + draw.choice((0, 0, 4)) for _ in range(number - 1))]:
        last = days[-1]
        came = range(len(last), len(last) + come)
        days.append(last | {who: a_person(draw, **habits) for who in came})
    return days[1:]


def compare(days: list[dict[int, Person]]) -> int:
    """How often he succeeds with all releases side by side."""
    nets = [
        attacker.read(figures, truth(people), number=number)
        for number, (figures, people) in enumerate(zip(releases(*days), days, strict=True), start=1)
    ]
    came = [
        truth({who: person for who, person in after.items() if who not in before})
        for before, after in pairwise(days)
    ]
    net = attacker.side_by_side(nets, came, least=rules.MIN_NEW)
    assert not net.mistakes(), net.mistakes()[:3]
    names = {name[1:] for name in net.bounds}
    return len(net.proven()) + len(list(attacker.came_between(net, names, len(days))))


GROWTH = [(30, 10, 4), (60, 10, 4), (100, 10, 3), (300, 10, 3), (300, 50, 3), (300, 200, 2)]


@pytest.mark.parametrize(("start", "more", "number"), GROWTH)
def test_promise_no_newcomer_can_be_picked_out(start: int, more: int, number: int) -> None:
    histories = [
        several_releases(seed, start=start, more=more, number=number) for seed in range(HISTORIES)
    ]
    assert [compare(days) for days in histories] == [0] * HISTORIES


# ── He finds every rule that is broken ──


def _small_cells_shown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "FEWEST", 1)
    patch.setitem(KNOWS, "fewest", 1)


def _renewed_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tables, "not_renewed", lambda *_: {})


def _not_rounded(patch: pytest.MonkeyPatch) -> None:
    _renewed_at_once(patch)  # else this hides what changes by one
    patch.setattr(rules, "STEP", 1)
    patch.setattr(rules, "NEAR", 0)
    patch.setitem(KNOWS, "near", 0)
    patch.setitem(KNOWS, "near_totals", 0)


def _exact_totals(patch: pytest.MonkeyPatch) -> None:
    right = Draft.result

    def result(self: Draft) -> rules.Shown:
        shown = right(self)
        return replace(shown, people=shown.people and self.people)

    patch.setattr(Draft, "result", result)
    patch.setitem(KNOWS, "near_totals", 0)


def _nothing_hidden_beside_small_cells(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Family, "tidy", lambda self: None)
    patch.setattr(suppression, "_audit", lambda families: None)


def _no_audit(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(suppression, "_audit", lambda families: None)


@pytest.mark.parametrize(
    "broken",
    [
        _small_cells_shown,
        _not_rounded,
        _exact_totals,
        _nothing_hidden_beside_small_cells,
        _no_audit,
    ],
)
def test_the_attacker_finds_a_broken_rule(
    broken: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch)
    assert any(attack(seed, pairs=20) for seed in range(POPULATIONS))


def test_the_attacker_finds_tables_that_are_renewed_too_soon(monkeypatch):
    _renewed_at_once(monkeypatch)
    days = several_releases(0, start=300, more=10, number=2)
    assert compare(days)
