"""What will happen with each row of a file. Nothing is written here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice

from django.utils import timezone

from alongside.core.csv_tables import Table
from alongside.core.mail.addresses import BadAddress, checked, is_public
from alongside.core.mail.writing import one_line
from alongside.core.typed_days import day_of
from alongside.newsletter.contact import Contact, mark_of, marks_of
from alongside.newsletter.finding import which_get_none
from alongside.newsletter.models import Subscriber
from alongside.newsletter.parts import Part

from .columns import Field

AT_ONCE = 500  # rows
LONGEST_NAME = 60
_NO = ("", "no", "n", "false", "0", "-", "none", "null")


class Fate(Enum):
    """`value`: one letter, as it is kept for each row. `words`: for the founder."""

    ADDED = "a"
    ASKED = "q"
    KNOWN = "k"
    LEFT = "l"
    SUPPRESSED = "s"
    TWICE = "t"
    BAD = "b"
    NO_PROOF = "n"

    @property
    def words(self) -> str:
        return _WORDS[self]

    @property
    def is_taken(self) -> bool:
        return self in (Fate.ADDED, Fate.ASKED)


_WORDS = {
    Fate.ADDED: "said yes twice: gets letters from now on",
    Fate.ASKED: "asked once: gets one mail that asks her, and letters if she says yes",
    Fate.KNOWN: "gets letters already, or was asked: nothing changes",
    Fate.LEFT: "has left: she can come back herself",
    Fate.SUPPRESSED: "is on the list of those who get no letter",
    Fate.TWICE: "stands in the file before",
    Fate.BAD: "is no e-mail address",
    Fate.NO_PROOF: "no proof that she asked: the day or the way is missing",
}


@dataclass(frozen=True)
class Person:
    """One row, understood. asked_on, how: the proof; confirmed_on: None if she did not say yes twice."""

    contact: Contact
    parts: Part
    asked_on: date | None
    how: str
    confirmed_on: date | None

    @property
    def has_proof(self) -> bool:
        return bool(self.asked_on and self.how)


@dataclass(frozen=True)
class Choice:
    """What the founder said about the whole file. parts, how: for rows that do not say it."""

    columns: dict[str, int]
    parts: Part
    how: str


@dataclass(frozen=True)
class Planned:
    number: int
    person: Person | None
    fate: Fate


def plan(table: Table, choice: Choice, *, start: int = 0) -> Iterator[list[Planned]]:
    """From row `start` on, in portions, each looked up when it is asked for."""
    today, seen = timezone.localdate(), set[bytes]()
    people = ((at, person_of(row, choice, today)) for at, row in enumerate(table.rows))
    fresh = ((at, one, _is_twice(one, seen)) for at, one in people)
    later = (item for item in fresh if item[0] >= start)
    while portion := list(islice(later, AT_ONCE)):
        known, stopped = _known([one for _, one, _ in portion if one])
        yield [
            Planned(at, one, Fate.TWICE if twice else _fate(one, known, stopped))
            for at, one, twice in portion
        ]


def person_of(row: list[str], choice: Choice, today: date) -> Person | None:
    """None if it has no e-mail address."""

    def cell(field: Field) -> str:
        number = choice.columns.get(field.name)
        return row[number] if number is not None and number < len(row) else ""

    try:
        address = checked(cell(Field.address).strip("<>").removeprefix("mailto:"))
    except BadAddress:
        return None
    if not is_public(address):
        return None
    asked_on = day_of(cell(Field.asked_on), today)
    return Person(
        Contact(address, one_line(cell(Field.first_name))[:LONGEST_NAME]),
        _parts(cell(Field.parts)) or choice.parts,
        asked_on,
        cell(Field.how) or choice.how,
        _confirmed(cell(Field.confirmed_on), asked_on, today),
    )


def _confirmed(words: str, asked_on: date | None, today: date) -> date | None:
    """A day; or “yes”, then it is the day on which she asked."""
    if words.strip().lower() in _NO:
        return None
    if words.strip().lower() in ("yes", "y", "true", "1", "x", "confirmed"):
        return asked_on
    return day_of(words, today)


def _parts(words: str) -> Part:
    said = words.lower()
    found = Part(0)
    for part in Part:
        if part.label.lower() in said:
            found |= part
    return found


def _is_twice(one: Person | None, seen: set[bytes]) -> bool:
    """Of two rows with proof the first counts."""
    if one is None or not one.has_proof:
        return False
    mark = mark_of(one.contact.address)
    if mark in seen:
        return True
    seen.add(mark)
    return False


def _known(people: list[Person]) -> tuple[dict[str, str], set[str]]:
    """address → state of the subscriber; addresses that get no mail."""
    addresses = [one.contact.address for one in people]
    by_mark = {mark: address for address in addresses for mark in marks_of(address)}
    rows = Subscriber.objects.filter(mark__in=list(by_mark)).values_list("mark", "state")
    known = {by_mark[bytes(mark)]: state for mark, state in rows}
    return known, which_get_none(addresses)


def _fate(one: Person | None, known: dict[str, str], stopped: set[str]) -> Fate:
    if one is None:
        return Fate.BAD
    if one.contact.address in stopped:
        return Fate.SUPPRESSED
    if state := known.get(one.contact.address):
        return Fate.LEFT if state == Subscriber.State.LEFT else Fate.KNOWN
    if not one.has_proof:
        return Fate.NO_PROOF
    return Fate.ADDED if one.confirmed_on else Fate.ASKED
