"""What may show who somebody is: found in the way people really write, and not where nothing is."""

import itertools

import pytest

from alongside.experiences.identifiers import find, pieces


def marked(text):
    return [(piece.text, piece.what) for piece in pieces(text) if piece.what]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I saw Dr Patel and then Mr O'Neill.", [("Dr Patel", "name"), ("Mr O'Neill", "name")]),
        ("i saw dr patel about it", [("dr patel", "name")]),
        ("my husband dave drove me", [("my husband dave", "name")]),
        ("My mum, Jean, noticed it.", [("My mum, Jean", "name")]),
        ("Sarah and I went there.", [("Sarah", "name")]),
        ("My name is zoe", [("My name is zoe", "name")]),
        ("at the Royal Infirmary", [("the Royal Infirmary", "hospital")]),
        ("in st marys hospital", [("st marys hospital", "hospital")]),
        ("at Park Road Surgery", [("Park Road Surgery", "hospital")]),
        ("Then we moved to Leeds.", [("moved to Leeds", "place")]),
        ("I went to Leeds for it", [("Leeds", "name")]),
        ("We live at 12 Acacia Avenue, NE4 6BE", [("12 Acacia Avenue", "place"), ("NE4 6BE", "place")]),
        ("on 3rd March 2019 and 12/4/21", [("3rd March 2019", "date"), ("12/4/21", "date")]),
        ("it began in june", [("in june", "date")]),
        ("on the second of may", [("the second of may", "date")]),
        ("It was April the first.", [("April the first", "date")]),
        ("the twenty third of March", [("the twenty third of March", "date")]),
        ("at Leeds General, ward 4b", [("Leeds General", "hospital"), ("ward 4b", "hospital")]),
        ("she went to leeds general infirmary", [("leeds general infirmary", "hospital")]),
        ("a teacher at Hillside Primary School", [("Hillside Primary School", "place")]),
        ("0044 7700 900123", [("0044 7700 900123", "phone")]),
        ("jane at gmail dot com", [("jane at gmail dot com", "e-mail")]),
        ("Ring 07700 900123", [("07700 900123", "phone")]),
        ("or jo@example.org or @jo_smith", [("jo@example.org", "e-mail"), ("@jo_smith", "link")]),
        ("NHS number 943 476 5919", [("943 476 5919", "number")]),
        ("I was 43 and work as a head teacher", [("I was 43", "age"), ("work as a head teacher", "job")]),
    ],
)  # fmt: skip
def test_found(text, expected):
    assert marked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "My ribs hurt when I laughed. I put it down to carrying the shopping.",
        "I had an MRI and a CT scan. The NHS was kind. My GP said no.",
        "My husband drove me. My oncologist was lovely. The nurse said to wait.",
        "I may have noticed it before, and I could march on.",
        "In general the first visits went well. In my second week on the ward they may send you home.",
        "Doctor said it was nothing. Nothing helped. Pain was awful.",
        "I had it for 6 weeks and saw the doctor 5 times.",
        "I take Letrozole. Every Christmas is a gift.",
        "MY BACK HURT AND NOBODY LISTENED TO ME",
        "",
    ],
)
def test_nothing_to_find(text):
    assert marked(text) == []


def test_the_pieces_are_the_whole_text_and_marks_do_not_overlap():
    text = (
        "Dr Ann Jones of St Mary's Hospital, 12 High Street, on 3 May 2020: ann@example.org. " * 3
    )
    assert "".join(piece.text for piece in pieces(text)) == text
    marks = find(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(marks))


@pytest.mark.parametrize("text", ["Aa " * 7000, "0" * 20_000, "a@" * 10_000, "A'" * 10_000])
def test_odd_texts_of_20000_characters_do_not_hang_it(text):
    assert isinstance(find(text), list)
