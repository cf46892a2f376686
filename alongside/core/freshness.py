"""How fresh a page is. Sources of the rule: issue 2 and `docs/decisions/0004-freshness.md`.

| state | since the due date | what happens |
|---|---|---|
| fresh | more than 30 days before it | nothing |
| due | the last 30 days before it | on the editors' list |
| overdue | it has passed | amber banner for the reader |
| stale | six months ago | out of search and feed, banner stays |
| withdrawn | twelve months ago | a kind note in place of the words |
"""

import calendar
import datetime
from enum import StrEnum


class Freshness(StrEnum):
    FRESH = "fresh"
    DUE = "due"
    OVERDUE = "overdue"
    STALE = "stale"
    WITHDRAWN = "withdrawn"

    @property
    def is_findable(self) -> bool:
        """May search and the feed show it?"""
        return self not in (Freshness.STALE, Freshness.WITHDRAWN)

    @property
    def needs_banner(self) -> bool:
        return self in (Freshness.OVERDUE, Freshness.STALE)


def add_months(date: datetime.date, months: int) -> datetime.date:
    """`date` moved by whole months; the 31st becomes the last day of a shorter month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    day = min(date.day, calendar.monthrange(year, month + 1)[1])
    return datetime.date(year, month + 1, day)


def freshness(*, due_on: datetime.date | None, today: datetime.date) -> Freshness:
    """The state on `today` of a page that is to be checked again on `due_on` (None: never due)."""
    if due_on is None or today < due_on - datetime.timedelta(days=30):
        return Freshness.FRESH
    if today <= due_on:
        return Freshness.DUE
    if today <= add_months(due_on, 6):
        return Freshness.OVERDUE
    if today <= add_months(due_on, 12):
        return Freshness.STALE
    return Freshness.WITHDRAWN
