"""One measured figure beside its budget and its peer."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`ratio` is ours divided by the peer's; `budget` is what the design asks for, in words."""

    name: str
    budget: str
    ours: float
    peer: float
    peer_name: str
    ratio: float
    unit: str


def render_table(figures: Iterable[Figure]) -> str:
    """A Markdown table, one line for each figure."""
    lines = ["| what | budget | ours | peer | ours ÷ peer |", "|---|---|--:|--:|--:|"]
    lines += [
        f"| {figure.name} | {figure.budget} | {_write(figure.ours)} {figure.unit} | "
        f"{_write(figure.peer)} {figure.unit} ({figure.peer_name}) | {figure.ratio:.2f} |"
        for figure in figures
    ]
    return "\n".join(lines)


def _write(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:,.2f}".rstrip("0").rstrip(".")
