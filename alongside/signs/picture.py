"""A table as a picture of 1200 × 630 pixels for social media, its label inside it. Made by Typst.

All words travel to Typst as JSON, never as Typst source.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from alongside.core.mail.writing import site_name

from .citing import MADE_UP, heard_address
from .figures import IN_ORDER, Table
from .releases import Release
from .sentences import caption, sentence

TEMPLATE = Path(__file__).with_suffix(".typ")
MOST_BARS = 5


def picture_of(table: Table, release: Release) -> bytes:
    """The PNG."""
    return _draw(json.dumps(_data(table, release), ensure_ascii=False))


def alternative_text(table: Table, release: Release) -> str:
    """What the picture says, for whoever does not see it."""
    bars = "; ".join(f"{bar['label']}: {bar['says']}" for bar in _bars(table))
    return f"{caption(table)}. {sentence(table)} {bars}. {release.label}"


def _data(table: Table, release: Release) -> dict[str, Any]:
    return {
        "caption": caption(table),
        "sentence": sentence(table),
        "bars": _bars(table),
        "label": release.label,
        "made_up": MADE_UP if release.is_made_up else "",
        "site": site_name(),
        "address": heard_address().split("://")[1],
    }


def _bars(table: Table) -> list[dict[str, Any]]:
    """The bands in their order, or the answers that were given most often."""
    cells = [cell for cell in table.cells if cell.count is not None or table.measure in IN_ORDER]
    if table.measure not in IN_ORDER:
        cells = sorted(cells, key=lambda cell: -(cell.count or 0))[:MOST_BARS]
    return [
        {
            "label": cell.label,
            "percent": cell.percent,
            "says": "too few to show" if cell.percent is None else f"{cell.percent} in 100",
        }
        for cell in cells
    ]


@lru_cache(maxsize=16)
def _draw(data: str) -> bytes:
    """Drawn once for the same words: most new editions of the site change no figure."""
    return bytes(
        typst.compile(
            TEMPLATE, format="png", ppi=72, ignore_system_fonts=True, sys_inputs={"picture": data}
        )
    )
