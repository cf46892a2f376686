"""The body map: where on our outline each place of spread is drawn, and where its name stands.

The drawing is ours: one calm outline of a person, the same for everybody. Units are those of the picture,
320 wide and 494 high. The outline is given by its right half; the left half is its mirror image. The
middle of each link lies in the area around its name, so that no other link is on top of it there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import PlacePage

MIDDLE = 160
_HALF = (  # from the top of the head down to between the legs: curves of three points, from the middle
    "14,16 23,27 23,45  23,59 18,69 12,76  12,82 11,92 18,97  30,104 48,104 56,117",
    "63,129 64,150 67,172  70,195 76,215 80,236  82,246 88,254 87,267  86,278 76,279 73,268",
    "71,257 66,247 63,236  56,207 51,184 47,155  46,174 41,188 41,204  41,220 48,232 50,250",
    "53,288 46,320 43,350  42,380 37,402 33,426  33,433 43,440 42,446  41,451 21,451 15,447",
    "13,432 15,420 14,404  11,380 14,362 12,342  9,312 8,288 0,272",
)


@dataclass(frozen=True)
class Spot:
    """How one place is drawn: its shape, small circles, the line to its name, and where that stands.

    side: whether the name begins at (x, y), ends there, or has it in its middle.
    """

    path: str
    line: str
    x: int
    y: int
    side: str = "start"
    dots: tuple[tuple[int, int], ...] = ()

    @property
    def hit(self) -> int:
        """Top of the area around the name that can be tapped, 44 high."""
        return self.y - 27


@dataclass(frozen=True)
class Place:
    """One link of the map."""

    slug: str
    name: str
    address: str
    is_here: bool
    spot: Spot


SPOTS = {
    "bone": Spot(
        "M133 254q3 15 27 10 24 5 27-10M139 270l-4 76M181 270l4 76M136 359l4 60M184 359l-4 60",
        "M184 320h68", 314, 326, "end",
    ),
    "brain": Spot(
        "M142 46c-3-15 8-23 18-23s21 8 18 23c-1 7-8 10-18 10s-17-3-18-10zM160 23v33M149 33q7 4 3 13"
        "M171 33q-7 4-3 13",
        "M179 42h73", 314, 48, "end",
    ),
    "liver": Spot(
        "M127 192c5-9 37-11 56-5-4 11-22 15-37 22-14 6-23-6-19-17z",
        "M126 198H58", 6, 204,
    ),
    "lung": Spot(
        "M153 121c-14-4-24 22-24 51 0 9 20 5 24-5zM167 121c14-4 24 22 24 51 0 9-20 5-24-5z",
        "M190 150h62", 314, 156, "end",
    ),
    "skin": Spot(
        "M87 205C84 215 82 225 80 236 78 246 72 254 73 267", "M75 254H58", 6, 262,
    ),
    "lymph-nodes": Spot(
        "", "M146 96h-34", 6, 102, dots=((149, 96), (171, 96), (118, 142), (202, 142)),
    ),
    "abdomen": Spot(
        "M135 222c14-8 36-8 50 0 5 17-3 30-25 31-22-1-30-14-25-31zM144 228h30q6 6 0 9h-28q-6 4 0 8h26",
        "M185 236h67", 314, 242, "end",
    ),
    "general": Spot("M120 458q40 8 80 0", "", MIDDLE, 476, "middle"),
}  # fmt: skip
SPINE = "".join(f"M156 {y}h8" for y in (*range(99, 190, 9), 216))
"""Part of the outline: a link that reached so far would lie under all others."""


def outline() -> str:
    """The path of the whole outline."""
    half = [tuple(map(int, point.split(","))) for line in _HALF for point in line.split()]
    right = [f"{MIDDLE + x} {y}" for x, y in half]
    left = [f"{MIDDLE - x} {y}" for x, y in reversed(half[:-1])]
    return f"M{MIDDLE} 16C{' '.join(right)} {' '.join(left)} {MIDDLE} 16z"


def body_map(places: Iterable["PlacePage"], *, here: str = "") -> dict[str, object]:
    """What the template draws: the outline, and a link for each place that has a spot on it."""
    found = {place.slug: place for place in places}
    return {
        "outline": OUTLINE,
        "spine": SPINE,
        "others": [place for place in found.values() if place.slug != here],
        "places": [
            Place(slug, _short(found[slug].title), found[slug].url, slug == here, spot)
            for slug, spot in SPOTS.items()
            if slug in found
        ],
    }


def _short(title: str) -> str:
    """`Lymph nodes (glands)` → Lymph nodes."""
    return title.split(" (")[0]


OUTLINE = outline()
