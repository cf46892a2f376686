"""A reader types something and the right page comes first."""

from dataclasses import replace

import pytest

from alongside.core.documents import Document
from alongside.core.language.words import key, read
from alongside.pages.search.engine import Engine
from alongside.pages.search.index import SearchIndex


def first(engine, query):
    return engine.search(query, 3).results[0].id


def first_three(engine, query):
    return {result.id for result in engine.search(query, 3).results}


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("What is scanxiety, and how do I cope?", "Q43"),
        ("hospices near me", "Q07"),  # another ending
        ("do hot flashes stop", "Q37"),  # American word
        ("tumor marker blood tests", "Q13"),  # American spelling
        ("scaxniety", "Q43"),  # two letters swapped
        ("radioterapy for bone pain", "Q24"),  # a letter missing
        ("benefits i can claim", "Q31"),
        ("telling the kids", "Q33"),
        ("can my boss sack me", "Q30"),
        ("mums hair falling out on chemo", "Q18"),
        ("itching all over but no rash", "s-itch"),
    ],
)
def test_right_page_first(engine, typed, page):
    assert first(engine, typed) == page


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("ecog", "g-performance-status"),
        ("ER+", "g-er"),
        ("er +", "g-er"),
        ("Her2-", "g-her2"),
        ("T DM1", "g-tdm1"),
        ("ca125", "g-tumour-marker"),
        ("3/12", "g-rtc"),
        ("u & es", "g-ues"),
        ("verzenios", "g-abemaciclib"),
        ("what does NAD mean on my letter", "g-nad"),
    ],
)
def test_word_of_a_letter_comes_first(engine, typed, page):
    assert first(engine, typed) == page


@pytest.mark.parametrize(
    ("typed", "pages"),
    [("PR", {"g-pr", "g-partial-response"}), ("g3", {"g-grade", "g-ctcae"})],
)
def test_shared_abbreviation_shows_every_meaning(engine, typed, pages):
    assert pages <= first_three(engine, typed)


def test_accents_capitals_and_apostrophes_do_not_matter(engine):
    plain = engine.search("cant sleep before my scan")
    assert plain.results
    assert engine.search("CAN’T  Sléep before my scan?!").results == plain.results


def test_result_shows_the_one_sentence_and_why(engine, documents):
    page = next(d for d in documents if d.id == "Q40")
    by_asked, by_word = engine.search(page.asked[0]), engine.search("ECOG")
    assert by_asked.results[0].one_sentence == page.one_sentence
    assert by_asked.results[0].url == page.url == "/answers/driving/"
    assert by_asked.results[0].why == f"people also ask “{page.asked[0]}”"
    assert by_word.results[0].why == "matches the word “performance status (PS)”"


def test_why_quotes_the_text_when_only_the_text_matches():
    index = SearchIndex(
        [
            Document(
                "Q01", "answer", "/a/", "Pets", "A dog helps.", body="Some keep a tortoise at home."
            ),
            Document("Q02", "answer", "/b/", "Plants", "A fern helps."),
        ]
    )
    result = Engine(index).search("tortoise").results[0]
    assert (result.id, result.why) == (
        "Q01",
        "in the text: Some keep a tortoise at home.",
    )


@pytest.mark.parametrize("typed", ["", "   ", "??", "zzxqj wvvk", "🦀", "-", "+", "'"])
def test_nothing_is_found_for_nothing(engine, typed):
    outcome = engine.search(typed)
    assert (outcome.emergency, outcome.verdict) == ((), None)
    assert not outcome.results or typed == "-"


def test_index_without_pages_finds_nothing():
    outcome = Engine(SearchIndex([])).search("anything at all")
    assert (outcome.results, outcome.total) == ((), 0)


def test_results_can_be_taken_in_parts(engine):
    whole = engine.search("chemo tablets", 20)
    parts = engine.search("chemo tablets", 10), engine.search("chemo tablets", 10, 10)
    assert parts[0].results + parts[1].results == whole.results
    assert parts[0].total == whole.total > 20


def test_ways_people_type_lead_to_their_page(documents):
    """Half of the ways people type each answer, asked of an index that never saw them."""
    kept = [replace(d, asked=d.asked[::2]) for d in documents]
    engine = Engine(SearchIndex(kept))
    asked = [(text, d.id) for d in documents if d.kind == "answer" for text in d.asked[1::10]]
    found = sum(page in first_three(engine, text) for text, page in asked)
    assert len(asked) > 100
    assert found / len(asked) > 0.7


def test_reading_makes_both_spellings_one():
    assert read("Oestrogen tumours") == read("estrogen tumors")
    assert read("mum’s poo") == read("mom stools")
    assert key("CA 15-3") == key("ca15.3") == "ca153"
    assert key("HER2-") != key("her2")
