"""Numbers that check themselves: sort codes, IBAN, BIC, VAT numbers, ISBN."""

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


def is_bic(typed: str) -> bool:
    """ISO 9362: bank, country, place, and perhaps a branch."""
    return bool(re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", typed))


def uk_vat_number(typed: str) -> str:
    """As it is printed: GB 123 4567 82, or with three more digits for a branch; GB may be left out.

    Its last two digits check the seven before: the seven times 8 to 2, and the two, sum up to a multiple of
    97; in newer numbers (since 2009) to 55 less. Raises ValueError.
    """
    found = re.fullmatch(r"(?:GB|XI)?(\d{3})(\d{4})(\d{2})(\d{3})?", typed, re.ASCII)
    if found is None:
        raise ValueError
    digits = "".join(found.groups(default="")[:3])
    weighed = sum(int(digit) * (8 - at) for at, digit in enumerate(digits[:7])) + int(digits[7:])
    if not int(digits) or weighed % 97 not in (0, 97 - 55):
        raise ValueError
    land = "XI" if typed.startswith("XI") else "GB"
    return " ".join(part for part in (land, *found.groups()) if part)


def is_isbn(typed: str) -> bool:
    """ISBN-13 and ISBN-10 (ISO 2108)."""
    if len(typed) == 13 and typed.isascii() and typed.isdigit():
        return sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(typed)) % 10 == 0
    if not re.fullmatch(r"[0-9]{9}[0-9X]", typed):
        return False
    values = [10 if sign == "X" else int(sign) for sign in typed]
    return sum((10 - at) * value for at, value in enumerate(values)) % 11 == 0
