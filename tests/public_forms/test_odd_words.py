"""Whatever is typed or pasted arrives as it was meant, or is explained."""

import unicodedata
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.public_forms import PublicForm
from alongside.core.typed_text import clean_text
from tests.public_forms.conftest import FILLED, SAME_ORIGIN, guards
from tests.public_forms.toy import accepted

AS_TYPED = [
    "Ich habe Rückenschmerzen, Zoë auch.",
    "👩🏾‍🦲 lost my hair 🏳️‍🌈 again",
    "אני חולה \u200fבסרטן שד גרורתי",
    "عندي سرطان الثدي\u202e النقيلي\u202c",
    "<script>alert('x')</script><b>bold</b> & {{ settings.SECRET_KEY }} {% csrf_token %}",
    "'; DROP TABLE enquiries; --",
    "line one\nline two\n\n\tindented",
    "zero\u200bwidth\u2060 and \u2028 separators",
    "𝔉𝔯𝔞𝔨𝔱𝔲𝔯 𠜎",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_kept_as_typed_and_escaped_where_shown(enquirer, typed):
    page = enquirer({**FILLED, "message": typed, "need": ""}).content.decode()
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert enquirer({**FILLED, "message": typed}).status_code == 303
    assert [words["message"] for words in accepted().values()] == [typed]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\x00two", "onetwo"),
        ("\x00", ""),
        ("bell\x07 \x1b[31mred\x1b[0m \x7f\x9d", "bell [31mred[0m"),
        ("one\r\ntwo\rthree\x0bfour\x0cfive\x85six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("Zoe\u0308", "Zo\xeb"),
        ("  around  \n", "around"),
    ],
)
def test_control_characters_are_left_out_and_forms_of_letters_made_one(enquirer, typed, kept):
    response = enquirer({**FILLED, "message": typed})
    if kept:
        assert [words["message"] for words in accepted().values()] == [kept]
    else:
        assert "Please fill this in." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("need", "talk"),
        ("email", "ann@example.org"),
        ("nation", "w"),
        ("homepage", ""),
        ("pass", ""),
    ],
)
def test_a_null_byte_in_any_field_is_left_out(enquirer, name, value):
    assert enquirer({**FILLED, name: f"{value}\x00"}).status_code == 303
    (words,) = accepted().values()
    assert words.get(name, value) == value


@pytest.mark.parametrize("half", [b"%ED%A0%80", b"%FF%FE", b"%C3", b"%80"])
def test_half_a_character_does_not_stop_a_message(toy, client, clock, half):
    page = client.get("/toy/").content.decode()
    clock.shift(30)
    body = urlencode({**guards(page), "need": "talk"}).encode() + b"&message=pain+" + half
    response = client.post(
        "/toy/", body, content_type="application/x-www-form-urlencoded", headers=SAME_ORIGIN
    )
    assert response.status_code == 303
    (words,) = accepted().values()
    assert words["message"].startswith("pain \ufffd")


@pytest.mark.parametrize(
    ("length", "words"),
    [(2001, "This is 1 letter too long."), (4345, "This is 2,345 letters too long.")],
)
def test_too_long_says_by_how_much_and_keeps_it_all(enquirer, length, words):
    response = enquirer({**FILLED, "message": "é" * length})
    page = response.content.decode()
    assert response.status_code == 422
    assert f"Your message – {words} There is room for 2,000." in page
    assert "é" * length in page
    assert not accepted()


def test_exactly_as_long_as_there_is_room_for(enquirer):
    assert (
        enquirer({**FILLED, "message": "e\u0301\r\n" * 999 + "ab"}).status_code == 303
    )  # 2,000 as é


def test_a_message_of_a_million_letters_comes_back_whole(enquirer):
    page = enquirer({**FILLED, "message": "1234567890" * 100_000}).content.decode()
    assert "This is 998,000 letters too long." in page
    assert "1234567890" * 100_000 in page


def test_in_other_alphabets_too(toy, client, clock):
    page = client.get("/toy/").content.decode()
    clock.shift(30)
    body = urlencode({**guards(page), **FILLED, "message": "ס" * 600_000})
    assert len(body) > 3_500_000
    response = client.post(
        "/toy/", body, content_type="application/x-www-form-urlencoded", headers=SAME_ORIGIN
    )
    assert "This is 598,000 letters too long." in response.content.decode()


@pytest.mark.parametrize("kind", ["multipart", "urlencoded"])
def test_more_than_we_take_at_all(toy, client, kind):
    words = {**FILLED, "message": "x" * 5_000_000}
    if kind == "multipart":
        response = client.post("/toy/", words, headers=SAME_ORIGIN)
    else:
        response = client.post(
            "/toy/", b"message=" + b"x" * 5_000_000, headers=SAME_ORIGIN,
            content_type="application/x-www-form-urlencoded",
        )  # fmt: skip
    page = response.content.decode()
    assert response.status_code == 413
    assert "That was too long to send in one go" in page
    assert "Your words are still on the page before this one." in page
    assert not accepted()


def test_more_fields_than_any_form_has(toy, client):
    response = client.post("/toy/", {f"f{n}": "" for n in range(10_001)}, headers=SAME_ORIGIN)
    assert response.status_code == 413
    assert "too long to send" in response.content.decode()


def test_elsewhere_on_the_site_the_page_is_the_same(toy, client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = client.post(
        "/account/sign-in/", b"x" * 2000, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "too long to send" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"x", "multipart/form-data"),
        (b"--a\r\nbroken", "multipart/form-data; boundary=a"),
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_what_is_no_form_gets_a_page(toy, client, body, kind):
    response = client.post("/toy/", body, content_type=kind, headers=SAME_ORIGIN)
    assert response.status_code in (400, 422)
    assert "Not sent yet" in response.content.decode()


def test_a_file_is_not_kept(enquirer, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"  # would fail if anything wrote there
    big = SimpleUploadedFile("scan.pdf", b"zebrafinch" * 300_000)
    assert enquirer({**FILLED, "scan": big}).status_code == 303
    assert not (tmp_path / "uploads").exists()
    assert "zebrafinch" not in str(accepted())


def test_a_field_without_a_limit_is_refused_when_it_is_written():
    class Endless(PublicForm):
        door = "endless"
        words = forms.CharField()

    with pytest.raises(ImproperlyConfigured, match="needs a max_length"):
        Endless(request=RequestFactory().get("/"))


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)


@given(ANYTHING)
def test_clean_text_can_be_kept_by_any_database_and_is_clean(text):
    clean = clean_text(text)
    clean.encode()
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert {letter for letter in clean if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}
    assert not any("\ud800" <= letter <= "\udfff" for letter in clean)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200))
def test_what_can_be_seen_is_not_changed(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)
