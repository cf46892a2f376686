"""An editor writes a letter, sees it as mail programs show it, and is told what wants mending."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page

from alongside.answers.models import AnswerPage
from alongside.newsletter import letter_checks, link_check
from alongside.newsletter.models import LetterPage, LettersPage
from alongside.newsletter.parts import Part
from alongside.pages.models import PlainPage
from tests.editor_form import form_of, press

from .letters import answer, block, full_letter, make_letter, make_picture, section, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pictures(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _again(letter: LetterPage) -> LetterPage:
    """The letter as it is in the database now."""
    return LetterPage.objects.get(pk=letter.pk)


def _told(letter: LetterPage) -> str:
    return " ".join(finding.words for finding in letter_checks.findings(letter))


# ── who may ──


def test_an_editor_writes_a_founder_publishes_and_readers_see_it(
    editor, founder, reader, signed_in
):
    archive = LettersPage.objects.get()
    draft = make_letter(
        section(text("Tea at four.")), title="Our news", slug="our-news", live=False
    )
    press(signed_in(editor), draft, "save", sentence="What is new.")
    press(signed_in(editor), _again(draft), "publish")
    draft = _again(draft)
    assert not draft.live and "Our news" not in reader.get(archive.url).content.decode()
    press(signed_in(founder), draft, "publish")
    page = reader.get("/letters/our-news/").content.decode()
    assert "Tea at four." in page and "What is new." in page
    assert "Our news" in reader.get(archive.url).content.decode()


def test_nobody_else_writes(reviewer, moderator, dispatcher, outsider, editor, signed_in):
    letter = make_letter(section(text("Tea.")))
    add = reverse(
        "wagtailadmin_pages:add", args=["newsletter", "letterpage", letter.get_parent().pk]
    )
    assert signed_in(editor).get(add).status_code == 200
    for user in (reviewer, moderator, dispatcher, outsider):
        for address in (add, _edit(letter), reverse("check_letter", args=[letter.pk])):
            response = signed_in(user).get(address)
            assert response.status_code in (302, 403) and b"Tea." not in response.content
        before = letter.latest_revision_id
        signed_in(user).post(_edit(letter), form_of(letter, title="Mine now"))
        assert LetterPage.objects.get(pk=letter.pk).latest_revision_id == before


# ── what must be mended ──


def _draft_answer() -> AnswerPage:
    page = answer()
    page.unpublish()
    return page


def _to_a_draft() -> dict:
    page = PlainPage.objects.get(brief_id="p-about")
    page.unpublish()
    return text(f'<a linktype="page" id="{page.pk}">about us</a>')


BAD = {
    "no section": (lambda: [], "There is no text yet"),
    "an empty section": (lambda: [section(heading="Soon")], "Section 1 is empty"),
    "a link to a page that is not live": (
        lambda: [section(_to_a_draft())], "“about us” in section 1 leads nowhere"),
    "a link to a page that was deleted": (
        lambda: [section(text('<a linktype="page" id="999999">gone</a>'))], "“gone” in section 1"),
    "a path of ours that is not there": (
        lambda: [section(text('<a href="http://127.0.0.1:8000/letters/nothing/">this</a>'))],
        "“this” in section 1 leads nowhere"),
    "a card of an answer that is not live": (
        lambda: [section(block("answer", _draft_answer().pk))], "is not on the website now"),
    "a picture without words": (
        lambda: [section(block("picture", {"image": make_picture().pk, "decorative": False,
                                           "alt_text": ""}))],
        "no words for people who cannot see it"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_readers_would_stumble_over_stops_publishing_and_not_a_draft(
    case, founder, signed_in, reader
):
    make, words = BAD[case]
    letter = make_letter(*make(), live=False, slug="bad")
    client = signed_in(founder)
    assert words in client.get(_edit(letter)).content.decode()
    refused = press(client, letter, "publish", title="Bad news").content.decode()
    assert "could not be published" in refused or "could not be saved" in refused
    letter.refresh_from_db()
    assert not letter.live and reader.get("/letters/bad/").status_code == 404
    assert any(words in stop for stop in letter_checks.what_stops(letter))
    press(client, letter, "save", title="Not yet")
    assert _again(letter).get_latest_revision_as_object().title == "Not yet"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("button", {"words": "Go", "page": None, "address": "http://plain.example/"}, "begins with https"),
        ("button", {"words": "Go", "page": None, "address": ""}, "one of the two"),
        ("event", {"what": "Tea", "begins": "2026-12-05T19:00Z", "ends": "2026-12-05T18:00Z",
                   "where": "Online", "about": "", "address": ""}, "ends before it begins"),
        ("fact", {"text": "<p>So.</p>", "sources": []}, "Say what this rests on"),
    ],
)  # fmt: skip
def test_a_block_says_what_is_wrong_with_it(kind, value, words, founder, signed_in):
    letter = make_letter(section(block(kind, value)), live=False)
    refused = press(signed_in(founder), letter, "publish")
    assert words in refused.content.decode()
    letter.refresh_from_db()
    assert not letter.live


# ── what is worth a look ──


def test_the_panel_tells_and_does_not_forbid(founder, signed_in):
    title = "A subject that goes on and on, further than any telephone will ever show"
    letter = make_letter(
        section(text("She lost her battle."), block("answer", answer().pk), part=Part.EVENTS),
        title=title,
        live=False,
    )
    client = signed_in(founder)
    screen = client.get(_edit(letter)).content.decode()
    for words in (
        f"The subject has {len(title)} letters",
        "is not yet checked by a clinician. The letter says so.",
        "Who asked only for this gets no letter",
        "News of our campaign; New treatments and trials; The book.",
        "“lost her battle”",
    ):
        assert words in screen
    assert "Must be mended" not in screen
    press(client, letter, "publish", **{"publish-as-it-is": "yes"})
    letter.refresh_from_db()
    assert letter.live and letter_checks.what_stops(letter) == []


def test_answers_that_are_out_of_date_are_named():
    letter = make_letter(section(block("answer", answer().pk)))
    due = answer().next_review_on
    with time_machine.travel(due + datetime.timedelta(days=40), tick=False):
        assert f"“{answer().title}” in section 1 may be out of date" in _told(letter)
        assert letter_checks.what_stops(letter) == []
    with time_machine.travel(due + datetime.timedelta(days=400), tick=False):
        assert any("is not on the website now" in stop for stop in letter_checks.what_stops(letter))


def test_a_letter_that_gmail_would_cut_is_too_long():
    letter = make_letter(section(text("A long story. " * 8_000)))
    assert "Gmail cuts it at 100 KB" in _told(letter)
    assert "Gmail" not in _told(make_letter(section(text("A short story."))))


def test_a_new_letter_has_nothing_to_mend_yet(editor, signed_in):
    archive = LettersPage.objects.get()
    add = reverse("wagtailadmin_pages:add", args=["newsletter", "letterpage", archive.pk])
    assert "Save a draft. Then this place says" in signed_in(editor).get(add).content.decode()


# ── links to other sites ──


def test_other_sites_are_asked_when_she_presses_the_button_and_never_before(editor, signed_in):
    names = ("https://nobody.invalid/page", "https://10.0.0.7/inside")
    body = [text(f'<a href="{address}">there</a> <a href="/about/">us</a>') for address in names]
    letter = make_letter(section(*body))
    client, address = signed_in(editor), reverse("check_letter", args=[letter.pk])
    before = client.get(address).content.decode()
    assert all(name in before for name in names) and "Look at this" not in before
    asked = client.post(address).content.decode()
    assert asked.count("Look at this") == 2
    assert "There is no site of that name." in asked
    assert "It is no address of the public internet." in asked


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "[::1]", "localhost"])
def test_nobody_is_led_into_our_own_network(host):
    (answered,) = link_check.ask([f"https://{host}/"])
    assert (answered.is_well, answered.words) == (False, "It is no address of the public internet.")


def test_what_another_site_answers_is_said_in_words():
    said = {status: link_check.in_words(status) for status in (200, 301, 403, 404, 410, 429, 500)}
    assert [status for status, (is_well, _) in said.items() if not is_well] == [404, 410, 500]
    assert said[404][1] == said[410][1] == "There is no such page."
    assert "Open it yourself" in said[403][1]


# ── previews ──


@pytest.mark.parametrize(
    ("mode", "words", "other"),
    [
        ("", '<p class="label">A letter of', "Leave: no more letters"),
        ("mail", "Leave: no more letters", '<p class="label">A letter of'),
        ("phone", "320 points wide", "<mj-"),
        ("dark", "@media all {", "prefers-color-scheme"),
        ("text", "Leave, no more letters:\n", "<table"),
    ],
)
def test_she_sees_it_as_readers_will_while_she_types(mode, words, other, editor, signed_in):
    letter, client = full_letter(), signed_in(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[letter.pk])
    typed = form_of(letter, title="Typed and not saved")
    assert client.post(address, typed).json()["is_available"]
    preview = client.get(address, {"mode": mode, "in_preview_panel": "true"})
    shown = preview.content.decode()
    assert words in shown and other not in shown
    assert "Typed and not saved" in shown and "Cleo died in May" in shown
    assert "x-alongside-published" not in preview
    assert LetterPage.objects.get(pk=letter.pk).title == "What we did this winter"
