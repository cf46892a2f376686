"""The mailbox to which letters come back, read by IMAP over TLS (RFC 3501, RFC 8314).

What was understood is deleted there after the rows are written. Everything else stays, marked as seen: a
person may have written. A mailbox that does not answer is asked again in a minute.
"""

import hashlib
import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings

from alongside.newsletter.actions.coming_back import record

from . import reports

logger = logging.getLogger("alongside.newsletter")

MOST = 200  # mails in one look
PATIENCE = 20  # seconds


def look() -> int:
    """The worker's look. Returns how many reports were written down."""
    if not settings.BOUNCE_MAILBOX:
        return 0
    try:
        with _opened() as box:
            return sum(_take(box, number, raw) for number, raw in _unseen(box))
    except (imaplib.IMAP4.error, OSError) as error:
        # no words of the error: they may hold an address
        logger.error("The mailbox of what comes back: %s", type(error).__name__)
        return 0


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    given = settings.BOUNCE_MAILBOX
    if given["tls"]:
        box: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            given["host"], given["port"], timeout=PATIENCE, ssl_context=ssl.create_default_context()
        )
    else:
        box = imaplib.IMAP4(given["host"], given["port"], timeout=PATIENCE)
    try:
        box.login(given["user"], given["password"])
        box.select(given["folder"])
        yield box
        box.expunge()
    finally:
        with suppress(imaplib.IMAP4.error, OSError):  # all that could be lost is the goodbye
            box.logout()


def _unseen(box: imaplib.IMAP4) -> Iterator[tuple[str, bytes]]:
    _, found = box.search(None, "UNSEEN", "UNDELETED")
    for number in (found[0] or b"").decode().split()[:MOST]:
        _, parts = box.fetch(number, f"(BODY.PEEK[]<0.{reports.LARGEST}>)")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
        yield number, raw


def _take(box: imaplib.IMAP4, number: str, raw: bytes) -> bool:
    report = reports.read(raw)
    if report:
        record(report, mark=hashlib.sha256(raw).digest()[:16])
    box.store(number, "+FLAGS", r"(\Deleted)" if report else r"(\Seen)")
    return report is not None
