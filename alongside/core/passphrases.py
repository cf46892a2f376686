"""Passphrases of staff: a pair of one's own, locked under words that nobody else knows."""

import secrets as random
import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from shamir_mnemonic.wordlist import WORDLIST

from . import sealing

SHORTEST_PASSPHRASE = 15  # characters (NIST SP 800-63B-4 §3.1.1.2: fifteen where it stands alone)
DRAWN_WORDS = 6  # of a list of 1,024: 60 bits
CHECK_WORDS = 4  # 40 bits
_CHECK_SALT = b"check phrase 001"  # not secret; both screens have to show the same words


class WrongPassphrase(Exception):
    """It does not open her half of the key."""


@dataclass(frozen=True)
class Half:
    """Her pair: the public half, and the secret one under her passphrase."""

    public: bytes
    locked_secret: bytes = field(repr=False)


def draw_passphrase() -> str:
    """Six words, drawn by the machine, that nobody has ever seen."""
    return " ".join(random.choice(WORDLIST) for _ in range(DRAWN_WORDS))


def as_meant(passphrase: str) -> str:
    """A passphrase without what a telephone adds: a capital at the beginning, spaces, other accents."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).casefold().split())


def make_half(passphrase: str) -> Half:
    """It takes half a second: before the transaction, so that nobody else has to wait to write."""
    pair = sealing.make_pair()
    return Half(pair.public, lock_secret(pair.secret, passphrase))


def lock_secret(secret: bytes, passphrase: str) -> bytes:
    cost = settings.INBOX_PASSPHRASE_COST
    return sealing.lock_with_words(secret, as_meant(passphrase), cost=cost)


def open_half(locked_secret: bytes, passphrase: str) -> bytes:
    """Her secret half. Takes about half a second. Raises WrongPassphrase."""
    try:
        return sealing.unlock_with_words(bytes(locked_secret), as_meant(passphrase))
    except sealing.CannotOpen as error:
        raise WrongPassphrase from error


def check_phrase(public: bytes) -> str:
    """Four words that she and the one who lets her in compare by telephone.

    They come from her public half. Each try to find another pair with the same four costs 5 ms on
    purpose: 2^40 of them are 170 years.
    """
    digest = sealing.stretch(bytes(public).hex(), salt=_CHECK_SALT, cost=settings.SIX_WORDS_COST)
    number = int.from_bytes(digest[: CHECK_WORDS * 10 // 8], "big")
    return " ".join(WORDLIST[number >> 10 * place & 1023] for place in range(CHECK_WORDS))
