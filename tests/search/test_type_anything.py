"""Whatever is typed, search answers: no error, nothing that is not in the index."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.core.language.spelling import Spelling, distance
from alongside.pages.search.views import clean, read_number

SAID = "how long have i got is it my mum cant feel legs chemo 38.5 er+ # 3/12 a&e naïve ’ mg two"
WORDS = st.lists(st.sampled_from(SAID.split()), max_size=60).map(" ".join)
TYPED = st.one_of(st.text(max_size=300), WORDS)


@settings(max_examples=150, deadline=None)
@given(typed=TYPED)
def test_any_query_is_answered(engine, typed):
    outcome = engine.search(clean(typed)[:300], 5)
    ids = [result.id for result in outcome.results]
    assert set(ids) <= set(engine.by_id)
    assert len(ids) == len(set(ids)) <= 5
    assert all(engine.by_id[sign].what_to_do_now for sign in outcome.emergency)
    assert len(set(outcome.emergency)) == len(outcome.emergency)


@settings(max_examples=100, deadline=None)
@given(typed=TYPED)
def test_same_query_has_the_same_answer(engine, typed):
    assert engine.search(typed) == engine.search(typed)


@given(typed=st.text())
def test_cleaned_text_has_no_control_characters(typed):
    cleaned = clean(typed)
    assert not any(ord(c) < 32 or ord(c) == 127 for c in cleaned)
    assert cleaned == clean(cleaned)


@given(number=st.one_of(st.none(), st.text(), st.integers().map(str)))
def test_number_is_always_within_bounds(number):
    assert 1 <= read_number(number, 10, 50) <= 50


def test_typos_are_forgiven_by_length():
    spelling = Spelling(["chemotherapy", "scan", "letrozole"])
    assert "scan" in spelling.guess("sacn")
    assert "letrozole" in spelling.guess("letrazolle")
    assert spelling.guess("cat") == {}
    assert distance("ab", "ba", 1) == 1
    assert distance("scan", "skin", 1) == 2
