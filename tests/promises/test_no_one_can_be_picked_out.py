"""Promise 8: who puts published figures together learns nothing about fewer than 8 people.

The attacker (`tests/attacker.py`) knows every rule, and every figure of two releases. He succeeds when a
group of people must be 1 to 7. The same attacker is then let loose on rules of which one is broken, and
has to succeed: so we know that he would have found it.
"""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from alongside.experiences.collation import rules, suppression, tables
from alongside.experiences.collation.counting import people_of
from alongside.experiences.collation.suppression import Draft, Family
from alongside.experiences.questions import Place
from alongside.signs.figures import Figures
from tests import attacker
from tests.attacker import Net, Truth

PAIRS, POPULATIONS = 10_000, 40
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


def release(people: dict[int, Person]) -> Figures:
    """What is published of them, by the code that makes releases."""
    rows = [tuple(person[name] for name in QUESTIONS) for person in people.values()]
    made = [table for table, _ in tables.Tables(people_of(rows, QUESTIONS), LABELS).make()]
    return Figures(rules.rounded(len(people)), tuple(table for table in made if table.is_shown))


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
    for net, figures in zip(nets, published, strict=True):
        for table in figures.tables:
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
    draw, found, nets, published = random.Random(seed), 0, [], []
    for people in two_releases(seed):
        published.append(release(people))
        net = attacker.read(published[-1], truth(people), **KNOWS)
        net.work_out()
        assert not net.mistakes(), net.mistakes()[:3]
        found += len(net.proven())
        nets.append(net)
    return found + differences(nets, published, draw, pairs)


def test_promise_no_one_can_be_picked_out():
    assert sum(attack(seed, pairs=PAIRS // POPULATIONS) for seed in range(POPULATIONS)) == 0


# ── He finds every rule that is broken ──


def _small_cells_shown(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rules, "FEWEST", 1)
    patch.setitem(KNOWS, "fewest", 1)


def _not_rounded(patch: pytest.MonkeyPatch) -> None:
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
