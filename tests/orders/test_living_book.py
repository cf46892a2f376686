"""A reader opens the code in her copy: today's answers, and what changed since it was printed."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db.models import F
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from alongside.answers.models import AnswerPage
from alongside.core import demo
from alongside.core.models import Edition
from alongside.core.publishing import MARKER, published_paths
from alongside.orders.actions import living_book as actions
from alongside.orders.models import BookEdition, Chapter, Erratum, Printing

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
NAMES = ("Q01", "Q05", "Q09")


@pytest.fixture
def printing(paperback: BookEdition) -> Printing:
    """Printed today, with today's words."""
    return Printing.objects.create(edition=paperback, number=2, copies=500, printed_on=TODAY)


@pytest.fixture
def chapter(founder) -> Chapter:
    keys = [str(_answer(name).translation_key) for name in NAMES]
    chapter = Chapter(number=3, title="What the words mean", answers=keys)
    actions.write_chapter(chapter, by=founder)
    return chapter


def _answer(brief_id: str) -> AnswerPage:
    return AnswerPage.objects.get(brief_id=brief_id)


def _soup(browser, address: str, status: int = 200) -> BeautifulSoup:
    response = browser.get(address)
    assert response.status_code == status and response[MARKER] == "1" and not response.cookies
    return BeautifulSoup(response.content, "html.parser").main


def _text(browser, address: str, status: int = 200) -> str:
    return " ".join(_soup(browser, address, status).get_text(" ").split())


def _publish(page: AnswerPage, *, days: int) -> None:
    """Put it online as it is now, so many days from today."""
    page.save_revision(log_action=True).publish()
    page.refresh_from_db()
    at = timezone.now() + timedelta(days=days)
    Revision.objects.filter(pk=page.live_revision_id).update(created_at=at)
    PageLogEntry.objects.filter(revision=page.live_revision_id).update(timestamp=at)
    AnswerPage.objects.filter(pk=page.pk).update(last_published_at=at)


def test_the_short_address_opens_todays_answers_with_their_labels(reader, chapter, printing):
    told = _text(reader, "/b/3/")
    assert "What the words mean" in told
    for name in NAMES:
        page = _answer(name)
        assert page.title in told and page.sentence in told and page.label in told
    assert "since your printing" not in told
    assert "Paperback, printing 2" in told  # to choose
    assert reader.get("/b/3", follow=True).redirect_chain[-1][0] == "/b/3/"


def test_what_changed_since_her_printing_comes_first_with_the_day(reader, chapter, printing):
    address = f"/b/{printing.pk}/3/"
    assert "Nothing that stands here now has changed" in _text(reader, address)
    page = _answer("Q09")
    page.sentence = "This sentence is another one now."
    _publish(page, days=2)
    soup = _soup(reader, address)
    first = soup.select_one("#changed").find_parent("section").get_text(" ", strip=True)
    on = (TODAY + timedelta(days=2)).strftime("%-d %B %Y")
    assert "Changed since your printing , on" in first and on in first
    assert "This sentence is another one now." in first and page.title in first
    assert soup.select_one("h3").get_text() == page.title
    same = soup.select_one("#answers").find_parent("section").get_text(" ")
    assert _answer("Q01").title in same and page.title not in same


def test_an_answer_that_was_only_put_online_again_has_not_changed(reader, chapter, printing):
    page = _answer("Q01")
    before = page.sentence
    _publish(page, days=1)
    assert "Changed since your printing," not in _text(reader, f"/b/{printing.pk}/3/")
    page.sentence = "Something else."
    _publish(page, days=2)
    assert page.title in _soup(reader, f"/b/{printing.pk}/3/").select_one(".found h3").get_text()
    page.sentence = before  # and back to what the copy says
    _publish(page, days=3)
    assert "Nothing that stands here now has changed" in _text(reader, f"/b/{printing.pk}/3/")


def test_a_draft_is_no_change(reader, chapter, printing):
    page = _answer("Q01")
    page.sentence = "zebrafinch draft"
    page.save_revision()
    told = _text(reader, f"/b/{printing.pk}/3/")
    assert "Nothing that stands here now has changed" in told and "zebrafinch" not in told


def test_an_answer_that_came_after_her_printing_is_new(reader, chapter, printing):
    Printing.objects.filter(pk=printing.pk).update(printed_on=TODAY - timedelta(days=30))
    told = _text(reader, f"/b/{printing.pk}/3/")
    assert told.count("New since your printing") == len(NAMES)


def test_an_answer_that_is_not_online_is_counted_and_not_named(reader, chapter, printing):
    gone = _answer("Q05")
    gone.unpublish()
    stale = _answer("Q09")
    AnswerPage.objects.filter(pk=stale.pk).update(next_review_on=TODAY - timedelta(days=300))
    told = _text(reader, "/b/3/")
    assert gone.title not in told and stale.title not in told and _answer("Q01").title in told
    assert "2 answers of this chapter are not on the website at present" in told
    assert "may be out of date" in told


def test_a_chapter_that_left_the_book_keeps_its_page(reader, chapter, founder):
    actions.retire_chapter(chapter, on=TODAY, by=founder)
    told = _text(reader, "/b/3/")
    assert "This chapter is not in the book any more" in told and _answer("Q01").title in told
    assert "Not in the book any more" in _text(reader, "/b/")


@pytest.mark.parametrize("path", ["/b/4/", "/b/1/4/", "/b/99999999999999999999/"])
def test_a_chapter_that_never_was_leads_to_those_that_are(reader, chapter, path):
    told = _text(reader, path, 404)
    assert "This chapter is not here" in told and "You have done nothing wrong" in told
    assert _soup(reader, path, 404).find("a", href="/b/3/")


@pytest.mark.parametrize("unknown", ["777", "99999999999999999999"])
def test_a_printing_that_we_do_not_know_still_shows_the_chapter(reader, chapter, unknown):
    told = _text(reader, f"/b/{unknown}/3/", 404)
    assert "We do not know this printing" in told and _answer("Q01").sentence in told


def test_without_chapters_the_page_says_so(reader, db):
    assert "No chapter has a page here yet" in _text(reader, "/b/")
    assert [path for path in published_paths() if path.startswith(("/b/", "/book/e"))] == []


def test_export_sitemap_and_search_know_the_chapters(reader, chapter, printing):
    of_printing = f"/b/{printing.pk}/3/"
    assert {"/b/", "/b/3/", of_printing, "/book/errata/", "/book/errata.xml"} <= set(
        published_paths()
    )
    listed = reader.get("/sitemap.xml").content.decode()
    assert "/b/3/</loc>" in listed and "/book/errata/</loc>" in listed
    assert of_printing not in listed and "errata.xml" not in listed
    page = BeautifulSoup(reader.get(of_printing).content, "html.parser")
    assert page.find("link", rel="canonical")["href"].endswith("/b/3/")
    Edition.objects.update(number=F("number") + 10_000)  # no test before has built an index of it
    found = reader.get("/search/", {"q": "chapter 3 what the words mean"}).content.decode()
    assert "/b/3/" in found


def test_a_new_printing_and_a_new_title_are_seen_at_once(chapter, paperback, founder):
    """The pages are kept in memory: each change raises the edition."""
    before = Edition.objects.get().number
    Printing.objects.create(edition=paperback, number=3, copies=1, printed_on=TODAY)
    after = Edition.objects.get().number
    chapter.title = "Words"
    actions.write_chapter(chapter, by=founder)
    assert before < after < Edition.objects.get().number


def test_the_journal_has_no_chapters(reader, chapter, journal):
    Printing.objects.create(edition=journal, number=1, copies=9, printed_on=TODAY)
    assert "Journal" not in _text(reader, "/b/3/")


def test_the_demonstration_says_that_it_is_made_up_and_goes_without_a_trace(
    reader, chapter, founder, signed_in
):
    made, number = [], Chapter.objects.count()
    demo.make("chapters", 2, made.append)
    assert len(made) == 2 and Chapter.objects.get(number=1).is_made_up
    for path in ("/b/", "/b/1/", "/book/errata/"):
        assert "Made up for demonstration" in _text(reader, path)
    desk, about = signed_in(founder), {"says": "a", "should_say": "b", "basis": "book"}
    typed = about | {
        "place": "page 47",
        "noted_on": TODAY,
        "chapter": Chapter.objects.get(number=2).pk,
    }
    desk.post("/admin/book/errata/new/", typed)
    desk.post(f"/admin/book/errata/{Erratum.objects.latest('pk').pk}/press/", {"press": "online"})
    shown = _text(reader, "/book/errata/")
    assert "page 47" in shown and shown.count("Made up for demonstration.") == 2
    assert demo.clear()["chapters"] == 2
    assert Chapter.objects.count() == number and not Erratum.objects.exists()
    assert "This chapter is not here" in _text(reader, "/b/1/", 404)
