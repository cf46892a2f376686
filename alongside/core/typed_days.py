"""A day as people and programs write it in the UK: the day before the month."""

import re
from datetime import date, datetime

FIRST_YEAR = 2000
_WAYS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%d/%m/%y",
    "%d %b %Y",
    "%d %B %Y",
    "%d %b %y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d/%b/%Y",
)
_DAY = re.compile(r"\s*(\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4})(?:[ T].*)?")


def day_of(words: str, today: date) -> date | None:
    """None for none, for the future, for long ago. A time after it is left out."""
    found = _DAY.fullmatch(words)
    for way in _WAYS if found else ():
        try:
            day = datetime.strptime(found[1] if found else "", way).date()
        except ValueError:
            continue
        return day if day.year >= FIRST_YEAR and day <= today else None
    return None
