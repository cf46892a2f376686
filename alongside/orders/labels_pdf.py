"""Address labels. What our fonts cannot print is left to be written by hand, and said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone

from alongside.core.typesetting import breakable, is_picture, pdf, unprintable, without

from .label_sheets import SMALLEST, Sheet
from .models import Shop
from .parcel_contents import Content

TEMPLATE = Path(__file__).with_name("labels.typ")
SMALL_SIGN = (1.48, 2.22)
"""Millimetres that a letter (of capitals) and a line take in the smallest print, 6 points."""


@dataclass(frozen=True)
class Label:
    """lines: empty if it is to be written by hand; by_hand: why. left_out: emoji that are not printed."""

    number: str
    lines: list[str] = field(repr=False)
    by_hand: str = ""
    left_out: str = ""


def labels_of(contents: Sequence[Content], sheet: Sheet = SMALLEST) -> list[Label]:
    """One for each parcel, in the same order."""
    missing = unprintable(line for one in contents for line in one.buyer.label)
    return [_label(one, missing, sheet) for one in contents]


def _label(one: Content, missing: set[str], sheet: Sheet) -> Label:
    words = one.buyer.label
    strange = [sign for line in words for sign in line if sign in missing]
    lines = [without(line, missing).strip() for line in words]
    if not one.has_address:
        return Label(one.number, [], by_hand="there is no address")
    if not all(map(is_picture, strange)) or not all(lines):
        return Label(one.number, [], by_hand="it has letters that cannot be printed")
    if not _fits(lines, sheet):
        return Label(one.number, [], by_hand="it is too long")
    return Label(one.number, lines, left_out="".join(dict.fromkeys(strange)))


def _fits(lines: Sequence[str], sheet: Sheet) -> bool:
    """Whether they surely do. The template looks once more, and prints all of an address or nothing."""
    wide, high = SMALL_SIGN
    across, down = int((sheet.width - 10) / wide), int((sheet.height - 10) / high)
    return sum(-(-len(line) // across) for line in lines) <= down


def make(contents: Sequence[Content], sheet: Sheet, *, first: int = 1) -> bytes:
    """The sheets as a PDF. first: the first label of the first sheet that is still there."""
    labels = labels_of(contents, sheet)
    placed = [_placed(label, sheet, place) for place, label in enumerate(labels, first - 1)]
    pages: list[list[dict[str, Any]]] = []
    for place, label in enumerate(placed, first - 1):
        if place % sheet.labels == 0 or not pages:
            pages.append([])
        pages[-1].append(label)
    sender = [line for line in Shop.current().sender.splitlines() if line.strip()]
    data = {
        "title": "Labels",
        "on": timezone.localdate().timetuple()[:3],
        "width": sheet.width,
        "height": sheet.height,
        "sender": ", ".join(sender),
        "pages": pages,
    }
    return pdf(TEMPLATE, data, pages=len(pages) * 5)


def _placed(label: Label, sheet: Sheet, place: int) -> dict[str, Any]:
    x, y = sheet.place(place)
    lines = [breakable(line) for line in label.lines]
    return {"x": x, "y": y, "number": label.number, "lines": lines}
