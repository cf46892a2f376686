"""The three recovery sheets as they are printed: on screen and as a PDF (PDF/UA-1, ISO 14289-1).

Everything happens in memory: no words of a sheet are ever in a file of ours. They travel to Typst as
data, never as Typst source.
"""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from alongside.core.typesetting import accessible_pdf

from .keys import given_to
from .models import RecoverySet
from .sheets import SHEETS, WORDS_A_SHEET

TEMPLATE = Path(__file__).with_name("recovery_sheet.typ")
COLUMNS = 3
LEAD = "Alone, this sheet opens nothing. Please keep it safe, and on paper only."
WHAT_FOR = (
    "Some people write to us in confidence, and what they write is locked. If all of us forget our "
    "passphrases, or cannot do this work any more, two of the three sheets together open it again."
)
WHAT_TO_DO = (
    "Keep it where you keep papers that matter. Do not photograph it, and do not type it in anywhere.",
    "Do not keep it in one house with another of the three sheets.",
    "Twice a year one of us may ring you and ask for three of the words for rehearsals. "
    "Read out these three only, never one of the first 33.",
    "The first 33 words are needed only to open the messages again. Then one of us asks you herself. "
    "Before you read them out, ring her back on a number that you have had for long.",
    "Is it lost, or did somebody see it? Ring us the same day. We change the key, and this sheet then "
    "opens nothing.",
    "If you cannot keep it any more, give it back to one of us.",
)
CODE_SAYS = "The same words as a square pattern that a camera can read."


@dataclass(frozen=True)
class Sheet:
    """One sheet with everything that stands on it."""

    number: int
    set_number: int
    made_on: date
    given_to: str
    words: list[str] = field(repr=False)

    def title(self) -> str:
        return f"Recovery sheet {self.number} of {SHEETS}"

    def columns(self) -> list[list[tuple[int, str]]]:
        """(number, word) in three columns of eleven."""
        return _in_columns(list(enumerate(self.words[:WORDS_A_SHEET], 1)))

    def rehearsal_columns(self) -> list[list[tuple[int, str]]]:
        """(number, word) of the words for rehearsals, in three columns of four."""
        return _in_columns(list(enumerate(self.words, 1))[WORDS_A_SHEET:])

    def code(self) -> "segno.QRCode":
        """Capitals, because the pattern is smaller then; whoever reads words forgives them."""
        return segno.make(" ".join(self.words[:WORDS_A_SHEET]).upper(), error="m", micro=False)

    def code_as_data(self) -> str:
        """For the `src` of a picture on screen."""
        return str(self.code().svg_data_uri(scale=4, border=2, light="#fff"))


def _in_columns(numbered: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    size = len(numbered) // COLUMNS
    return [numbered[start : start + size] for start in range(0, len(numbered), size)]


def sheets_of(recovery_set: RecoverySet, words: Sequence[list[str]]) -> list[Sheet]:
    """The three sheets of a set, with their words (`words`: of each sheet)."""
    made_on = timezone.localdate(recovery_set.made_at)
    return [
        Sheet(row.number, recovery_set.pk, made_on, given_to(row), list(of_sheet))
        for row, of_sheet in zip(recovery_set.sheets.all(), words, strict=True)
    ]


def address() -> str:
    """Where the words of two sheets are typed in."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('inbox_key_recover')}"


def texts() -> dict[str, Any]:
    """What stands on every sheet."""
    return {
        "lead": LEAD,
        "what_for": WHAT_FOR,
        "what_to_do": WHAT_TO_DO,
        "code_says": CODE_SAYS,
        "address": address(),
    }


def make_pdf(sheets: Sequence[Sheet]) -> bytes:
    """One page for each sheet. A name in letters that our fonts lack is left to be written by hand."""
    try:
        return _compile(sheets)
    except typst.TypstError:
        return _compile([replace(sheet, given_to="") for sheet in sheets])


def _compile(sheets: Sequence[Sheet]) -> bytes:
    data = {
        **texts(),
        "title": sheets[0].title() if len(sheets) == 1 else "Recovery sheets",
        "made_on": sheets[0].made_on.timetuple()[:3],
        "sheets": [_data_of(sheet) for sheet in sheets],
    }
    return accessible_pdf(TEMPLATE, data)


def _data_of(sheet: Sheet) -> dict[str, Any]:
    drawn = io.BytesIO()
    sheet.code().save(drawn, kind="svg", border=0, xmldecl=False)
    made_on = sheet.made_on.strftime("%-d %B %Y")
    return asdict(sheet) | {
        "title": sheet.title(),
        "made_on": made_on,
        "columns": sheet.columns(),
        "rehearsal_columns": sheet.rehearsal_columns(),
        "code": drawn.getvalue().decode(),
    }
