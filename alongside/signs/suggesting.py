"""Her words → signs of the catalogue, by their words alone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Suggestion:
    code: str
    name: str
    place: str
    score: float
    why: str


def suggest(phrase: str, *, limit: int = 5) -> list[Suggestion]:
    return []
