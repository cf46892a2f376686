"""The figures of a release as files for researchers: JSON, and CSV with one line a cell.

Each file says in itself what it is: the label, the release, its date, the people, the method, the
licence and how to cite it. The CSV says so in every line, because lines are cut out and pasted.

The CSV begins with a byte order mark: Excel reads “é” wrongly without one, pandas and LibreOffice skip it
(R: `fileEncoding = "UTF-8-BOM"`). No text in it runs as a formula (`core.spreadsheets`).
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from alongside.core.spreadsheets import harmless

from .citing import provenance
from .figures import FORMAT, Cell, Figures, Table
from .releases import Release
from .sentences import sentence

ABOUT = (
    "People told us this themselves; nobody drew them by lot. Counts are rounded to the nearest 5. "
    "A count of null is too small to show, or would give such a one away."
)


def as_json(release: Release, figures: Figures) -> dict[str, Any]:
    head = provenance(release)
    tables = [_table(table, release.label) for table in figures.tables]
    return {**head, "about": ABOUT, "format": FORMAT, "tables": tables}


def _table(table: Table, label: str) -> dict[str, Any]:
    return {
        "id": table.id,
        "heading": table.heading,
        "says": sentence(table),
        "label": label,
        **asdict(table),
    }


def as_csv(release: Release, figures: Figures) -> str:
    """RFC 4180, with a byte order mark. Hidden numbers are empty."""
    head = provenance(release)
    lines = list(_lines(figures))
    file = io.StringIO()
    file.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.DictWriter(file, [*_CELL, *head])
    writer.writeheader()
    writer.writerows(
        {key: harmless(value) for key, value in (line | head).items()} for line in lines
    )
    return file.getvalue()


_CELL = (
    "table", "measure", "heading", "group", "group_label", "people_in_table", "as_of_release",
    "key", "answer", "count", "percent", "low", "high", "shown",
)  # fmt: skip


def _lines(figures: Figures) -> Iterator[dict[str, Any]]:
    return (_line(table, cell) for table in figures.tables for cell in table.cells)


def _line(table: Table, cell: Cell) -> dict[str, Any]:
    return {
        "table": table.id,
        "measure": table.measure,
        "heading": table.heading,
        "group": table.group,
        "group_label": table.group_label,
        "people_in_table": table.people,
        "as_of_release": table.as_of,
        "key": cell.key,
        "answer": cell.label,
        "count": cell.count,
        "percent": cell.percent,
        "low": cell.low,
        "high": cell.high,
        "shown": "no" if cell.count is None else "yes",
    }
