"""Data that is made up for demonstration. Only `alongside demo` makes it, and takes it away again.

A room registers what it can make up, from its `AppConfig.ready`; `core` knows no room.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

Advance = Callable[[int], None]


class NotHere(Exception):
    """Nothing is made up here: a real site (production settings), or, in words, why a room will not."""


@dataclass(frozen=True)
class Demonstration:
    """make(number, advance): so many of them, telling `advance` how many more are done. clear(): all of
    them go; returns how many rows went. what: for the help text. counted: what the numbers count, if not
    what the name says."""

    name: str
    what: str
    make: Callable[[int, Advance], None]
    clear: Callable[[], int]
    counted: str = ""


_demonstrations: dict[str, Demonstration] = {}


def register(demonstration: Demonstration) -> None:
    _demonstrations[demonstration.name] = demonstration


def demonstrations() -> dict[str, Demonstration]:
    return dict(sorted(_demonstrations.items()))


def make(name: str, number: int, advance: Advance) -> None:
    """Raises NotHere, or KeyError if nobody makes such a thing."""
    if not settings.DEMONSTRATION_ALLOWED:
        raise NotHere
    _demonstrations[name].make(number, advance)


def clear() -> dict[str, int]:
    """All of it goes, from every room. How much went, by name. Safe to call at any time, anywhere."""
    return {one.name: one.clear() for one in demonstrations().values()}
