"""A stretch of days, as a founder chooses it: a month, a quarter, a tax year, or from a day to a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

_TAX_YEAR = (4, 6)  # month and day on which it begins


@dataclass(frozen=True)
class Period:
    """Both days are in it."""

    first: date
    last: date

    @property
    def range(self) -> tuple[date, date]:
        return self.first, self.last

    @property
    def asked(self) -> str:
        """For an address."""
        return f"from={self.first}&to={self.last}"

    @property
    def name(self) -> str:
        """For the name of a file."""
        return f"{self.first}-to-{self.last}"


class NoPeriod(ValueError):
    """Its words say what is wrong with the days."""


def month_of(day: date) -> Period:
    return _months(day.year, day.month, 1)


def quarter_of(day: date) -> Period:
    """Of the calendar. The quarters of a VAT registration may be others: then she chooses the days."""
    return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3)


def tax_year_of(day: date) -> Period:
    """6 April to 5 April."""
    year = day.year if (day.month, day.day) >= _TAX_YEAR else day.year - 1
    return Period(date(year, *_TAX_YEAR), date(year + 1, *_TAX_YEAR) - timedelta(days=1))


def _months(year: int, month: int, many: int) -> Period:
    after = month - 1 + many
    end = date(year + after // 12, after % 12 + 1, 1) - timedelta(days=1)
    return Period(date(year, month, 1), end)


def before(period: Period) -> date:
    """The day before it: a day of the one before."""
    return period.first - timedelta(days=1)


def presets(today: date) -> list[tuple[str, Period]]:
    """What she may choose with one press."""
    month, quarter, year = month_of(today), quarter_of(today), tax_year_of(today)
    return [
        ("this month", month),
        ("last month", month_of(before(month))),
        ("this quarter", quarter),
        ("last quarter", quarter_of(before(quarter))),
        ("this tax year", year),
        ("last tax year", tax_year_of(before(year))),
    ]


def asked_for(asked: Mapping[str, str], default: Period) -> Period:
    """From an address: `from` and `to`. Raises NoPeriod."""
    if not asked.get("from") and not asked.get("to"):
        return default
    try:
        first, last = (date.fromisoformat(asked.get(name, "")) for name in ("from", "to"))
    except ValueError:
        raise NoPeriod("Please choose both days.") from None
    if last < first:
        raise NoPeriod("The last day is before the first.")
    return Period(first, last)
