"""The two small signed words that travel in a public form instead of a cookie.

The **ticket** is made when a form is first shown. It says when that was, and carries a random number:
a form that is sent twice is one form. The **pass** is made when our check took a person for a machine:
with it, the next press goes through.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.core import signing

LONGEST = timedelta(days=7)


class State(Enum):
    """What a ticket says about the time since its form was first shown."""

    GOOD = "good"
    TOO_FAST = "too fast"
    TOO_OLD = "too old"  # also: none, another form's, or not ours


@dataclass(frozen=True)
class Ticket:
    """`id`: 16 random bytes. `written`: what stands in the page."""

    id: bytes
    written: str


def new_ticket(door: str) -> Ticket:
    number = secrets.token_bytes(16)
    return Ticket(number, _signer(door).sign(base64.urlsafe_b64encode(number).decode()))


def read_ticket(door: str, written: str, *, least: timedelta) -> tuple[Ticket | None, State]:
    """The ticket in `written`, and whether a person can have filled in the form in this time."""
    signer = _signer(door)
    try:
        number = base64.urlsafe_b64decode(signer.unsign(written, max_age=LONGEST))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None, State.TOO_OLD
    ticket = Ticket(number, written)
    try:
        signer.unsign(written, max_age=least)
    except signing.SignatureExpired:
        return ticket, State.GOOD
    return ticket, State.TOO_FAST


def new_pass(door: str, ticket: Ticket, whose: str) -> str:
    """For this ticket. `whose` says what of the sender must still be the same, if that matters."""
    return _signer(f"{door} pass").sign_object({"ticket": ticket.id.hex(), "whose": whose})


def read_pass(door: str, written: str, ticket: Ticket) -> str | None:
    """`whose` it is, or None if it is no pass for this ticket."""
    try:
        said = _signer(f"{door} pass").unsign_object(written, max_age=LONGEST)
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    return said["whose"] if said["ticket"] == ticket.id.hex() else None


def _signer(door: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"alongside.core.public_forms {door}")
