"""The six words: how many there are, what is forgiven, and that the same sending gives the same ones."""

import contextlib
import secrets
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from alongside.core import receipts

SALT = b"a salt of sixteen"[:16]
IDS = st.binary(min_size=16, max_size=16)


def test_a_receipt_is_six_of_1024_words_so_60_bits():
    assert len(set(WORDLIST)) == 1024
    seen = Counter()
    for _ in range(2_000):
        words = receipts.receipt_for(secrets.token_bytes(16), salt=SALT).split()
        assert len(words) == 6
        assert set(words) <= set(WORDLIST)
        seen.update(enumerate(words))
    assert receipts.BITS == 60
    # Each place can be each word: 2,000 drawings of 1,024 words miss few of them (expected 145).
    for place in range(6):
        assert len([1 for where, _ in seen if where == place]) > 820


def test_the_same_sending_gives_the_same_words_and_another_salt_others():
    sending = secrets.token_bytes(16)
    assert receipts.receipt_for(sending, salt=SALT) == receipts.receipt_for(sending, salt=SALT)
    assert receipts.receipt_for(sending, salt=SALT) != receipts.receipt_for(sending, salt=b"1" * 16)
    assert receipts.receipt_for(sending[:-1] + b"x", salt=SALT) != receipts.receipt_for(
        sending[:-1] + b"y", salt=SALT
    )


def test_keys_of_a_receipt():
    one, two = (
        receipts.keys_of("a b c d e f", salt=SALT),
        receipts.keys_of("a b c d e g", salt=SALT),
    )
    assert (len(one.mark), len(one.key)) == (16, 32)
    assert one.mark != two.mark
    assert one.key != two.key
    assert one.key.hex() not in repr(one)


@pytest.mark.parametrize(
    "change",
    [
        str.upper, str.title, lambda r: r.replace(" ", "-"), lambda r: r.replace(" ", ""),
        lambda r: f"  1. {r.replace(' ', ' . ')}!\n", lambda r: r.replace(" ", "\u00a0"),
        lambda r: r.replace(" ", ", "), lambda r: r.replace("a", "á"),
        lambda r: r.replace(" ", "", 2), lambda r: " ".join(r.replace(" ", "")),
    ],
)  # fmt: skip
@given(sending=IDS)
@settings(max_examples=25, deadline=None)
def test_how_it_is_written_does_not_matter(change, sending):
    receipt = receipts.receipt_for(sending, salt=SALT)
    assert receipt in receipts.read(change(receipt))


@given(IDS, st.integers(min_value=0), st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.data())
@settings(max_examples=300, deadline=None)
def test_one_typing_error_is_forgiven(sending, place, letter, data):
    receipt = receipts.receipt_for(sending, salt=SALT)
    place %= len(receipt)
    kind = data.draw(st.sampled_from(["missing", "wrong", "extra", "swapped"]))
    before, after = receipt[:place], receipt[place:]
    typed = {
        "missing": before + after[1:],
        "wrong": before + letter + after[1:],
        "extra": before + letter + after,
        "swapped": before + after[1:2] + after[:1] + after[2:],
    }[kind]
    meant = receipts.read(typed)
    assert receipt in meant
    assert len(meant) <= receipts.MOST_MEANT


@pytest.mark.parametrize(
    "typed",
    ["", "hello", "x" * 5_000, "12345 67890", "one two three four five six", "🌻" * 6,
     "academic acid acne acquire acrobat", " ".join(["zebra"] * 6), "\0" * 40],
)  # fmt: skip
def test_what_is_no_receipt(typed):
    with pytest.raises(receipts.NotAReceipt):
        receipts.read(typed)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_anything_may_be_typed(typed):
    with contextlib.suppress(receipts.NotAReceipt):
        assert all(len(one.split()) == 6 for one in receipts.read(typed))
