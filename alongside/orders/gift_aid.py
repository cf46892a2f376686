"""The Gift Aid declaration: HMRC's words, and who made it."""

import json
from dataclasses import asdict, dataclass

from alongside.core import installation_key

PURPOSE = "gift aid"
WORDING = "2026-11 one gift"
ON_PAPER = "signed on paper"
SAYS = (
    "I want to Gift Aid my donation of {amount} to {charity}.",
    "I am a UK taxpayer and understand that if I pay less Income Tax and/or Capital Gains Tax than the "
    "amount of Gift Aid claimed on all my donations in that tax year it is my responsibility to pay any "
    "difference.",
)
"""HMRC's model declaration for a single donation (“Gift Aid declaration for a single donation”, gov.uk).
For the gift only: what is paid for a book is no gift (HMRC, Chapter 3: Gift Aid, 3.6)."""


def says(charity: str, amount: str = "the amount above") -> tuple[str, str]:
    """What she ticks, and what she must know. amount: in pounds, once it is known."""
    wish, responsibility = SAYS
    only = "It is on the gift only, never on the price of a book."
    return wish.format(amount=amount, charity=charity), f"{responsibility} {only}"


@dataclass(frozen=True)
class Declaration:
    """house: number or name, with the street. postcode: of a home in the United Kingdom."""

    first_name: str
    last_name: str
    house: str
    postcode: str
    title: str = ""

    def lock(self) -> bytes:
        return installation_key.lock(json.dumps(asdict(self)), purpose=PURPOSE)

    @classmethod
    def unlock(cls, locked: bytes) -> "Declaration":
        """Raises installation_key.Unreadable."""
        return cls(**json.loads(installation_key.unlock(bytes(locked), purpose=PURPOSE)))
