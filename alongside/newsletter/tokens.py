"""Signed tokens in the links of a letter. They hold ids only: no address, no name, no choice.

32 letters of base64url (RFC 4648 §5), always: subscriber (5 bytes), mailing (4), nothing else (3), then 12
bytes of HMAC-SHA-256 (96 bits; RFC 2104 §5 allows to shorten to no less than 80). They never expire:
somebody must be able to leave from a letter that is years old (RFC 8058 says nothing of an end; people do).
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTH = 32
_SALT = "alongside.newsletter."


@dataclass(frozen=True)
class Token:
    """mailing: 0 for mail that belongs to no mailing (the confirmation)."""

    subscriber: int
    mailing: int


class NotOurs(ValueError):
    """Not made by this installation for this purpose, or altered since."""


def make(*, subscriber: int, mailing: int = 0, purpose: str = "letter") -> str:
    """purpose: `letter` opens preferences and leaves; `confirm` says yes once; others see there."""
    ids = subscriber.to_bytes(5, "big") + mailing.to_bytes(4, "big") + bytes(3)
    return base64.urlsafe_b64encode(ids + _seal(settings.SECRET_KEY, purpose, ids)).decode()


def read(written: str, *, purpose: str = "letter") -> Token:
    """Raises NotOurs."""
    try:
        raw = base64.b64decode(written.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error, ValueError):
        raise NotOurs from None
    ids, seal = raw[:12], raw[12:]
    if len(written) != LENGTH or not any(
        hmac.compare_digest(seal, _seal(secret, purpose, ids))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ):
        raise NotOurs
    return Token(int.from_bytes(ids[:5], "big"), int.from_bytes(ids[5:9], "big"))


def _seal(secret: str | bytes, purpose: str, ids: bytes) -> bytes:
    return hmac.digest(_key(secret, purpose), ids, "sha256")[:12]


@cache
def _key(secret: str | bytes, purpose: str) -> bytes:
    return salted_hmac(_SALT + purpose, b"key", secret=secret, algorithm="sha256").digest()
