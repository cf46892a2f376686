"""Recovery sheets: the inbox key as three lists of 33 words, any two of which give it back.

Below them each sheet has twelve more words, drawn at random, for rehearsals. They say nothing of the
key: what a rehearsal can check must be kept somewhere, and whoever has that and one sheet could
otherwise try out the words of another, three at a time.

SLIP-39 (Shamir's secret sharing with a checksum; `shamir-mnemonic` is its reference implementation).
One sheet alone says nothing about the key.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import shamir_mnemonic
from django.conf import settings
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORDLIST

from alongside.core import receipts, sealing

SHEETS, NEEDED = 3, 2
WORDS_A_SHEET = 33
REHEARSAL_WORDS = 12  # numbered from 34
WORDS_ASKED = 3  # of each of two sheets: 60 bits, as much as a receipt
ROUNDS = 4  # rehearsals of each pair before words are asked for again


class NotASheet(Exception):
    """These words are not a recovery sheet. `place` is the first word that is on no list, from 1."""

    def __init__(self, message: str, place: int | None = None) -> None:
        super().__init__(message)
        self.place = place


@dataclass(frozen=True)
class Capsule:
    """See `models.RehearsalCapsule`."""

    first: int
    second: int
    first_places: list[int]
    second_places: list[int]
    locked: bytes


def split(secret: bytes) -> list[str]:
    """Three sheets of 33 and 12 words. Every pair was tried before this returns."""
    [shares] = shamir_mnemonic.generate_mnemonics(1, [(NEEDED, SHEETS)], secret)
    sheets = [f"{share} {_draw(REHEARSAL_WORDS)}" for share in shares]
    for pair in combinations(sheets, NEEDED):
        if join(pair) != secret:
            raise NotASheet("the sheets that were just made do not work")
    return sheets


def _draw(count: int) -> str:
    return " ".join(secrets.choice(WORDLIST) for _ in range(count))


def join(sheets: Sequence[str]) -> bytes:
    """The secret key again. Raises NotASheet with words for people."""
    read = [" ".join(read_words(sheet)) for sheet in sheets]
    if len(set(read)) < NEEDED:
        raise NotASheet("This is the same sheet twice. It takes two different ones.")
    try:
        return bytes(shamir_mnemonic.combine_mnemonics(read))
    except shamir_mnemonic.MnemonicError as error:
        raise NotASheet(
            "These two sheets do not belong together, or one word is another one on the paper. "
            "Please compare word by word."
        ) from error


def identifier_of(sheet: str) -> int:
    """The number that all sheets of one set share, and hardly another set (15 bits; SLIP-39). Not secret.

    Raises NotASheet.
    """
    try:
        return int(Share.from_mnemonic(" ".join(read_words(sheet))).identifier)
    except shamir_mnemonic.MnemonicError as error:
        raise NotASheet("One word is another one on the paper.") from error


def read_words(typed: str) -> list[str]:
    """The 33 words of one sheet: capitals, numbers and one error a word forgiven.

    The words for rehearsals may follow. Raises NotASheet.
    """
    words = re.findall(r"[a-z]+", typed.casefold())
    if len(words) not in (WORDS_A_SHEET, WORDS_A_SHEET + REHEARSAL_WORDS):
        raise NotASheet(
            f"A sheet has {WORDS_A_SHEET} words, and {REHEARSAL_WORDS} for rehearsals, which may be left "
            f"out. These are {len(words)}."
        )
    words = words[:WORDS_A_SHEET]
    return [read_word(word, place) for place, word in enumerate(words, 1)]


def read_word(word: str, place: int = 1) -> str:
    """The word of the list that is meant. Raises NotASheet."""
    meant = receipts.read_word(word)
    if meant is None:
        raise NotASheet(f"Word {place} is not a word of any sheet. Please look again.", place)
    return meant


def make_capsules(sheets: Sequence[str], content: bytes) -> list[Capsule]:
    """For each pair of sheets a few capsules that open with three rehearsal words of each."""
    words = [sheet.split() for sheet in sheets]
    capsules = []
    for first, second in combinations(range(SHEETS), NEEDED):
        for _ in range(ROUNDS):
            one, two = _places(), _places()
            asked = [words[first][p - 1] for p in one] + [words[second][p - 1] for p in two]
            locked = sealing.lock_with_words(content, " ".join(asked), cost=settings.SIX_WORDS_COST)
            capsules.append(Capsule(first + 1, second + 1, one, two, locked))
    return capsules


def _places() -> list[int]:
    numbers = range(WORDS_A_SHEET + 1, WORDS_A_SHEET + REHEARSAL_WORDS + 1)
    return sorted(secrets.SystemRandom().sample(numbers, WORDS_ASKED))


def open_capsule(locked: bytes, words: Iterable[str]) -> bytes:
    """What is in it. Raises sealing.CannotOpen, or NotASheet for a word that is on no list."""
    meant = [read_word(word.strip().casefold(), place) for place, word in enumerate(words, 1)]
    return sealing.unlock_with_words(locked, " ".join(meant))
