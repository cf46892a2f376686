"""The number of an order, as it is written on a bank transfer and read out by telephone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.orders.order_numbers import ALPHABET, found_in, new_number


def test_it_is_found_in_what_banks_make_of_it():
    number = new_number()
    signs = number[2:]
    for words in (
        number,
        f"MRS E ENQUIRER {number} FT",
        f"ref:{number.lower()}.",
        f"BK {signs[:3]} {signs[3:]}",
        f"BK-{signs[:3]}-{signs[3:]}",
        f"/{number}/",
    ):
        assert found_in(words) == [number], words
    assert found_in(number.replace("0", "O").replace("1", "I")) == [number]
    other = new_number()
    assert found_in(f"{number} and {other}, {number}") == [number, other]


@pytest.mark.parametrize(
    "words", ["", "BK", "BOOK ORDER", "THANK YOU", "BKABCDEFG1", "BK1234567890"]
)
def test_other_words_are_no_number(words):
    assert found_in(words) == []


@given(st.integers(0, 6), st.sampled_from(ALPHABET), st.integers(0, 5))
def test_one_wrong_sign_or_two_that_changed_places_are_never_another_order(at, sign, place):
    number = new_number()
    signs = list(number[2:])
    wrong = "".join([*signs[:at], sign, *signs[at + 1 :]])
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    for typed in (wrong, "".join(signs)):
        assert found_in(f"BK{typed}") == ([number] if f"BK{typed}" == number else [])
