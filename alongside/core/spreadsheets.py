"""Texts in a file that somebody opens in a spreadsheet."""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """A text that no spreadsheet runs: an apostrophe in front of a formula (OWASP, “CSV Injection”)."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
