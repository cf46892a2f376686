"""What is left of something that was erased, whatever room it was in: a code and two fingerprints."""

import hashlib
import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that looks like another one


def new_code() -> str:
    """Twelve letters in three groups, to be read out."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def fingerprint_of_key(public: bytes) -> str:
    """BLAKE2b of a public half: which key was destroyed."""
    return hashlib.blake2b(bytes(public), digest_size=32).hexdigest()


def fingerprint_of_receipt(mark: bytes, *, room: bytes) -> bytes:
    """What a certificate keeps, so that a receipt still finds the news that all was erased.

    room: at most 16 bytes; another room gives another fingerprint.
    """
    return hashlib.blake2b(bytes(mark), person=room, digest_size=32).digest()
