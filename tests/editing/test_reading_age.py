"""An editor is told how hard her words are to read, and which sentences are long."""

import pytest

from alongside.core.readability import long_sentences, reading_age, sentences, syllables

PLAIN = "Ring the team today. Say that your back hurts. They will want to see you."
HARD = (
    "Multidisciplinary deliberation concerning palliative interventions necessitates "
    "comprehensive institutional consideration of individual circumstances."
)


def _texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def test_a_full_stop_inside_a_number_or_a_title_ends_nothing() -> None:
    text = "Dr. Brown says: ring at 37.5°C, e.g. at night. Then wait!"
    assert _texts(text) == ["Dr. Brown says: ring at 37.5°C, e.g. at night.", "Then wait!"]


def test_a_new_line_ends_a_sentence_because_headings_have_no_full_stop() -> None:
    assert _texts("What to do\nRing us. “Now?” Yes") == ["What to do", "Ring us.", "“Now?”", "Yes"]


@pytest.mark.parametrize("text", ["One. Two?\n\nThree", "  A b.  C…  ", "«x» y. (z.) w"])
def test_each_sentence_knows_where_it_stands(text: str) -> None:
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text


def test_twenty_words_are_fine_and_twenty_one_are_long() -> None:
    twenty, one_more = "word " * 19 + "end.", "word " * 20 + "end."
    assert [s.text for s in long_sentences(f"{twenty} {one_more}")] == [one_more]


def test_hard_words_need_an_older_reader_than_plain_ones() -> None:
    plain, hard = reading_age(PLAIN), reading_age(HARD)
    assert plain is not None
    assert hard is not None
    assert plain < 9 < 20 < hard


def test_the_figure_is_flesch_kincaid_plus_five() -> None:
    text = "Secondary cancer is treated."
    count = sum(syllables(word) for word in ("Secondary", "cancer", "is", "treated"))
    assert reading_age(text) == round(0.39 * 4 + 11.8 * count / 4 - 15.59 + 5, 1)


@pytest.mark.parametrize("text", ["", "  \n", "…!", "—"])
def test_a_text_without_words_has_no_reading_age(text: str) -> None:
    assert reading_age(text) is None
    assert sentences(text) == []


def test_figures_and_abbreviations_count_as_one_syllable() -> None:
    assert [syllables(word) for word in ("999", "ECOG", "37.5", "secondary")] == [1, 1, 1, 3]
