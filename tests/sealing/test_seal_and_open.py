"""The sealing protocol: known answers, other keys, altered bytes, and what the length gives away."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core import sealing
from alongside.core.sealing import CannotOpen
from alongside.settings import base

PAIR = sealing.make_pair()


def test_a_pair_is_the_pair_of_another_implementation():
    """X25519 (RFC 7748): OpenSSL gives the same public half."""
    for _ in range(20):
        pair = sealing.make_pair()
        other = X25519PrivateKey.from_private_bytes(pair.secret).public_key().public_bytes_raw()
        assert pair.public == other
        assert sealing.pair_of(pair.secret) == pair


def test_known_answer_of_the_lock():
    """XSalsa20-Poly1305: the test vector of NaCl (tests/secretbox.c)."""
    key = bytes.fromhex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389")
    nonce = bytes.fromhex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37")
    text = bytes.fromhex(
        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d4"
        "5e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a"
        "024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705"
    )
    locked = bytes.fromhex(
        "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c5"
        "31a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8a"
        "b932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622"
        "a43d14a6599b1f654cb45a74e355a5"
    )
    assert sealing.unlock(nonce + locked, key) == text


@pytest.mark.parametrize("cost", [sealing.SIX_WORDS, sealing.PASSPHRASE])
def test_stretching_is_the_argon2id_of_another_implementation(cost):
    """RFC 9106: OpenSSL gives the same bytes for the same costs."""
    salt = bytes(range(16))
    other = Argon2id(
        salt=salt, length=48, iterations=cost.passes, lanes=1, memory_cost=cost.memory // 1024
    )
    words = "grasp maximum swing ñandú 🌻"
    assert sealing.stretch(words, salt=salt, cost=cost, size=48) == other.derive(words.encode())


def test_only_these_tests_stretch_cheaply():
    assert base.INBOX_PASSPHRASE_COST == sealing.PASSPHRASE == sealing.Cost(3, 128 * 1024**2)
    assert base.SIX_WORDS_COST == sealing.SIX_WORDS == sealing.Cost(1, 8 * 1024**2)
    cheaper = {p.stem for p in Path(base.__file__).parent.glob("*.py") if "_COST" in p.read_text()}
    assert cheaper == {"base", "test"}


@given(st.binary(max_size=5_000))
@settings(max_examples=60, deadline=None)
def test_what_is_sealed_comes_back(content):
    assert sealing.open_sealed(sealing.seal(content, PAIR.public), PAIR.secret) == content


@pytest.mark.parametrize("size", [0, 1, 1_023, 1_024, 4_095, 16_384, 1_048_576, 3_000_000])
def test_every_size_comes_back(size):
    content = b"x" * size
    assert sealing.open_sealed(sealing.seal(content, PAIR.public), PAIR.secret) == content


def test_the_length_gives_away_only_the_bucket():
    lengths = {len(sealing.seal(b"x" * size, PAIR.public)) for size in range(0, 1_024)}
    assert lengths == {1_024 + 48}
    larger = {len(sealing.seal(b"x" * size, PAIR.public)) for size in range(1_024, 4_096, 97)}
    assert larger == {4_096 + 48}


def test_the_same_text_never_looks_the_same():
    sealed = {sealing.seal(b"my scan is on Tuesday", PAIR.public) for _ in range(50)}
    assert len(sealed) == 50
    assert not any(b"Tuesday" in one for one in sealed)


def test_another_key_opens_nothing():
    other = sealing.make_pair()
    sealed = sealing.seal(b"mine", PAIR.public)
    for secret in (other.secret, b"\0" * 32, b"short", b""):
        with pytest.raises(CannotOpen):
            sealing.open_sealed(sealed, secret)
    with pytest.raises(CannotOpen):
        sealing.open_key(sealing.seal_key(PAIR.secret, PAIR.public), other.secret)
    with pytest.raises(CannotOpen):
        sealing.unlock(sealing.lock(b"mine", b"k" * 32), b"l" * 32)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=7))
@settings(max_examples=150, deadline=None)
def test_one_altered_bit_opens_nothing(place, bit):
    for sealed, opens in (
        (sealing.seal(b"mine", PAIR.public), lambda s: sealing.open_sealed(s, PAIR.secret)),
        (sealing.seal_key(PAIR.secret, PAIR.public), lambda s: sealing.open_key(s, PAIR.secret)),
        (sealing.lock(b"mine", b"k" * 32), lambda s: sealing.unlock(s, b"k" * 32)),
    ):
        altered = bytearray(sealed)
        altered[place % len(altered)] ^= 1 << bit
        with pytest.raises(CannotOpen):
            opens(bytes(altered))


@pytest.mark.parametrize("cut", [0, 1, 24, 40, 47, 48, 100])
def test_a_cut_text_opens_nothing(cut):
    with pytest.raises(CannotOpen):
        sealing.open_sealed(sealing.seal(b"mine", PAIR.public)[:cut], PAIR.secret)


def test_words_lock_and_their_cost_stands_in_front():
    locked = sealing.lock_with_words(b"secret", "tea at four", cost=sealing.SIX_WORDS)
    assert sealing.unlock_with_words(locked, "tea at four") == b"secret"
    for wrong in ("tea at five", "", "Tea at four", "tea at four "):
        with pytest.raises(CannotOpen):
            sealing.unlock_with_words(locked, wrong)


def test_an_altered_head_never_costs_more_memory_than_the_machine_has():
    locked = bytearray(sealing.lock_with_words(b"secret", "tea", cost=sealing.SIX_WORDS))
    locked[2:6] = (0xFFFFFFFF).to_bytes(4, "big")
    with pytest.raises(CannotOpen):
        sealing.unlock_with_words(bytes(locked), "tea")
    for head in (b"", b"\1", b"\2" + bytes(locked[1:])):
        with pytest.raises(CannotOpen):
            sealing.unlock_with_words(head, "tea")


def test_keys_do_not_show_themselves():
    assert PAIR.secret.hex() not in repr(PAIR)
    assert str(PAIR.secret) not in repr(PAIR)
