"""Figures about how long people live are met only by a reader who asks for them, on the page itself."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils.html import strip_tags

from alongside.answers.models import AnswerPage
from alongside.core.documents import Document
from alongside.core.publishing import live_pages, searchable_documents
from alongside.core.readability import sentences

from .conftest import MakeAnswer, fact
from .test_print_the_leaflet import leaflet_of, squeeze, words_of

FIGURE = "Out of 100 people, 37 lived for at least nine years."

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(make_answer: MakeAnswer) -> list[str]:
    """Every sentence with a figure under `numbers`, with one on a page of our own."""
    make_answer([fact("So it is.")], numbers=[fact(FIGURE)], slug="how-long")
    found = [
        sentence.text
        for page in AnswerPage.objects.live()
        for block in page.numbers
        for sentence in sentences(strip_tags(str(block.value["text"])))
        if re.search(r"\d", sentence.text)
    ]
    assert FIGURE in found
    assert len(found) > 3
    return found


def texts_of(document: Document) -> Iterator[str]:
    yield from (document.title, document.one_sentence, document.body, document.what_to_do_now)
    yield from (*document.asked, *document.lay_terms)


def test_they_are_in_no_search_document(figures: list[str]) -> None:
    texts = "\n".join(text for document in searchable_documents() for text in texts_of(document))
    assert "No one can know how long one person will live" in texts
    assert [figure for figure in figures if figure in texts] == []


def test_they_are_in_no_feed_sitemap_json_ld_or_description(
    figures: list[str], reader: Client
) -> None:
    for address in ("/feed.xml", "/sitemap.xml"):
        text = reader.get(address).content.decode()
        assert "how-long" in text
        assert [figure for figure in figures if figure in text] == []
    for page in live_pages():
        data = str(page.linked_data()) + page.search_description
        assert [figure for figure in figures if figure in data] == []
    head = reader.get("/answers/how-long-can-people-live/").content.decode().split("</head>")[0]
    assert re.search(r'<meta name="description" content="[^"]{20,}"', head)
    assert [figure for figure in figures if figure in head] == []


def test_they_are_in_no_leaflet(figures: list[str]) -> None:
    for slug in ("how-long", "how-long-can-people-live"):
        words = words_of(leaflet_of(AnswerPage.objects.get(slug=slug)))
        assert [figure for figure in figures if squeeze(figure) in words] == []


def test_they_are_in_no_search_result(figures: list[str], reader: Client) -> None:
    for figure in figures:
        for accept in ("text/html", "application/json"):
            response = reader.get("/search/", {"q": figure[:60]}, headers={"accept": accept})
            results = response.content.decode().split("</form>")[-1]
            assert figure not in strip_tags(results)


def test_they_stand_on_the_page_behind_the_readers_own_wish(
    figures: list[str], reader: Client
) -> None:
    body = reader.get("/answers/how-long/").content.decode()
    before, after = body.split("I want numbers")
    assert FIGURE not in before
    assert FIGURE in after
    assert "<details" in before
    assert "<details open" not in body
