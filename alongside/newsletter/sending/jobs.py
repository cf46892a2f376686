"""What is handed over, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from alongside.newsletter.models import Delivery

from .composing import Plate, Recipient, ascii_address
from .signing import Signer

State = Delivery.State


@dataclass
class Job:
    """One letter to one person, ready to be handed over."""

    delivery: int
    to: Recipient
    plate: Plate
    signer: Signer | None
    at: float

    @cached_property
    def message(self) -> bytes:
        return self.plate.message(self.to, signer=self.signer, at=self.at)

    @property
    def address(self) -> str:
        """As SMTP takes it. Raises ValueError for one that no server would understand."""
        address = ascii_address(self.to.address)
        if not address.isascii() or not address.isprintable() or set(address) & set(" <>"):
            raise ValueError
        return address

    @property
    def domain(self) -> str:
        return self.to.address.rpartition("@")[2].lower()


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery. WAITING: given back, nobody heard of it.

    `why`: a code without words: stage, SMTP status, enhanced status (RFC 3463), as in
    `recipient 550 5.1.1`.
    """

    delivery: int
    state: State
    why: str = ""


@dataclass(frozen=True)
class Handed:
    """What came of some jobs. `trouble`: what keeps the server from taking any letter at all."""

    outcomes: list[Outcome]
    trouble: str = ""


Note = Callable[[int], None]
