"""What this installation must be able to read by itself, and nobody who only holds its database.

Addresses that mail has to reach, for example. The keys come from `SECRET_KEY`, which is not in the
database: a copy of the database or of a backup shows nothing. Whoever holds the running machine can
read it; what nobody but the founders may read is in `core.sealing`.

To change `SECRET_KEY`, put the old one into `SECRET_KEY_FALLBACKS` until nothing old is left.
"""

import hashlib
import hmac

import nacl.exceptions
import nacl.secret
from django.conf import settings
from django.utils.encoding import force_bytes


class Unreadable(Exception):
    """Not written by this installation, or altered since."""


def _key(secret: str | bytes, purpose: str) -> bytes:
    """BLAKE2b as a key derivation (RFC 7693 §2.5, keyed): one key for each purpose."""
    return hashlib.blake2b(
        purpose.encode(), key=hashlib.sha512(force_bytes(secret)).digest(), digest_size=32
    ).digest()


def lock(text: str, *, purpose: str) -> bytes:
    """Encrypt (XSalsa20-Poly1305, a fresh random nonce each time)."""
    return bytes(nacl.secret.SecretBox(_key(settings.SECRET_KEY, purpose)).encrypt(text.encode()))


def unlock(locked: bytes, *, purpose: str) -> str:
    """The text again. Raises Unreadable."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return nacl.secret.SecretBox(_key(secret, purpose)).decrypt(bytes(locked)).decode()
        except (nacl.exceptions.CryptoError, ValueError):
            continue
    raise Unreadable(purpose)


def mark(text: str, *, purpose: str) -> bytes:
    """A keyed hash of 16 bytes: the same text gives the same mark, and each purpose another one.

    Two rooms that use two purposes cannot be joined on it.
    """
    return _mark(settings.SECRET_KEY, text, purpose)


def marks(text: str, *, purpose: str) -> list[bytes]:
    """The mark of today and those that older secret keys gave: to find what they left."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return [_mark(secret, text, purpose) for secret in secrets]


def _mark(secret: str | bytes, text: str, purpose: str) -> bytes:
    return hmac.digest(_key(secret, f"mark {purpose}"), text.encode(), "sha256")[:16]
