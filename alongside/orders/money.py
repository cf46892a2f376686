"""Money is whole pence, always. Here it becomes words, and words become it."""

import re

from babel.numbers import format_currency

MOST = 100_000_00  # pence: no form takes more
_WRITTEN = re.compile(r"£?\s*(\d{1,7}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?")


class NotMoney(ValueError):
    """Its words say what is wrong with what was typed."""


def pounds(pence: int) -> str:
    """1250 is “£12.50”, -300 is “-£3.00”."""
    return str(format_currency(pence / 100, "GBP", locale="en_GB"))


def decimal(pence: int) -> str:
    """1250 is “12.50”: for spreadsheets."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def read_pence(typed: str) -> int:
    """“£1,250”, “12.5” or “12.50” in pence. Raises NotMoney."""
    found = _WRITTEN.fullmatch(typed.strip())
    if found is None:
        raise NotMoney("Please write an amount such as 5 or 12.50.")
    pence = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    if pence > MOST:
        raise NotMoney(f"This is more than we can take here. The most is {pounds(MOST)}.")
    return pence
