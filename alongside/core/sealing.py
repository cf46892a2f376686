"""Sealing: what only the founders, and the person who wrote it, can read. libsodium (PyNaCl) alone.

The protocol, from the outside in
---------------------------------
1. The **inbox key** is a key pair (X25519). Its public half is in the database and seals; its secret
   half opens. The secret half is nowhere in the clear: it is sealed to each founder's own pair, and
   split onto three recovery sheets of which any two give it back (SLIP-39, `enquiries.sheets`).
2. A **founder's pair**: the secret half is locked under her inbox passphrase (`lock_with_words`,
   Argon2id). A founder is added, and the inbox key exchanged, without anybody else's passphrase.
3. Each **conversation** has a pair of its own. Its secret half is kept twice: sealed to the inbox
   key, and locked under a key that comes from the **receipt** (`core.receipts`).
4. Each message is padded to a bucket and sealed to the pair of its conversation. So the server can
   take in and answer without being able to read, and each side opens it from her side.
5. Erasing destroys the two copies of a conversation's secret half first; what is left is noise.

What a sealed text says of itself is only its bucket. Sealing is anonymous: it does not prove who
wrote. Each text therefore carries inside which conversation and which number it belongs to
(`enquiries.words`), so that it cannot be moved to another place unnoticed.
"""

import struct
from dataclasses import dataclass

import nacl.bindings
import nacl.exceptions
import nacl.pwhash.argon2id
import nacl.utils
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

BUCKETS = (1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576)  # bytes; larger: whole megabytes


class CannotOpen(Exception):
    """The key is another one, or the sealed text was altered."""


@dataclass(frozen=True)
class Cost:
    """What one try costs with Argon2id (RFC 9106): passes over so many bytes of memory."""

    passes: int
    memory: int


PASSPHRASE = Cost(passes=3, memory=128 * 1024**2)
"""People choose passphrases, and a thief of the disk may try as many as he likes: about half a second
and 128 MB a try. RFC 9106 §4 asks for 64 MiB and three passes where memory is scarce; this is twice
that, and eight founders who unlock at once still fit into a machine of 2 GB."""

SIX_WORDS = Cost(passes=1, memory=8 * 1024**2)
"""A receipt is drawn by the machine and has 60 bits. All receipts of a house share one salt, so that a
receipt finds its conversation; a try is a try at all of them. With 2,000 conversations 2^49 tries of about
4 ms are 70,000 years of one core, for one of them. More would only make every person who writes wait."""


@dataclass(frozen=True)
class Pair:
    """A key pair; 32 bytes each."""

    public: bytes
    secret: bytes

    def __repr__(self) -> str:
        return "Pair(…)"


def make_pair() -> Pair:
    key = PrivateKey.generate()
    return Pair(bytes(key.public_key), bytes(key))


def pair_of(secret: bytes) -> Pair:
    """The pair that this secret half belongs to. Raises CannotOpen if it is no key."""
    try:
        return Pair(bytes(PrivateKey(secret).public_key), secret)
    except (nacl.exceptions.CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def seal(content: bytes, public: bytes) -> bytes:
    """Pad to a bucket (ISO/IEC 7816-4, as libsodium does it) and seal to a public half."""
    padded = nacl.bindings.sodium_pad(content, _bucket(len(content) + 1))
    return bytes(SealedBox(PublicKey(public)).encrypt(padded))


def open_sealed(sealed: bytes, secret: bytes) -> bytes:
    """What was sealed. Raises CannotOpen."""
    try:
        padded = SealedBox(PrivateKey(secret)).decrypt(bytes(sealed))
        return bytes(nacl.bindings.sodium_unpad(padded, _bucket(len(padded))))
    except (nacl.exceptions.CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def _bucket(size: int) -> int:
    return next((b for b in BUCKETS if size <= b), -(-size // BUCKETS[-1]) * BUCKETS[-1])


def seal_key(secret: bytes, public: bytes) -> bytes:
    """Seal 32 bytes to a public half; nothing to pad."""
    return bytes(SealedBox(PublicKey(public)).encrypt(secret))


def open_key(sealed: bytes, secret: bytes) -> bytes:
    """The 32 bytes again. Raises CannotOpen."""
    try:
        return bytes(SealedBox(PrivateKey(secret)).decrypt(bytes(sealed)))
    except (nacl.exceptions.CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def lock(content: bytes, key: bytes) -> bytes:
    """Encrypt under a key of 32 bytes (XSalsa20-Poly1305, a fresh random nonce each time)."""
    return bytes(SecretBox(key).encrypt(content))


def unlock(locked: bytes, key: bytes) -> bytes:
    """What was locked. Raises CannotOpen."""
    try:
        return bytes(SecretBox(key).decrypt(bytes(locked)))
    except (nacl.exceptions.CryptoError, TypeError, ValueError) as error:
        raise CannotOpen from error


def stretch(words: str, *, salt: bytes, cost: Cost, size: int = 32) -> bytes:
    """Argon2id (RFC 9106): `size` bytes from words that a person can remember."""
    return bytes(
        nacl.pwhash.argon2id.kdf(
            size, words.encode(), salt, opslimit=cost.passes, memlimit=cost.memory
        )
    )


_HEAD = struct.Struct(">BBI16s")  # version, passes, memory in KiB, salt


def lock_with_words(content: bytes, words: str, *, cost: Cost = PASSPHRASE) -> bytes:
    """Lock under words. The cost stands in front, so that it can be raised later."""
    salt = nacl.utils.random(16)
    head = _HEAD.pack(1, cost.passes, cost.memory // 1024, salt)
    return head + lock(content, stretch(words, salt=salt, cost=cost))


def unlock_with_words(locked: bytes, words: str) -> bytes:
    """What was locked. Raises CannotOpen when the words are others."""
    try:
        version, passes, memory, salt = _HEAD.unpack(bytes(locked[: _HEAD.size]))
        if version != 1 or memory > PASSPHRASE.memory // 1024 * 8:
            raise ValueError("unknown head")  # never spend what an altered head asks for
        key = stretch(words, salt=salt, cost=Cost(passes, memory * 1024))
    except (nacl.exceptions.CryptoError, struct.error, ValueError) as error:
        raise CannotOpen from error
    return unlock(locked[_HEAD.size :], key)
