"""One line of Today."""

import enum
from dataclasses import dataclass


class Tone(enum.IntEnum):
    """How pressing it is; lines stand in this order. Red is for the silence alarm and for a risk to life."""

    FIRST, ALARM, SOON, WAITS, CALM = range(5)


@dataclass(frozen=True)
class Line:
    """What, how many (None: it cannot be counted), a few facts, and where one tap leads."""

    what: str
    url: str
    count: int | None
    facts: str
    tone: Tone

    @property
    def css(self) -> str:
        return self.tone.name.lower()

    @classmethod
    def alarm(cls, what: str, url: str, facts: str) -> "Line":
        return cls(what, url, None, facts, Tone.ALARM)

    @classmethod
    def first(cls, what: str, url: str, count: int | None, facts: str) -> "Line":
        """Before everything else: somebody's life."""
        return cls(what, url, count, facts, Tone.FIRST)

    @classmethod
    def soon(cls, what: str, url: str, count: int | None = None, facts: str = "") -> "Line":
        return cls(what, url, count, facts, Tone.SOON)

    @classmethod
    def waits(cls, what: str, url: str, count: int | None = None, facts: str = "") -> "Line":
        return cls(what, url, count, facts, Tone.WAITS)

    @classmethod
    def calm(cls, what: str, url: str, count: int | None = None, facts: str = "") -> "Line":
        return cls(what, url, count, facts, Tone.CALM)


def days(number: int) -> str:
    """`today`, `1 day`, `3 days`."""
    if number < 1:
        return "less than a day"
    return "1 day" if number == 1 else f"{number} days"
