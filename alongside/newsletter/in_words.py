"""What a founder reads for what the ledger and the sender write down in codes."""

import re

from alongside.core.mail import troubles

_WHY = {
    "paused": "she has paused her letters",
    "left": "she left before it was her turn",
    "not confirmed": "she had not said yes",
    "erased": "she asked us to erase her",
    "suppressed": "she is on the list of those who get no letter",
    "nothing for her": "no section is for her, or she asked to be spared all that are",
    "cancelled": "the letter was cancelled before it was her turn",
    "unreadable": "her address was locked with another secret key",
    "dropped": "the line to the mail server broke",
    "stopped": "the machine stopped in the second in which it was sent",
    "service waits": "her mail service asked us to come back later",
    "left as it is": "nobody knows; a founder left it as it is",
    "service unclear": "the mail service did not say whether it took it",
}  # fmt: skip
_STAGES = {
    "recipient": (
        "her mail service does not take mail for this address", "her mail service asked us to wait"
    ),
    "sender": ("the mail server does not let us write", "the mail server asked us to wait"),
    "data": ("the mail server did not want the letter", "the mail server asked us to wait"),
    "end": ("the mail server did not want the letter", "the mail server asked us to wait"),
    "service": ("the mail service did not want the letter", "the mail service asked us to wait"),
}  # fmt: skip
_ENHANCED = {
    "1.1": "this address does not exist",
    "1.2": "the part after the @ does not exist",
    "1.3": "this is no address",
    "1.6": "she has moved to another address",
    "1.10": "the part after the @ takes no mail",
    "2.1": "her mailbox is closed",
    "2.2": "her mailbox is full",
    "3.4": "the letter is too big for her mail service",
    "7.1": "her mail service takes no mail from us",
}
_CODE = re.compile(r"(?P<stage>\w+) (?P<code>\d{3})(?: [245]\.(?P<enhanced>\d+\.\d+))?")
_PROBLEM = {
    "no mail server": "no mail server is set: ask your operator",
    "withdrawn": "it was taken from the website",
}


def why(code: str) -> str:
    """Of a delivery: `recipient 550 5.1.1` → “this address does not exist (550)”."""
    if code in _WHY:
        return _WHY[code]
    found = _CODE.fullmatch(code)
    if not found:
        return f"something went wrong ({code})" if code else ""
    number, detail = found["code"], _ENHANCED.get(found["enhanced"] or "")
    never, later = _STAGES.get(found["stage"], _STAGES["service"])
    return f"{detail or (later if number < '500' else never)} ({number})"


def problem(code: str) -> str:
    """Of a mailing: why nothing goes out. Empty if all is well."""
    if code in _PROBLEM:
        return _PROBLEM[code]
    if code.startswith("CannotSign"):
        return "the key for signing letters cannot be used: ask your operator"
    if code.startswith(troubles.UNREACHABLE) and "service" not in code:
        return troubles.in_words(code)
    return why(code.removeprefix(troubles.UNREACHABLE))


def duration(seconds: float) -> str:
    """`less than a minute`, `about 12 minutes`, `about 3 hours`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    number, word = (minutes, "minute") if minutes < 90 else (round(minutes / 60), "hour")
    return f"about {number} {word}" if number == 1 else f"about {number} {word}s"
