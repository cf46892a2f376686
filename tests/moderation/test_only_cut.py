"""The edit rule itself: what is shown is hers, in her order, with a note wherever something is missing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.experiences.cutting import CUT, is_only_cut, problem_with, tidy

HERS = "I was not told. Dr Jones, who is at St Mary's, said it was arthritis. I didn't believe him!"


@pytest.mark.parametrize(
    "shown",
    [
        HERS,
        "I was not told. [name], who is at [hospital], said it was arthritis. I didn't believe him!",
        "[…] it was arthritis. […]",
        "I was not told. [...] said it was arthritis. I didn't believe him!",
        "I was not told. [name] [place] said it was arthritis. I didn't believe him!",
        "I was not told.\n\nDr Jones […]",
    ],
)
def test_cuts_are_allowed(shown):
    assert problem_with(HERS, shown) == ""


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "[…] [name]",
        "it was arthritis. […]",
        "I was not told.",
        "I was not told. It was arthritis. […]",
        HERS.replace("arthritis", "cancer"),
        HERS.replace("I didn't believe him!", "I didn't believe him! Never."),
        HERS.replace("told", "told [name]"),
        "[name] " + HERS,
        HERS + " […]",
        "I was […] told. […]",
        "[…] I […] believe him!",
        "I didn't believe him! […] I was not told. […]",
        "[…] arthr […]",
        "I was not told. [a liar], who is at St Mary's, […]",
    ],
)
def test_anything_else_is_refused_with_a_reason(shown):
    assert len(problem_with(HERS, shown)) > 20


WITHOUT_A_NOT = [word for word in HERS.split() if word not in ("not", "didn't")]
words = st.lists(st.sampled_from(WITHOUT_A_NOT), min_size=4)


@given(words, st.data())
def test_whatever_is_cut_out_with_a_note_is_allowed_and_nothing_can_be_added(hers, data):
    first = data.draw(st.integers(0, len(hers) - 2))
    last = data.draw(st.integers(first + 1, len(hers) - (first == 0)))
    shown = [*hers[:first], CUT, *hers[last:]]
    original = " ".join(hers)
    assert is_only_cut(original, " ".join(shown)), shown
    place = data.draw(st.integers(0, len(shown)))
    added = " ".join([*shown[:place], "never", *shown[place:]])
    assert not is_only_cut(original, added)


def test_what_readers_see_is_made_of_her_words_alone():
    shown = tidy("[...] it was arthritis. [...]")
    assert shown == "[…] it was arthritis. […]"
    assert all(word in HERS for word in re.sub(r"\[[^\]]*\]", "", shown).split())
