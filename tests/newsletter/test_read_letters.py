"""A reader who gave no address reads every letter on the website."""

import json
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db.models import F

from alongside.core.models import Edition
from alongside.core.publishing import MARKER, published_paths
from alongside.newsletter import visits
from alongside.newsletter.models import LetterPage, LettersPage, Mailing
from alongside.newsletter.parts import ContentNote

from .letters import answer, block, full_letter, make_letter, section, text

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(db: None, settings, tmp_path) -> LetterPage:
    settings.MEDIA_ROOT = tmp_path
    return full_letter()


def _soup(reader, address: str) -> BeautifulSoup:
    response = reader.get(address)
    assert response.status_code == 200 and response[MARKER] == "1" and not response.cookies
    return BeautifulSoup(response.content, "html.parser")


def _titles(soup: BeautifulSoup) -> list[str]:
    return [tag.get_text() for tag in soup.select(".letters-list h3")]


def test_the_newest_letter_comes_first_and_a_draft_does_not_come(reader):
    make_letter(section(text("One.")), title="First")
    make_letter(section(text("Two.")), title="Second")
    make_letter(section(text("Three.")), title="Nobody may see this", live=False)
    welcome = LetterPage.objects.get(brief_id="l-welcome").title
    assert _titles(_soup(reader, "/letters/")) == ["Second", "First", welcome]


def test_older_letters_are_on_paths_of_their_own(reader):
    for number in range(21):
        make_letter(section(text("Tea.")), title=f"Letter {number}")
    first, second = _soup(reader, "/letters/"), _soup(reader, "/letters/older/2/")
    assert len(_titles(first)) == 20 and _titles(second)[0] == "Letter 0"
    assert first.find("a", rel="next")["href"] == "/letters/older/2/"
    assert second.find("a", rel="prev")["href"] == "/letters/"
    assert {"/letters/", "/letters/older/2/", "/letters/feed.xml"} <= set(published_paths())
    for wrong in ("1", "3", "0", "two", "-1"):
        assert reader.get(f"/letters/older/{wrong}/").status_code == 404


def test_every_word_is_there_with_a_way_round_what_is_hard_to_read(reader, letter):
    soup = _soup(reader, letter.url)
    told = " ".join(soup.main.get_text(" ").split())
    for words in ("for everybody", "ministers", "A trial tests a treatment. General knowledge, not yet",
                  answer().sentence, answer().label, "Nobody spoke", "19:00 to 20:30, UK time (GMT)",
                  "The book is at the printer.", "Cleo died in May."):  # fmt: skip
        assert words in told
    hard = [tag.get_text(" ", strip=True) for tag in soup.select(".speaks-of")]
    assert hard == [
        "This part speaks of scans and waiting for results. Skip this part",
        "This part speaks of somebody who has died. Skip this part",
    ]
    for link in soup.select(".speaks-of a"):
        assert soup.find(id=link["href"].removeprefix("#"))
    assert soup.find("img")["alt"] == "Tea on a table"
    assert soup.select_one(".label").get_text() == letter.label
    assert (
        "parts of it may be out of date. Each fact in it says what it rests on. Not yet"
        in letter.label
    )


def test_nothing_on_the_page_is_of_one_person(reader, letter):
    page = reader.get(letter.url).content.decode()
    for private in ("Hello,", "/letters/leave/", "/letters/preferences/", "You get this letter"):
        assert private not in page


def test_an_answer_that_is_withdrawn_later_goes_from_the_letter_too(reader, letter):
    assert answer().sentence in reader.get(letter.url).content.decode()
    answer().unpublish()
    page = reader.get(letter.url).content.decode()
    assert answer().sentence not in page
    assert "An answer stood here. It is not shown now" in page


def test_a_quiet_letter_says_nothing_of_facts(reader):
    letter = make_letter(section(text("Tea at four.")))
    assert "fact" not in letter.label and "clinician" not in letter.label
    assert letter.label in _soup(reader, letter.url).get_text(" ")


def test_feed_sitemap_search_and_machines_know_it(reader, letter):
    feed = ElementTree.fromstring(reader.get("/letters/feed.xml").content)
    first = feed.find(f"{ATOM}entry")
    assert first.findtext(f"{ATOM}title") == letter.title
    assert first.find(f"{ATOM}link").attrib["href"].endswith(letter.url)
    summary = first.findtext(f"{ATOM}summary")
    assert letter.label in summary and "somebody who has died" in summary and "Cleo" not in summary
    assert f"{letter.url}</loc>" in reader.get("/sitemap.xml").content.decode()
    Edition.objects.update(number=F("number") + 10_000)  # no test before has built an index of it
    found = reader.get("/search/", {"q": "what we did this winter"}).content.decode()
    assert letter.url in found and "Cleo" not in found
    soup = _soup(reader, letter.url)
    (thing, _) = json.loads(soup.find("script", type="application/ld+json").string)["@graph"]
    assert (thing["@type"], thing["headline"]) == ("Article", letter.title)
    assert thing["creditText"] == letter.label and letter.label in thing["description"]
    social = soup.find("meta", property="og:description")["content"]
    assert social == f"{letter.sentence} {letter.label}"


def test_the_list_says_what_is_hard_to_read_before_she_opens_it(reader):
    notes = ContentNote.DEATHS | ContentNote.HOSPICE
    make_letter(section(text("Cleo."), notes=notes), section(text("Tea.")), title="For Cleo")
    listed = re.sub(r"\s+", " ", _soup(reader, "/letters/").get_text(" "))
    assert "It speaks of somebody who has died, and of hospice and the end of life" in listed


def test_headings_are_in_order_also_without_a_heading_of_the_section(reader):
    letter = make_letter(section(block("answer", answer().pk)))
    headings = [tag.name for tag in _soup(reader, letter.url).main.find_all(re.compile(r"h\d"))]
    assert headings == ["h1", "h2", "h2"]


def test_visits_are_a_number_of_the_letter_that_went_out(letter, founder, reader):
    assert reader.get(letter.url)["x-alongside-counted"] == f"letter:{letter.pk}"
    visits.add({f"letter:{letter.pk}": 3})  # nothing went out yet, so nobody came from it
    mailings = [
        Mailing.objects.create(page=letter, revision=letter.live_revision, ordered_by=founder)
        for _ in range(2)
    ]
    visits.add({f"letter:{letter.pk}": 4, "letter:0": 9, "something-else": 9})
    visits.add({f"letter:{letter.pk}": 1})
    for mailing in mailings:
        mailing.refresh_from_db()
    assert [mailing.visits for mailing in mailings] == [0, 5]


def test_an_archive_without_letters_says_so(reader):
    LetterPage.objects.get(brief_id="l-welcome").unpublish()
    assert "We have not written a letter yet." in _soup(reader, "/letters/").get_text()
    assert LettersPage.objects.get().document().url == "/letters/"
