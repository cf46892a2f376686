"""How much of a price is VAT. For a trader who is registered; nobody else owes any.

Printed books and, since 1 May 2020, e-books are zero-rated (VATA 1994, Schedule 8, Group 3; VAT Notice
701/10); what is made to be written in, such as a journal, is standard-rated (HMRC VBOOKS3130). Postage has
the rate of what is posted; with both in a parcel it is divided by their values (VAT Notice 700, 8.1). What
goes to another country is an export and zero-rated (VAT Notice 703). A gift is outside the scope.
"""

from django.db import models

AT_HOME = {
    "GB",
    "IM",
}  # the Isle of Man has the VAT of the United Kingdom; the Channel Islands have none


class Rate(models.TextChoices):
    ZERO = "zero", "zero-rated (a book)"
    STANDARD = "standard", "standard-rated, 20 % (to write in)"


PERCENT = {Rate.ZERO: 0, Rate.STANDARD: 20}


def rate_in(country: str, rate: str) -> Rate:
    """The rate of a thing that is sold to this country (two letters)."""
    return Rate(rate) if country in AT_HOME else Rate.ZERO


def within(gross: int, rate: str) -> int:
    """The VAT in `gross` pence, to the nearest penny, half a penny upwards (VAT Notice 700, 17.5)."""
    percent = PERCENT[Rate(rate)]
    return (2 * gross * percent + 100 + percent) // (2 * (100 + percent))


def apportioned(pence: int, weights: dict[str, int]) -> dict[str, int]:
    """`pence` divided by `weights`; whatever the rounding leaves goes to the heaviest. Sums to `pence`."""
    whole = sum(weights.values())
    if not whole:
        return {next(iter(weights), Rate.ZERO): pence}
    shares = {rate: pence * weight // whole for rate, weight in weights.items()}
    shares[max(weights, key=lambda rate: weights[rate])] += pence - sum(shares.values())
    return shares
