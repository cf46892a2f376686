"""Promise 6: every health statement carries its basis and how fresh it is, and the label travels.

The label is looked for as text: what a reader selects and copies, not an attribute and not a style sheet.
"""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from django.test import Client

from alongside.answers.models import AnswerPage, WordPage
from alongside.core.models import ReviewedPage
from alongside.core.publishing import live_pages
from alongside.newsletter.models import LetterPage
from alongside.orders.models import BookPage
from alongside.pages.models import DayPage
from alongside.signs.actions import publish_quote, publish_release
from alongside.signs.models import PlacePage, SignPage
from tests.answers.test_machines_read import data_of
from tests.answers.test_print_the_leaflet import leaflet_of, read, squeeze
from tests.signs.example_figures import figures_of_bones
from tests.unchanged_pages import body_of

LABELLED = (AnswerPage, SignPage, WordPage, PlacePage, DayPage, LetterPage, BookPage)
NEVER_COPIED = {"script", "style", "template", "title", "head"}
VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr"}

pytestmark = pytest.mark.django_db


class Copied(HTMLParser):
    """The text that "select all" and "copy" take from a page: nothing hidden, no attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        hidden = tag in NEVER_COPIED or "hidden" in names or names.get("aria-hidden") == "true"
        if tag not in VOID and (hidden or self._unseen):
            self._unseen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            while self._unseen and self._unseen.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def copied(html: str) -> str:
    parser = Copied()
    parser.feed(html)
    return " ".join("".join(parser.parts).split())


@pytest.mark.parametrize("model", LABELLED, ids=lambda model: model.__name__)
def test_promise_who_says_so_is_in_the_text_that_copy_paste_takes(
    model: type[ReviewedPage],
) -> None:
    pages = list(model.objects.live())
    assert pages
    for page in pages:
        text = copied(body_of(page.url))
        assert page.title in text
        assert page.label in text, f"{page.url}: {page.label}"


def test_promise_who_says_so_is_copied_with_what_patients_said(reader: Client) -> None:
    release = publish_release(figures=figures_of_bones(), method="1.0", is_made_up=True)
    words = "It was a toothache in my hip."
    publish_quote(about="s-bone-pain", words=words, signed_as="", on_behalf=True)
    sign = SignPage.objects.get(brief_id="s-bone-pain")
    for page in (sign, sign.get_parent().specific):
        text = copied(reader.get(page.url).content.decode())
        assert page.label in text
        assert release.label in text
        assert text.index("MADE UP FOR DEMONSTRATION") < text.rindex("about 4")
        after = text[text.index(words) + len(words) :].strip()
        assert after.startswith("Told by somebody close to her or him. Not from a clinical source.")


def test_promise_who_says_so_stands_beside_each_fact() -> None:
    """Each fact ends with the numbers of its sources, or with the words that it has none yet."""
    for page in AnswerPage.objects.live():
        body = body_of(page.url)
        text = copied(body[body.index('<section class="part" id="full"') :])
        for html, basis in page.reading(with_marks=False)["facts"]:
            fact = copied(html)
            after = text[text.index(fact) + len(fact) :][:140]
            first = f"[{basis.numbers[0]}]" if basis.numbers else "("
            assert after.strip().startswith(first), f"{page.url}: {fact}"
            if basis.is_unsourced:
                assert after.strip().startswith("(general knowledge, not yet sourced)")
            if basis.numbers and basis.general_knowledge:
                assert "general knowledge, not yet sourced)" in after


def test_promise_who_says_so_is_in_json_ld_with_every_sentence_that_a_machine_takes() -> None:
    for page in live_pages():
        if not isinstance(page, LABELLED):
            continue
        thing = page.structured_data()
        assert thing["creditText"] == page.label
        assert page.label in thing["description"]
        if "mainEntity" in thing:
            assert page.label in json.dumps(thing["mainEntity"], ensure_ascii=False)


def test_promise_who_says_so_is_in_the_json_ld_that_is_served(reader: Client) -> None:
    for address in ("/answers/emergency/", "/signs/bone/mscc/", "/words/her2/", "/signs/bone/"):
        assert data_of(reader, address)[0]["creditText"]


def test_promise_who_says_so_is_on_the_first_sheet_of_every_leaflet() -> None:
    for page in AnswerPage.objects.live():
        first = read(leaflet_of(page)).pages[0].extract_text()
        assert squeeze(page.label) in squeeze(first)


def test_promise_who_says_so_is_in_every_entry_of_the_feed(reader: Client) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(reader.get("/feed.xml").content)
    labels = {page.title: page.label for page in AnswerPage.objects.live()}
    entries = feed.findall(f"{atom}entry")
    assert len(entries) == 50
    for entry in entries:
        summary = entry.findtext(f"{atom}summary") or ""
        assert labels[entry.findtext(f"{atom}title") or ""] in summary


def test_promise_who_says_so_search_gives_one_sentence_and_no_fact_without_its_basis(
    reader: Client,
) -> None:
    page = AnswerPage.objects.get(brief_id="Q05")
    response = reader.get(
        "/search/", {"q": "palliative on my letter"}, headers={"accept": "application/json"}
    )
    data = json.loads(response.content)
    (found,) = [result for result in data["results"] if result["id"] == "Q05"]
    assert found["one_sentence"] == page.sentence
    assert set(found) == {"id", "kind", "url", "title", "one_sentence"}
    facts = [copied(html) for html, _ in page.reading(with_marks=False)["facts"]]
    assert facts
    assert [fact for fact in facts if fact in response.content.decode()] == []


def test_promise_who_says_so_nothing_claims_a_review_that_was_not_made() -> None:
    for page in live_pages():
        if isinstance(page, ReviewedPage):
            assert page.review is None
            assert "Not yet checked by a clinician." in page.label
            assert {"lastReviewed", "reviewedBy"}.isdisjoint(page.structured_data())
