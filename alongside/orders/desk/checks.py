"""Numbers that check themselves: sort codes, IBAN, ISBN."""

import re

from django.core.exceptions import ValidationError


def digits_of(typed: str, number: int, words: str) -> str:
    """Spaces and hyphens are forgiven. Raises ValidationError with `words`."""
    digits = "".join(typed.replace("-", "").split())
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) == number):
        raise ValidationError(words)
    return digits


def is_iban(typed: str) -> bool:
    """ISO 13616: modulo 97, letters as 10 to 35."""
    if not (typed.isascii() and typed.isalnum() and 15 <= len(typed) <= 34):
        return False
    return int("".join(str(int(sign, 36)) for sign in typed[4:] + typed[:4])) % 97 == 1


def is_isbn(typed: str) -> bool:
    """ISBN-13 and ISBN-10 (ISO 2108)."""
    if len(typed) == 13 and typed.isascii() and typed.isdigit():
        return sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(typed)) % 10 == 0
    if not re.fullmatch(r"[0-9]{9}[0-9X]", typed):
        return False
    values = [10 if sign == "X" else int(sign) for sign in typed]
    return sum((10 - at) * value for at, value in enumerate(values)) % 11 == 0
