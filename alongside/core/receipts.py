"""Receipts: six words with which a person comes back, without an account and without an address.

Six words of the SLIP-39 list (1,024 words, 10 bits each) are 60 bits. No two words of the list are one
typing error apart, so one error, and mostly two, can be forgiven without guessing. Capitals, spaces,
hyphens, full stops and accents do not matter.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from shamir_mnemonic.wordlist import WORDLIST

from .sealing import stretch

WORDS = 6
BITS = 10 * WORDS
MOST_MEANT = 4  # receipts that one entry may stand for: each costs a try

_LIST = frozenset(WORDLIST)
_SHORTEST, _LONGEST = 4, 8  # letters in a word of the list
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


class NotAReceipt(Exception):
    """These are not six words of the list, not even with two errors."""


class NothingOpens(Exception):
    """Nothing has these six words. `erased`: the certificate of what they opened, if there is one."""

    def __init__(self, erased: Any = None) -> None:
        super().__init__()
        self.erased = erased


class SentBefore(Exception):
    """This form was sent before, too long ago to show its six words again; `at` says when.

    A page that is still open on a shared telephone must not give them to whoever presses Send there.
    """

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at


SHOWN_AGAIN_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class ReceiptKeys:
    """`mark` finds the conversation (16 bytes, stored), `key` opens it (32 bytes, never stored)."""

    mark: bytes
    key: bytes

    def __repr__(self) -> str:
        return "ReceiptKeys(…)"


def receipt_for(submission_id: bytes, *, salt: bytes) -> str:
    """The receipt of one sending of a form: the same again if the same form is sent twice.

    `submission_id` are 16 random bytes that stand in the person's page and are never stored. So a
    double click or a reload shows her the same six words, and nobody else can work them out.
    """
    digest = hashlib.blake2b(submission_id, key=salt, person=b"receipt", digest_size=8).digest()
    number = int.from_bytes(digest, "big") >> (64 - BITS)
    return " ".join(WORDLIST[number >> shift & 1023] for shift in range(BITS - 10, -1, -10))


def submission_mark(submission_id: bytes, *, salt: bytes) -> bytes:
    """What a room keeps of a sending (32 bytes), to know it again when it comes twice."""
    return hashlib.blake2b(submission_id, key=salt, person=b"submission").digest()[:32]


def keys_of(receipt: str, *, salt: bytes) -> ReceiptKeys:
    """What a receipt finds and opens. Takes about 4 ms on purpose (`sealing.SIX_WORDS`)."""
    both = stretch(receipt, salt=salt, cost=settings.SIX_WORDS_COST, size=48)
    return ReceiptKeys(mark=both[:16], key=both[16:])


def read(typed: str) -> list[str]:
    """The receipts that somebody may have meant: one if typed well, seldom more with an error.

    Raises NotAReceipt.
    """
    plain = unicodedata.normalize("NFKD", typed[:300]).casefold()
    letters = re.sub(r"[^a-z]", "", plain)
    if WORDS * _SHORTEST - 2 <= len(letters) <= WORDS * _LONGEST + 2:
        for errors in (0, 1, 2):
            if found := list(dict.fromkeys(_as_words(letters, WORDS, errors))):
                return found[:MOST_MEANT]
    raise NotAReceipt


def _as_words(letters: str, left: int, errors: int) -> Iterator[str]:
    """Every way to read `letters` as `left` words of the list with at most so many errors."""
    if left == 0 and not letters:
        yield ""
    if left == 0 or not left * _SHORTEST - errors <= len(letters) <= left * _LONGEST + errors:
        return
    for size in range(_SHORTEST - 1, _LONGEST + 2):
        piece = letters[:size]
        meant = [(piece, 0)] if piece in _LIST else []
        if errors:
            meant += [(word, 1) for word in _misspelt().get(piece, ())]
        for word, used in meant:
            for rest in _as_words(letters[size:], left - 1, errors - used):
                yield f"{word} {rest}".rstrip()


@cache
def _misspelt() -> dict[str, tuple[str, ...]]:
    """Every string that is one error (Damerau–Levenshtein) away from a word, and what it may be."""
    found: dict[str, tuple[str, ...]] = {}
    for word in WORDLIST:
        for wrong in set(_errors(word)) - {word}:
            found[wrong] = (*found.get(wrong, ()), word)
    return found


def _errors(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield from (before + letter + after for letter in _ALPHABET)
        yield from (before + letter + after[1:] for letter in _ALPHABET)
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]


def read_word(word: str) -> str | None:
    """The word of the list that is meant: itself, or the only one that is one error away."""
    if word in _LIST:
        return word
    meant = _misspelt().get(word, ())
    return meant[0] if len(meant) == 1 else None
