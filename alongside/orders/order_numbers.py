"""The number of an order: what is written on a bank transfer, on a cheque, and read out by telephone.

`BK` and seven signs: six random ones (Crockford's base 32 without its Z: no I, L, O, U, so that nothing is
read wrong) and one that checks them: the sum, each weighted with its place, modulo 31. 31 is a prime and as
many signs there are, so every wrong sign is found, and every two that changed places.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
_MEANT = str.maketrans("ILOU", "110V")
_IN_WORDS = re.compile(r"B\W?K((?:[\W_]?[0-9A-Z]){7})(?![0-9A-Z])")


def new_number() -> str:
    """For example BK4T9ZQ2H."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"BK{signs}{_check(signs)}"


def _check(signs: str) -> str:
    return ALPHABET[sum(place * ALPHABET.index(s) for place, s in enumerate(signs, 2)) % 31]


def found_in(words: str) -> list[str]:
    """Every number of an order in some words (a line of a bank statement), read kindly.

    Spaces and hyphens in it, small letters, O for 0, I or L for 1 are forgiven; a wrong check is not.
    """
    found = []
    for match in _IN_WORDS.finditer(words.upper()):
        signs = re.sub(r"[\W_]", "", match[1]).translate(_MEANT)
        if set(signs) <= set(ALPHABET) and _check(signs[:6]) == signs[6]:
            found.append(f"BK{signs}")
    return list(dict.fromkeys(found))
