"""States and codes of the ledger in words for a founder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .models import Delivery, Totals

State = Delivery.State

_STATES = {
    State.SENT: "sent",
    State.WAITING: "wait for their turn",
    State.CLAIMED: "are being sent this moment",
    State.DEFERRED: "will be tried again",
    State.SKIPPED: "were not meant to get it",
    State.FAILED: "could not be sent",
    State.UNKNOWN: "may have been sent, nobody knows",
}
_WHYS = {
    "left": "She has left.",
    "erased": "She asked us to erase her.",
    "not confirmed": "She has not confirmed.",
    "paused": "She takes a break.",
    "suppressed": "The address is on the list of those that get no mail.",
    "nothing for her": "Nothing in this letter is about what she asked for.",
    "cancelled": "You cancelled the letter.",
    "unreadable": "The address cannot be read with the key of this site.",
    "address": "No mail can be sent to this address.",
    "dropped": "The line to the mail server broke.",
    "stopped": "Our machine stopped in that second.",
    "service waits": "Her mail service asked us to wait.",
    "left as it is": "You decided to leave it as it is.",
    "no mail server": "There is no mail server. Ask whoever looks after the site.",
}
_STAGES = {
    "sender": "the mail server does not take mail from us",
    "recipient": "the mail service does not take mail for this address",
    "data": "the mail service did not take the letter",
    "end": "the mail service did not take the letter",
}
_REPLY = re.compile(r"(sender|recipient|data|end) ([245]\d\d)\b")


@dataclass(frozen=True)
class Line:
    """How many deliveries are in a state, in words."""

    state: State
    words: str
    count: int


def lines(totals: Totals) -> list[Line]:
    """One for each state in which anybody is."""
    counted = [(state, words, getattr(totals, state.value)) for state, words in _STATES.items()]
    return [Line(*one) for one in counted if one[2]]


def why(code: str) -> str:
    """What a code of the ledger, or of a letter in trouble, says. The code stands behind it for who helps."""
    if code in _WHYS or not code:
        return _WHYS.get(code, "")
    if code.startswith("came back"):
        return f"It came back: there is no such mailbox, or it takes no mail ({code})."
    if reply := _REPLY.search(code):
        later = " It is tried again." if reply[2].startswith("4") else ""
        words = _STAGES[reply[1]]
        return f"{words[0].upper()}{words[1:]} ({code}).{later}"
    if code.startswith("CannotSign"):
        return f"Letters cannot be signed: the key of the mail cannot be read ({code})."
    return f"The mail server does not answer as it should ({code}). It is tried again."


def reasons(rows: dict[str, int]) -> Iterator[tuple[str, int]]:
    """Whys with their numbers, the commonest first."""
    for code, count in sorted(rows.items(), key=lambda row: -row[1]):
        yield why(code) or "No reason was written down.", count
