"""What comes back after a letter, read from the raw mail: it bounced, a complaint, a wish to leave, a reply.

Formats: RFC 3464 (delivery status), RFC 5965 (complaints of mail services, "ARF"), RFC 3463 (status codes),
and our own subject of the `mailto:` in List-Unsubscribe (RFC 2369). Who is meant says our signed Message-ID
or token alone, wherever in the mail it stands: no address in such a mail is believed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum

from alongside.newsletter import tokens
from alongside.newsletter.tokens import Token

LARGEST = 2_000_000  # bytes of one mail; of what is longer only the beginning is read

_ID = re.compile(rb"<([A-Za-z0-9_-]{32})@")
_LEAVE = re.compile(r"\bleave\s+([A-Za-z0-9_-]{32})\b", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH_MAILBOX = re.compile(r"5\.(?:1\.\d+|2\.1|0\.0)")
"""RFC 3463: the address is bad, or the mailbox is closed for good. A full mailbox (5.2.2) or a letter that
was taken for spam (5.7.1) may be well next time."""


class Kind(StrEnum):
    HARD = "hard"
    SOFT = "soft"
    COMPLAINT = "complaint"
    LEAVE = "leave"
    REPLY = "reply"


@dataclass(frozen=True)
class Report:
    """status: as in RFC 3463, if there is one."""

    kind: Kind
    token: Token
    status: str = ""


def read(raw: bytes) -> Report | None:
    """None for everything that says nothing of a letter of ours, or that a machine answered."""
    raw = raw[:LARGEST]
    mail = message_from_bytes(raw, policy=policy.default)
    if token := _wish_to_leave(mail):
        return Report(Kind.LEAVE, token)
    token = next(_ours(raw), None)
    if token is None:
        return None
    kind_of_report = str(mail.get_param("report-type", "") or "").lower()
    if kind_of_report == "delivery-status":
        return _bounce(mail, token)
    if kind_of_report == "feedback-report":
        return Report(Kind.COMPLAINT, token) if _is_abuse(mail) else None
    if _is_from_a_machine(mail):
        return None
    return Report(Kind.REPLY, token)


def _ours(raw: bytes) -> Iterator[Token]:
    """Our own ids, in the headers of the letter that is enclosed, or of the one that is answered."""
    for found in _ID.finditer(raw):
        try:
            yield tokens.read(found[1].decode(), purpose="message")
        except tokens.NotOurs:
            continue


def _wish_to_leave(mail: EmailMessage) -> Token | None:
    found = _LEAVE.search(_header(mail, "Subject"))
    if not found:
        return None
    try:
        return tokens.read(found[1])
    except tokens.NotOurs:
        return None


def _bounce(mail: EmailMessage, token: Token) -> Report | None:
    """None while the other server still tries (Action: delayed)."""
    for fields in _fields(mail, "message/delivery-status"):
        if _header(fields, "Action").strip().lower() == "failed":
            status = _STATUS.search(_header(fields, "Status"))
            code = status[0] if status else ""
            is_hard = bool(_NO_SUCH_MAILBOX.fullmatch(code))
            return Report(Kind.HARD if is_hard else Kind.SOFT, token, code)
    return None


def _is_abuse(mail: EmailMessage) -> bool:
    """Not `not-spam`, with which a service says that somebody took her letter out of the junk."""
    kinds = [
        _header(fields, "Feedback-Type").strip().lower()
        for fields in _fields(mail, "message/feedback-report")
    ]
    return any(kind and kind != "not-spam" for kind in kinds)


def _fields(mail: EmailMessage, content_type: str) -> Iterator[EmailMessage]:
    """The groups of fields in a part: Python reads delivery-status as messages, feedback-report as text."""
    for part in mail.walk():
        if part.get_content_type() != content_type:
            continue
        payload = part.get_payload()
        if isinstance(payload, list):
            yield from (group for group in payload if isinstance(group, EmailMessage))
        else:
            text = part.get_payload(decode=True) or b""
            yield message_from_bytes(bytes(text).lstrip(), policy=policy.default)


def _is_from_a_machine(mail: EmailMessage) -> bool:
    """Answers of machines (RFC 3834) are no replies."""
    automatic = _header(mail, "Auto-Submitted").lower()
    lists = _header(mail, "Precedence").lower()
    return (bool(automatic) and automatic != "no") or lists in ("bulk", "junk", "auto_reply")


def _header(mail: EmailMessage, name: str) -> str:
    """Broken headers say nothing."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""
