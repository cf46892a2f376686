"""An amount as banks write it."""

import re

_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " "})
_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])?(?:£|GBP)?(?P<after>[-+])?"
    r"(?P<pounds>[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})?(?:\.(?P<pence>[0-9]{1,2})0*)?"
    r"(?P<close>\))?(?P<end>-|CR|DR)?"
)


class NotAnAmount(ValueError):
    """These words are no amount of pounds. It is never guessed."""


def pence_of(cell: str) -> int | None:
    """“1,250.00”, “£-12.5”, “(12.50)”, “12.50 DR” in pence, below 0 if it went out; None for an empty cell.

    Raises NotAnAmount.
    """
    words = cell.translate(_SIGNS).replace(" ", "").upper()
    if words in ("", "-"):
        return None
    found = _AMOUNT.fullmatch(words)
    if found is None or not (found["pounds"] or found["pence"]):
        raise NotAnAmount
    if bool(found["open"]) != bool(found["close"]):
        raise NotAnAmount
    minus = [
        found["open"],
        found["sign"] == "-",
        found["after"] == "-",
        found["end"] in ("-", "DR"),
    ]
    if sum(map(bool, minus)) > 1:
        raise NotAnAmount
    pounds = int((found["pounds"] or "0").replace(",", ""))
    pence = pounds * 100 + int((found["pence"] or "").ljust(2, "0"))
    return -pence if any(minus) else pence
