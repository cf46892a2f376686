"""A mistake in the book: written down, put online, read, followed, checked by somebody else, withdrawn."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.models import NOT_YET_CHECKED, Edition, Source
from alongside.core.publishing import MARKER
from alongside.orders.actions import living_book as actions
from alongside.orders.models import BookEdition, Chapter, Erratum, Printing

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
DESK = "/admin/book/errata/"
TODAY = timezone.localdate()
SAYS = "Take it twice a day."
RIGHT = "Take it as your team told you."


@pytest.fixture
def printings(paperback: BookEdition) -> list[Printing]:
    """The first of last year, the second of today."""
    return [
        Printing.objects.create(edition=paperback, number=n, copies=9, printed_on=TODAY - ago)
        for n, ago in ((1, timedelta(days=365)), (2, timedelta(0)))
    ]


@pytest.fixture
def chapter(db: None) -> Chapter:
    return Chapter.objects.create(number=3, title="Treatment")


def _about(**more) -> dict:
    return {
        "place": "page 47", "says": SAYS, "should_say": RIGHT, "basis": "general",
        "noted_on": TODAY.isoformat(),
    } | more  # fmt: skip


@pytest.fixture
def mistake(founder, chapter, printings) -> Erratum:
    """Online, in the first printing only."""
    one = Erratum(chapter=chapter, place="page 47", says=SAYS, should_say=RIGHT, basis="general")
    actions.write_erratum(one, printings=printings[:1], by=founder)
    actions.put_online(one, by=founder)
    one.refresh_from_db()
    return one


def _text(response) -> str:
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join((soup.main or soup).get_text(" ").split())


def _read(reader) -> str:
    response = reader.get("/book/errata/")
    assert response.status_code == 200 and response[MARKER] == "1" and not response.cookies
    return _text(response)


def _entries(reader) -> list[ElementTree.Element]:
    response = reader.get("/book/errata.xml")
    assert response["Content-Type"].startswith("application/atom+xml") and response[MARKER] == "1"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def test_a_book_without_mistakes_says_that_none_are_known(reader, printings):
    assert "No mistakes are known." in _read(reader)
    assert _entries(reader) == []


def test_an_editor_writes_it_and_a_founder_puts_it_online(
    reader, editor, founder, signed_in, chapter, printings
):
    source = Source.objects.first()
    about = _about(
        chapter=chapter.pk, basis="source", source=source.pk, printings=[printings[0].pk]
    )
    browser = signed_in(editor)
    told = _text(browser.post(f"{DESK}new/", about, follow=True))
    one = Erratum.objects.get()
    assert "Not online yet" in told and "A founder puts it online" in told
    assert SAYS not in _read(reader) and _entries(reader) == []
    assert SAYS not in _text(reader.get("/b/3/"))
    press = f"{DESK}{one.pk}/press/"
    assert browser.post(press, {"press": "online"}).status_code == 403
    before = Edition.objects.get().number
    signed_in(founder).post(press, {"press": "online"})
    assert Edition.objects.get().number > before
    told = _read(reader)
    for words in ("Chapter 3: Treatment, page 47", SAYS, RIGHT, f"From {source}.", NOT_YET_CHECKED):
        assert words in told
    assert browser.post(f"{DESK}{one.pk}/write/", about | {"says": "Mine"}).status_code == 403
    one.refresh_from_db()
    assert one.says == SAYS
    done = AuditEntry.objects.filter(target=f"erratum:{one.pk}").values_list("action", flat=True)
    assert set(done) == {"erratum.written", "erratum.online"}


def test_readers_find_it_under_their_own_printing_and_in_its_chapter(reader, mistake, printings):
    soup = BeautifulSoup(reader.get("/book/errata/").content, "html.parser")
    first, second = (
        soup.find(id=f"printing-{one.pk}").find_parent("section").get_text(" ") for one in printings
    )
    assert SAYS in first and SAYS not in second and "No mistakes are known." in second
    assert SAYS in _text(reader.get("/b/3/"))
    assert SAYS in _text(reader.get(f"/b/{printings[0].pk}/3/"))
    assert SAYS not in _text(reader.get(f"/b/{printings[1].pk}/3/"))
    link = soup.find("link", href="/book/errata.xml")
    assert link["rel"] == ["alternate"] and link["type"] == "application/atom+xml"


def test_one_that_names_no_printing_is_in_all_that_were_printed_until_then(
    reader, founder, chapter, printings, paperback
):
    one = Erratum(place="page 9", says="Canary Rd", should_say="Canary Row", basis="book")
    actions.write_erratum(one, printings=[], by=founder)
    actions.put_online(one, by=founder)
    later = Printing.objects.create(
        edition=paperback, number=3, copies=9, printed_on=TODAY + timedelta(days=40)
    )
    soup = BeautifulSoup(reader.get("/book/errata/").content, "html.parser")
    holds = {
        printing: "Canary Row"
        in soup.find(id=f"printing-{printing.pk}").find_parent("section").text
        for printing in (*printings, later)
    }
    assert list(holds.values()) == [True, True, False]
    assert len(soup.select(f"#mistake-{one.pk}")) == 1
    assert "About the book itself." in soup.text and NOT_YET_CHECKED not in soup.main.text


def test_the_feed_says_both_texts_with_the_label_and_keeps_its_name(reader, mistake):
    (entry,) = _entries(reader)
    summary = entry.findtext(f"{ATOM}summary")
    assert SAYS in summary and RIGHT in summary and mistake.label in summary
    assert "General knowledge, not yet sourced." in mistake.label
    assert entry.findtext(f"{ATOM}title") == "Chapter 3: Treatment, page 47"
    assert entry.find(f"{ATOM}link").attrib["href"].endswith(f"/book/errata/#mistake-{mistake.pk}")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{mistake.feed_id}"


def test_one_that_was_none_is_withdrawn_for_all_to_see(reader, founder, signed_in, mistake):
    browser, press = signed_in(founder), f"{DESK}{mistake.pk}/press/"
    browser.post(press, {"press": "delete"})
    assert Erratum.objects.exists()  # what was online is never deleted
    browser.post(press, {"press": "withdraw"})
    told = _read(reader)
    assert "We were wrong: what the book says is right." in told and RIGHT not in told
    (entry,) = _entries(reader)
    assert entry.findtext(f"{ATOM}title").startswith("Withdrawn: ")
    assert RIGHT not in entry.findtext(f"{ATOM}summary")
    browser.post(press, {"press": "renew"})
    assert RIGHT in _read(reader)


def test_a_draft_can_be_deleted(founder, signed_in):
    one = Erratum(place="page 9", says="a", should_say="b", basis="book")
    actions.write_erratum(one, printings=[], by=founder)
    told = signed_in(founder).post(f"{DESK}{one.pk}/press/", {"press": "delete"}, follow=True)
    assert "The draft is deleted." in told.content.decode() and not Erratum.objects.exists()


def test_a_reviewer_who_wrote_none_of_it_checks_it(reader, reviewer, signed_in, mistake):
    browser = signed_in(reviewer)
    page = BeautifulSoup(browser.get(f"{DESK}{mistake.pk}/").content, "html.parser")
    seen = page.find("input", {"name": "seen"})["value"]
    told = browser.post(f"{DESK}{mistake.pk}/check/", {"seen": "older"}, follow=True)
    assert "The words changed while you were reading" in told.content.decode()
    assert NOT_YET_CHECKED in _read(reader)
    browser.post(f"{DESK}{mistake.pk}/check/", {"seen": seen})
    label = f"Checked by Test Reviewer, breast care nurse, on {TODAY:%-d %B %Y}."
    assert label in _read(reader) and label in _entries(reader)[0].findtext(f"{ATOM}summary")


def test_nobody_checks_her_own_words_and_changed_words_are_not_checked(
    reader, founder, reviewer, signed_in, mistake
):
    actions.check(mistake, by=reviewer, seen=actions.seen_of(mistake))
    reviewer.groups.add(founder.groups.get())  # she is a founder too, and changes the words
    browser = signed_in(reviewer)
    about = _about(chapter=mistake.chapter_id, should_say="Ask your team.")
    browser.post(f"{DESK}{mistake.pk}/write/", about)
    assert "Ask your team." in _read(reader) and NOT_YET_CHECKED in _read(reader)
    mistake.refresh_from_db()
    seen = {"seen": actions.seen_of(mistake)}
    told = browser.post(f"{DESK}{mistake.pk}/check/", seen, follow=True).content.decode()
    assert "You wrote some of these words" in told and NOT_YET_CHECKED in _read(reader)
    assert signed_in(founder).post(f"{DESK}{mistake.pk}/check/", seen).status_code == 403


def test_what_is_missing_is_said_and_what_was_typed_stays(editor, signed_in):
    browser = signed_in(editor)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    wrong = _about(basis="source", noted_on=tomorrow, place="p" * 5000)
    told = browser.post(f"{DESK}new/", wrong)
    assert told.status_code == 422
    for words in ("Not saved yet", "Please choose the source", "This day is yet to come", RIGHT):
        assert words in _text(told)
    told = _text(browser.post(f"{DESK}new/", {}))
    assert "Please say what it rests on" in told and "Please fill this in" in told
    assert not Erratum.objects.exists()


def test_who_neither_writes_nor_checks_sees_no_draft(dispatcher, moderator, signed_in, mistake):
    for nobody in (dispatcher, moderator):
        assert signed_in(nobody).get(f"{DESK}{mistake.pk}/").status_code == 403
