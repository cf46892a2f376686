"""A reader follows new and changed answers in her own reader; a search engine follows the sitemap."""

import datetime
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from wagtail.models import PageViewRestriction

from alongside.answers.models import AnswerPage

from .conftest import MakeAnswer, fact

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.django_db


def entries(reader: Client) -> list[ElementTree.Element]:
    return ElementTree.fromstring(reader.get("/feed.xml").content).findall(f"{ATOM}entry")


def text(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def addresses(reader: Client) -> list[str]:
    tree = ElementTree.fromstring(reader.get("/sitemap.xml").content)
    return [
        loc.text.removeprefix("http://testserver") for loc in tree.iter(f"{MAP}loc") if loc.text
    ]


def test_every_entry_has_the_sentence_and_the_label_in_its_text(reader: Client) -> None:
    found = entries(reader)
    assert len(found) == 50
    pages = {page.title: page for page in AnswerPage.objects.live()}
    for entry in found:
        page = pages[text(entry, "title")]
        summary = ElementTree.fromstring(f"<div>{text(entry, 'summary')}</div>")
        assert [p.text for p in summary] == [page.sentence, page.label]
        assert entry.find(f"{ATOM}link").attrib["href"] == f"http://testserver{page.url}"


def test_a_new_answer_comes_first_and_a_sentence_with_signs_stays_text(
    make_answer: MakeAnswer, reader: Client
) -> None:
    page = make_answer([fact("So.")], title="Is 1 < 2?", sentence="Yes & <b>always</b>.")
    first = entries(reader)[0]
    assert text(first, "title") == "Is 1 < 2?"
    assert "<p>Yes &amp; &lt;b&gt;always&lt;/b&gt;.</p>" in text(first, "summary")
    name = text(first, "id")
    page.slug = "moved"
    page.save_revision().publish()
    assert text(entries(reader)[0], "id") == name


def test_what_is_out_of_date_is_in_neither(make_answer: MakeAnswer, reader: Client) -> None:
    page = make_answer([fact("So.")], slug="ageing", title="An ageing question?")
    other = AnswerPage.objects.get(brief_id="Q05")
    other.next_review_on = page.next_review_on + datetime.timedelta(days=3650)
    other.save_revision().publish()
    overdue = page.next_review_on + datetime.timedelta(days=30)
    stale = page.next_review_on + datetime.timedelta(days=200)
    with time_machine.travel(overdue, tick=False):
        assert "An ageing question?" in [text(entry, "title") for entry in entries(reader)]
        assert "/answers/ageing/" in addresses(reader)
    with time_machine.travel(stale, tick=False):
        assert [text(entry, "title") for entry in entries(reader)] == [other.title]
        found = addresses(reader)
        assert "/answers/ageing/" not in found
        assert "/signs/bone/back-pain/" not in found
        assert "/answers/palliative-on-my-letter/" in found
        assert "/about/" in found


def test_the_sitemap_names_every_page_once_and_no_private_one(reader: Client) -> None:
    found = addresses(reader)
    assert len(found) == len(set(found)) > 300
    assert {
        "/",
        "/answers/emergency/",
        "/signs/bone/mscc/",
        "/words/her2/",
        "/today/scan-day/",
    } <= {*found}
    page = AnswerPage.objects.get(brief_id="Q46")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    AnswerPage.objects.get(brief_id="Q05").unpublish()
    assert set(found) - set(addresses(reader)) == {
        "/answers/emergency/",
        "/answers/palliative-on-my-letter/",
    }
    assert len(entries(reader)) == 48
