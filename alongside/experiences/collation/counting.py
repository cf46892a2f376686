"""One pass over everybody who is counted: who said what, as sets of people.

A set is one whole number with a bit for each person; how many people are in two sets is one AND and one
count of bits, both in C. A million people and 170 answers are 170 numbers of 125 KB. A number holds no
person: the bits follow the order in which rows came, which nobody keeps.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from alongside.experiences.models import Experience

CHUNK = 1_000  # people: they fit into the cache of the processor
EVERYBODY = -1
"""The set that has every bit."""
YES, NO = b"1"[0], b"0"[0]

Read = Callable[[Any], Collection[Any]]
"""From the value of a column to the answers that it holds; none if she skipped it."""


@dataclass(frozen=True)
class Question:
    """A column, the answers that are counted, and how a value is read."""

    column: str
    answers: Collection[Any]
    read: Read


class Ticks(dict[Any, bytes]):
    """A value → its ticks: a byte for each answer, 1 or 0. The same value is read once only."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.strange: set[Any] = set()  # what was said and is no answer

    def __missing__(self, value: Any) -> bytes:
        said, answers = set(self.question.read(value)), self.question.answers
        self.strange |= said.difference(answers)
        if len(self) > 100_000:  # memory has an end
            self.clear()
        ticks = self[value] = bytes(YES if one in said else NO for one in answers)
        return ticks


@dataclass(frozen=True)
class People:
    """Everybody who is counted. strange: what was said and is no answer of the question, by question."""

    number: int
    sets: Mapping[str, Mapping[Any, int]]
    strange: Mapping[str, Collection[Any]]

    def who_said(self, question: str, answer: Any) -> int:
        return self.sets[question][answer]

    def who_answered(self, question: str) -> int:
        return reduce(or_, self.sets[question].values(), 0)

    def count(self, question: str, group: int = EVERYBODY) -> tuple[int, dict[Any, int]]:
        """How many of this set of people answered, and how many gave each answer."""
        said = self.sets[question]
        people = (self.who_answered(question) & group).bit_count()
        return people, {answer: (members & group).bit_count() for answer, members in said.items()}


def read_people(questions: Mapping[str, Question]) -> People:
    """Everybody who is accepted and agreed to be counted."""
    columns = [question.column for question in questions.values()]
    rows = Experience.objects.counted().order_by().values_list(*columns)
    return people_of(rows.iterator(chunk_size=CHUNK), questions)


def people_of(rows: Iterable[tuple[Any, ...]], questions: Mapping[str, Question]) -> People:
    """Rows have one value for each question, in their order."""
    number, ticks = 0, [Ticks(question) for question in questions.values()]
    packed = [[bytearray() for _ in question.answers] for question in questions.values()]
    for chunk in _chunks(rows):
        number += len(chunk)
        for column, known, sets in zip(zip(*chunk, strict=True), ticks, packed, strict=True):
            _pack(b"".join(map(known.__getitem__, column)), sets)
    return People(
        number,
        {
            name: dict(zip(question.answers, map(_as_number, sets), strict=True))
            for (name, question), sets in zip(questions.items(), packed, strict=True)
        },
        {name: known.strange for name, known in zip(questions, ticks, strict=True)},
    )


def _chunks(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    rows = iter(rows)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _pack(ticks: bytes, sets: list[bytearray]) -> None:
    """Append the bits of a chunk to every set: `ticks` has one byte for each person and answer."""
    for answer, members in enumerate(sets):
        bits = ticks[answer :: len(sets)]
        members += int(bits, 2).to_bytes((len(bits) + 7) // 8, "big")


def _as_number(packed: bytearray) -> int:
    return int.from_bytes(packed, "big")
