"""A person's rights over what is held about her: a copy (UK GDPR article 15), erasure (article 17).

Each room that holds something about people registers a `Holder` when it starts (`AppConfig.ready`);
`core` knows no room. What is sealed can be searched only by a founder, with her inbox passphrase.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from .mail.addresses import normalised

Records = list[dict[str, Any]]
OpenWith = Callable[[str, str], Any]


class WrongPassphrase(Exception):
    """Raised by a room's `open_with`: this founder and this passphrase do not open the inbox."""


@dataclass(frozen=True)
class Erased:
    """What came of erasing, a sentence each: what is gone (with its certificate), and what is left."""

    gone: list[str]
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Holder:
    """A room that holds something about people.

    room: short name. title: for people. export(email, opener): all there is about this address, ready
    for JSON. erase(email, opener): erases it, and says what it left. Both compare with
    `same_address`. sealed: can be read only with an opener. open_with(founder's e-mail address,
    passphrase): the opener; raises WrongPassphrase. Only a sealed room has it; others get None.
    """

    room: str
    title: str
    export: Callable[[str, Any], Records]
    erase: Callable[[str, Any], "Erased"]
    sealed: bool = False
    open_with: OpenWith | None = None


@dataclass(frozen=True)
class Founder:
    """Who opens what is sealed. Her passphrase is in no `repr`."""

    email: str
    passphrase: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What one room said: `found` are its Records, or what is `Erased`. `searched` is False if it is
    sealed and nobody opened it."""

    holder: Holder
    searched: bool
    found: Any = None
    error: str = ""


_holders: dict[str, Holder] = {}


def register(holder: Holder) -> None:
    """Once for each room. Registering a room again puts the new holder in the place of the old."""
    _holders[holder.room] = holder


def holders() -> list[Holder]:
    """In the order of their names."""
    return [_holders[room] for room in sorted(_holders)]


def same_address(one: str, other: str) -> bool:
    """Whether mail to both goes to one person, as far as the mail of this house can tell."""
    return normalised(one) == normalised(other)


def export(email: str, *, founder: Founder | None = None) -> Iterator[Answer]:
    """Every room's records. A room that fails is reported and does not stop the next."""
    for holder in holders():
        yield _ask(holder, holder.export, email, founder)


def erase(email: str, *, founder: Founder | None = None) -> Iterator[Answer]:
    """Every room's certificates; each room in a transaction of its own."""
    for holder in holders():
        yield _ask(holder, holder.erase, email, founder)


def _ask(
    holder: Holder, question: Callable[[str, Any], Any], email: str, founder: Founder | None
) -> Answer:
    if holder.sealed and founder is None:
        return Answer(holder, searched=False)
    try:
        opener = None
        if holder.sealed and holder.open_with and founder:
            opener = holder.open_with(founder.email, founder.passphrase)
        with transaction.atomic():
            return Answer(holder, searched=True, found=question(normalised(email), opener))
    except Exception as error:
        # The kind of error only: its words may have somebody's in them.
        return Answer(holder, searched=False, error=type(error).__name__)
