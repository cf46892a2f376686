"""DKIM (RFC 6376): the mail server of the recipient can see that our domain wrote this."""

from pathlib import Path

import dkim
from django.conf import settings

_HEADERS = {
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type",
    b"auto-submitted", b"list-id", b"list-unsubscribe", b"list-unsubscribe-post",
}  # fmt: skip


class CannotSign(Exception):
    """The key in ALONGSIDE_DKIM_KEY_FILE cannot be read or is no RSA key in PEM form."""


def signature(message: bytes) -> str | None:
    """The value of the header `DKIM-Signature` on one line; None without a key. Raises CannotSign.

    Relaxed canonicalisation (RFC 6376 §3.4): folding a header elsewhere does not break it.
    """
    if not settings.MAIL_DKIM:
        return None
    try:
        key = Path(settings.MAIL_DKIM["key_file"]).read_bytes()
        line = dkim.sign(
            message,
            settings.MAIL_DKIM["selector"].encode(),
            settings.MAIL_DKIM["domain"].encode(),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in _names(message) if name in _HEADERS],
        )
    except (OSError, dkim.DKIMException, ValueError) as error:
        raise CannotSign(type(error).__name__) from None
    return " ".join(line.decode().partition(":")[2].split())


def _names(message: bytes) -> list[bytes]:
    head = message.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line.partition(b":")[0].lower() for line in head if line[:1] not in (b" ", b"\t")]
