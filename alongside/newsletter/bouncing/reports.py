"""What one mail that came to us says: DSN (RFC 3464), ARF (RFC 5965), "leave", or somebody's reply.

Anybody can send us anything. So an address in such a mail is never looked at: what is believed is a signed
id of ours (`tokens`), in the headers of our letter that a report gives back. Whoever has one is the
person that got it, or her mail service.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from enum import Enum
from itertools import islice
from typing import Any

from alongside.newsletter import tokens

from .bounded import parsed

MOST_PARTS = 40
_MESSAGE_ID = re.compile(r"<([A-Za-z0-9_-]{32})@")
_LEAVE = re.compile(r"\bleave[ +]([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")
_LINK = re.compile(r"(?:/leave/|leave(?:%20|[ +]))([A-Za-z0-9_-]{32})(?![A-Za-z0-9_-])")
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_INLINE_ID = re.compile(r"(?im)^[> ]*message-id:\s*(<[A-Za-z0-9_-]{32}@[^>\s]{1,255}>)")
_NOBODY_THERE = re.compile(
    r"(?i)user unknown|unknown user|no such user|no such recipient|recipient not found|"
    r"does ?n[o']t exist|invalid (?:recipient|mailbox)|unknown recipient|no mailbox"
)
_HEADS = (
    "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers",
    "message/global-headers",
)  # fmt: skip
_FOR_GOOD = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
"""RFC 3463 §3.2, 3.3 and RFC 7505: this address takes no mail, now or ever. Everything else may pass."""


class Kind(Enum):
    HARD = "the address does not exist"
    SOFT = "it could not be delivered this time"
    COMPLAINT = "she told her mail service that she does not want it"
    LEAVE = "she leaves"
    REPLY = "somebody answered"
    NOTHING = "nothing for us"


@dataclass(frozen=True)
class Report:
    """token: whose letter, and which. is_machine: no person has to read this mail."""

    kind: Kind
    token: tokens.Token | None = None
    status: str = ""
    is_machine: bool = False


NOTHING = Report(Kind.NOTHING)


def read(raw: bytes) -> Report:
    """Never raises: what cannot be understood is nothing for us."""
    try:
        mail = parsed(raw)
        return NOTHING if mail is None else _read(mail)
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return NOTHING


def _read(mail: "Message[Any, Any]") -> Report:
    kind = mail.get_content_type()
    report_type = str(mail.get_param("report-type") or "").lower()
    if kind == "multipart/report" and report_type == "feedback-report":
        return _complaint(mail)
    if kind == "multipart/report":
        return _returned(mail)
    if _is_from_nobody(mail):
        return _plain_return(mail)
    return NOTHING if _is_automatic(mail) else _written(mail)


def _written(mail: "Message[Any, Any]") -> Report:
    """By a person. What a machine quotes of ours (out of office) is no wish of hers to leave."""
    if token := _token(_LEAVE, _decoded(mail, "Subject"), purpose="letter"):
        return Report(Kind.LEAVE, token, is_machine=True)
    answered = f"{_header(mail, 'In-Reply-To')} {_header(mail, 'References')}"
    token = _token(_MESSAGE_ID, answered, purpose="message")
    return Report(Kind.REPLY, token) if token else NOTHING


# ── Delivery status notifications ──


def _returned(mail: "Message[Any, Any]") -> Report:
    token = _token_of_returned(mail)
    if token is None:
        return NOTHING
    for part in _parts(mail):
        if part.get_content_type() == "message/delivery-status":
            blocks: Any = part.get_payload() if part.is_multipart() else ()
            for block in blocks:
                if str(block.get("Action", "")).strip().lower() == "failed":
                    status = _status_of(block)
                    words = _header(block, "Diagnostic-Code")
                    return Report(kind_of(status, words), token, status, is_machine=True)
    return Report(Kind.NOTHING, token, is_machine=True)  # delayed, relayed, read …


def _status_of(block: "Message[Any, Any]") -> str:
    """The status; where it is a general one, the better one that the mail server gave in words."""
    status = _first(STATUS, _header(block, "Status"))
    if status in ("", "5.0.0", "4.0.0"):
        status = _first(STATUS, _header(block, "Diagnostic-Code")) or status
    return status


def kind_of(status: str, words: str = "") -> Kind:
    """status: RFC 3463. words: of the mail server, looked at when the status says nothing."""
    if status in _FOR_GOOD:
        return Kind.HARD
    if status in ("", "5.0.0") and _NOBODY_THERE.search(words):
        return Kind.HARD
    return Kind.SOFT


def _plain_return(mail: "Message[Any, Any]") -> Report:
    """Of servers that know no RFC 3464 (qmail): our letter stands in the text."""
    for part in _parts(mail):
        if part.get_content_maintype() != "text":
            continue
        text = _text(part)
        found = _INLINE_ID.search(text)
        token = _token(_MESSAGE_ID, found[1], purpose="message") if found else None
        if token:
            words = text[: found.start()] if found else ""
            status = _first(STATUS, words)
            return Report(kind_of(status, words), token, status, is_machine=True)
    return NOTHING


# ── Complaints ──


def _complaint(mail: "Message[Any, Any]") -> Report:
    token = _token_of_returned(mail)
    if token is None:
        return NOTHING
    for part in _parts(mail):
        if part.get_content_type() == "message/feedback-report":
            said = _header(_held(part), "Feedback-Type").strip().lower()
            kind = Kind.NOTHING if said in ("not-spam", "auth-failure", "") else Kind.COMPLAINT
            return Report(kind, token, is_machine=True)
    return NOTHING


# ── Whose letter it was ──


def _token_of_returned(mail: "Message[Any, Any]") -> tokens.Token | None:
    """From the headers of our letter that came back; Gmail names it in its own headers as well."""
    answered = f"{_header(mail, 'In-Reply-To')} {_header(mail, 'References')}"
    for head in _returned_heads(mail):
        if token := (
            _token(_MESSAGE_ID, _header(head, "Message-ID"), purpose="message")
            or _token(_LINK, _header(head, "List-Unsubscribe"), purpose="letter")
        ):
            return token
    return _token(_MESSAGE_ID, answered, purpose="message")


def _returned_heads(mail: "Message[Any, Any]") -> Iterator["Message[Any, Any]"]:
    return (_held(part) for part in _parts(mail) if part.get_content_type() in _HEADS)


def _held(part: "Message[Any, Any]") -> "Message[Any, Any]":
    """The headers that a part holds."""
    if part.is_multipart():
        return part.get_payload(0)  # type: ignore[return-value]  # a message/… holds a message
    return parsed(_bytes(part), only_head=True) or Message()


def _token(pattern: re.Pattern[str], words: str, *, purpose: str) -> tokens.Token | None:
    for written in islice(pattern.findall(words), MOST_PARTS):
        try:
            return tokens.read(written, purpose=purpose)
        except tokens.NotOurs:
            continue
    return None


# ── Mail, with patience ──


def _parts(mail: "Message[Any, Any]") -> Iterator["Message[Any, Any]"]:
    return islice(mail.walk(), MOST_PARTS)


def _header(mail: Any, name: str) -> str:
    return str(mail.get(name, ""))[:8_000]


def _decoded(mail: "Message[Any, Any]", name: str) -> str:
    """As it stands, if no program can decode it."""
    raw = _header(mail, name)
    try:
        return " ".join(str(make_header(decode_header(raw))).split())
    except (MessageError, LookupError, ValueError):
        return " ".join(raw.split())


def _bytes(part: "Message[Any, Any]") -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _text(part: "Message[Any, Any]") -> str:
    return _bytes(part).decode("utf-8", "replace")


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[1] if found else ""


def _is_from_nobody(mail: "Message[Any, Any]") -> bool:
    """The empty sender of RFC 5321 §4.5.5, as far as it can be seen in a mailbox."""
    sender = _header(mail, "From").lower()
    return _header(mail, "Return-Path").strip() == "<>" or "mailer-daemon@" in sender


def _is_automatic(mail: "Message[Any, Any]") -> bool:
    """Out of office and the like (RFC 3834 §5, and what programs really write)."""
    automatic = _header(mail, "Auto-Submitted").strip().lower() not in ("", "no")
    old = _header(mail, "Precedence").strip().lower() in ("bulk", "junk", "auto_reply")
    return automatic or old or any(mail.get(n) for n in ("X-Autoreply", "X-Autorespond"))
