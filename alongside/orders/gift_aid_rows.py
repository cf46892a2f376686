"""A gift as a line of HMRC's schedule: their fields, lengths and signs.

“Schedule spreadsheet to claim back tax on Gift Aid donations” (gov.uk, 28 November 2025), and what HMRC's own
service refuses: `GiftAidValidationService.scala` in github.com/hmrc/charities-claims-validation.
"""

import re
import unicodedata
from dataclasses import astuple, dataclass
from datetime import date

from .gift_aid import Declaration
from .money import decimal

HEADINGS = (
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
)
ABROAD = "X"
NAME, HOUSE = 35, 40  # letters
_TITLE = re.compile(r"[A-Za-z][A-Za-z'-]{1,3}")
_NOT_WESTERN = re.compile(r"[^\x20-\x7e\xa1-\xff]")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-"}
    | {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Œ": "OE", "œ": "oe", "ẞ": "SS"}
)
_POSTCODE = re.compile(
    r"(GIR 0AA)|(([A-Z][0-9][0-9]?|[A-Z][A-HJ-Y][0-9][0-9]?|[A-Z][0-9][A-Z]|[A-Z][A-HJ-Y][0-9][A-Z])"
    r" [0-9][A-Z]{2})"
)


class CannotBeWritten(ValueError):
    """HMRC would refuse this line; its words say why, without a name."""


@dataclass(frozen=True)
class ScheduleRow:
    """on: DD/MM/YY. amount: pounds and pence, without £. The two in the middle stay empty: each gift is one
    person's own."""

    title: str
    first_name: str
    last_name: str
    house: str
    postcode: str
    aggregated: str
    sponsored: str
    on: str
    amount: str

    @property
    def cells(self) -> tuple[str, ...]:
        return astuple(self)

    @property
    def is_abroad(self) -> bool:
        return self.postcode == ABROAD


def row_of(who: Declaration, *, on: date, pence: int) -> ScheduleRow:
    """Raises CannotBeWritten."""
    first = western(who.first_name).split(" ")[0][:NAME]
    last = western(who.last_name.replace("-", " "))[:NAME].strip()
    house = western(who.house)[:HOUSE].strip()
    for words, what in ((first, "first name"), (last, "last name"), (house, "house")):
        if not words:
            raise CannotBeWritten(f"its {what} has no letters that HMRC can read")
    title = western(who.title).replace(".", "")
    return ScheduleRow(
        title=title if _TITLE.fullmatch(title) else "",
        first_name=first,
        last_name=last,
        house=house,
        postcode=postcode(who.postcode),
        aggregated="",
        sponsored="",
        on=on.strftime("%d/%m/%y"),
        amount=decimal(pence),
    )


def western(words: str) -> str:
    """HMRC takes the letters of western Europe alone: others lose their marks, or go."""
    kept = (
        sign if not _NOT_WESTERN.search(sign) else _without_marks(sign)
        for sign in unicodedata.normalize("NFC", " ".join(words.split()).translate(_PLAIN))
    )
    return " ".join("".join(kept).split())


def _without_marks(sign: str) -> str:
    return _NOT_WESTERN.sub("", unicodedata.normalize("NFKD", sign))


def postcode(typed: str) -> str:
    """In capitals, with its space; X for a home abroad, as HMRC wants it."""
    signs = re.sub(r"[^A-Z0-9]", "", typed.upper())
    written = f"{signs[:-3]} {signs[-3:]}"
    return written if _POSTCODE.fullmatch(written) else ABROAD
