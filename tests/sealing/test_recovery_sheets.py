"""Recovery sheets: any two give the key back, one says nothing, and slips of the pen are forgiven."""

import secrets
from itertools import combinations

import pytest
import shamir_mnemonic

from alongside.core import receipts
from alongside.core.sealing import CannotOpen
from alongside.enquiries import sheets
from alongside.enquiries.sheets import NotASheet

SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def three():
    return sheets.split(SECRET)


def test_known_answer_of_slip_39():
    """Vector 4 of SLIP-39 (“Basic sharing 2-of-3”, 128 bits, passphrase TREZOR)."""
    one = (
        "shadow pistol academic always adequate wildlife fancy gross oasis cylinder mustang wrist "
        "rescue view short owner flip making coding armed"
    )
    two = (
        "shadow pistol academic acid actress prayer class unknown daughter sweater depict flip twice "
        "unkind craft early superior advocate guest smoking"
    )
    secret = shamir_mnemonic.combine_mnemonics([one, two], b"TREZOR")
    assert secret.hex() == "b43ceb7e57a0ea8766221624d01b0864"


def test_any_two_of_three(three):
    assert len(set(three)) == 3
    assert all(len(sheet.split()) == 33 + 12 for sheet in three)
    for pair in combinations(three, 2):
        assert sheets.join(pair) == SECRET
        assert sheets.join(pair[::-1]) == SECRET


def test_one_alone_or_twice_gives_nothing(three):
    for few in ([three[0]], [three[0], three[0]], [three[0], three[0].upper()]):
        with pytest.raises(NotASheet):
            sheets.join(few)


def test_sheets_of_two_sets_do_not_mix(three):
    other = sheets.split(secrets.token_bytes(32))
    with pytest.raises(NotASheet, match="do not belong together"):
        sheets.join([three[0], other[1]])


def test_read_as_a_person_types_it(three):
    numbered = " ".join(f"{n}. {word.upper()}" for n, word in enumerate(three[0].split(), 1))
    words = three[1].split()
    cut = next(n for n, word in enumerate(words) if receipts.read_word(word[:-1]) == word)
    words[cut] = words[cut][:-1]  # a letter is missing, and only one word can be meant
    words[20] = words[20] + words[20][-1]  # and one is doubled
    assert sheets.join([numbered, "\n".join(words)]) == SECRET


def test_what_is_wrong_is_said(three):
    words = three[0].split()
    with pytest.raises(NotASheet, match="These are 44"):
        sheets.join([" ".join(words[:-1]), three[1]])
    words[11] = "xylophone"
    with pytest.raises(NotASheet, match="Word 12"):
        sheets.join([" ".join(words), three[1]])
    words = three[0].split()
    words[11] = "academic" if words[11] != "academic" else "acid"
    with pytest.raises(NotASheet, match="word by word"):
        sheets.join([" ".join(words), three[1]])


def test_a_rehearsal_opens_with_the_words_asked_for_and_with_no_others(three):
    capsules = sheets.make_capsules(three, b"proof")
    assert {(one.first, one.second) for one in capsules} == {(1, 2), (1, 3), (2, 3)}
    for one in capsules:
        first, second = three[one.first - 1].split(), three[one.second - 1].split()
        asked = [first[p - 1] for p in one.first_places] + [
            second[p - 1] for p in one.second_places
        ]
        assert sheets.open_capsule(one.locked, [w.upper() for w in asked]) == b"proof"
        wrong = [*asked[:-1], "academic" if asked[-1] != "academic" else "acid"]
        with pytest.raises(CannotOpen):
            sheets.open_capsule(one.locked, wrong)


def test_a_rehearsal_asks_for_no_word_of_the_key(three):
    """Whoever has the capsules and one sheet could else try out three words of another at a time."""
    for one in sheets.make_capsules(three, b""):
        assert set(one.first_places) | set(one.second_places) <= set(range(34, 46))
    drawn = [sheet.split()[33:] for sheet in three]
    assert len({tuple(words) for words in drawn}) == 3
    shares = [" ".join(sheet.split()[:33]) for sheet in three]
    for pair in combinations(shares, 2):  # the first 33 words are enough
        assert sheets.join(pair) == SECRET
    again = sheets.split(SECRET)
    assert [sheet.split()[33:] for sheet in again] != drawn
