"""The mailbox to which letters come back, read by IMAP (RFC 9051; RFC 3501 is enough for all of it).

Which mails were read is one number in our database (`BounceMailbox.last_uid`, RFC 9051 §2.3.1.1), written in
the transaction of what a mail did: each counts once, whatever breaks. What only a machine wrote is
deleted from the mailbox; what a person wrote stays as it was, unread, for a person.
"""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alongside.newsletter.actions.bouncing import note
from alongside.newsletter.models import BounceMailbox

from .bounded import LARGEST
from .reports import Kind, Report, read

logger = logging.getLogger("alongside.newsletter")
EVERY = timedelta(minutes=5)
PATIENCE = 20  # seconds
MOST = 500  # mails in one look


class CannotRead(Exception):
    """The mailbox did not give what it was asked for. Holds no words of the server."""


def read_when_due() -> None:
    """The worker's look: every five minutes, if a mailbox is set."""
    now, row = timezone.now(), BounceMailbox.objects.first()
    if settings.BOUNCE_IMAP["host"] and (row is None or row.looked_at < now - EVERY):
        read_mailbox(now)


def read_mailbox(now: datetime) -> int:
    """Read what is new. Returns how many mails said something. What goes wrong stands in the row."""
    row, _ = BounceMailbox.objects.get_or_create(pk=1)
    problem, number = "", 0
    try:
        with _opened() as imap:
            number = _read_new(imap, row, now)
    except (OSError, imaplib.IMAP4.error, CannotRead) as error:
        problem = type(error).__name__
        logger.error("The mailbox of bounces could not be read: %s", problem)
    BounceMailbox.objects.filter(pk=row.pk).update(looked_at=now, problem=problem)
    return number


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    box = settings.BOUNCE_IMAP
    imap: imaplib.IMAP4
    if box["tls"]:
        context = ssl.create_default_context()
        imap = imaplib.IMAP4_SSL(box["host"], box["port"], ssl_context=context, timeout=PATIENCE)
    else:
        imap = imaplib.IMAP4(box["host"], box["port"], timeout=PATIENCE)
    try:
        imap.login(box["user"], box["password"])
        _well(imap.select(f'"{box["folder"]}"'))
        yield imap
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            imap.logout()


def _read_new(imap: imaplib.IMAP4, row: BounceMailbox, now: datetime) -> int:
    validity = int((imap.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    is_other = bool(row.uid_validity) and row.uid_validity != validity
    last = row.last_uid if row.uid_validity == validity else 0
    number = 0
    for uid in _uids(imap, last)[:MOST]:
        report = read(_fetched(imap, uid))
        if is_other and report.kind == Kind.REPLY:
            report = Report(Kind.NOTHING)  # the server numbered anew: it may be counted already
        with transaction.atomic():
            if report.token:
                note(
                    report.kind, subscriber=report.token.subscriber,
                    mailing=report.token.mailing, status=report.status, now=now,
                )  # fmt: skip
            BounceMailbox.objects.filter(pk=row.pk).update(uid_validity=validity, last_uid=uid)
        number += report.kind != Kind.NOTHING
        if report.is_machine:
            _delete(imap, uid)
    return number


def _uids(imap: imaplib.IMAP4, last: int) -> list[int]:
    """`n:*` always names the newest mail, too, even if its number is smaller (RFC 9051 §9)."""
    found = _well(imap.uid("SEARCH", f"UID {last + 1}:*"))
    numbers = [int(uid) for uid in (found[0] or b"").split() if uid.isdigit()]
    return sorted(uid for uid in numbers if uid > last)


def _fetched(imap: imaplib.IMAP4, uid: int) -> bytes:
    """Its first 256 KB; empty if it is gone meanwhile. It stays unread."""
    found = _well(imap.uid("FETCH", str(uid), f"(UID BODY.PEEK[]<0.{LARGEST}>)"))
    for one in found:
        if isinstance(one, tuple) and len(one) > 1:
            return bytes(one[1])
    return b""


def _delete(imap: imaplib.IMAP4, uid: int) -> None:
    """Only this one (UIDPLUS, RFC 4315); without that it is only marked."""
    _well(imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen \Deleted)"))
    if "UIDPLUS" in imap.capabilities:
        _well(imap.uid("EXPUNGE", str(uid)))


def _well(answer: tuple[str, list[Any]]) -> list[Any]:
    if answer[0] != "OK":
        raise CannotRead
    return answer[1]
