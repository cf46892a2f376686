"""A reader reads an answer: three depths, each statement with what it rests on."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from alongside.answers.models import AnswerPage, WordPage
from alongside.core.models import Source
from alongside.signs.models import SignPage

from .conftest import MakeAnswer, fact


def _link(page: object) -> str:
    return f'<a linktype="page" id="{page.pk}">see this</a> and HER2'  # type: ignore[attr-defined]


@pytest.fixture
def facts(db: None) -> list[dict[str, object]]:
    """Six facts with different sources and links to pages of three kinds."""
    pages = [
        *AnswerPage.objects.all()[:2],
        *SignPage.objects.all()[:2],
        *WordPage.objects.all()[:2],
    ]
    links = [_link(page) for page in pages]
    return [
        fact(" ".join(links) if number == 0 else links[number], source)
        for number, source in enumerate(Source.objects.all()[:6])
    ]


def test_six_facts_cost_the_reader_no_more_queries_than_one(
    make_answer: MakeAnswer,
    facts: list[dict[str, object]],
    django_assert_num_queries: DjangoAssertNumQueries,
    reader: Client,
) -> None:
    one, six = make_answer(facts[:1], slug="one"), make_answer(facts, slug="six")
    reader.get(one.url)  # what is looked up once for all pages is known now
    whole = []
    for page in (one, six):
        with django_assert_num_queries(11):
            AnswerPage.objects.get(pk=page.pk).get_context(RequestFactory().get(page.url))
        with CaptureQueriesContext(connection) as queries:
            reader.get(page.url)
        whole.append(len(queries))
    assert whole[0] == whole[1]


def test_each_statement_stands_with_what_it_rests_on(
    make_answer: MakeAnswer, reader: Client
) -> None:
    first, second = Source.objects.all()[:2]
    page = make_answer(
        [fact("Both say so.", second, first), fact("Nobody says so."), fact("One says.", first)]
    )
    context = page.get_context(RequestFactory().get("/"))
    assert [basis.numbers for _, basis in context["facts"]] == [(1, 2), (), (2,)]
    assert [basis.words for _, basis in context["facts"]] == [
        "[1, 2]",
        "(general knowledge, not yet sourced)",
        "[2]",
    ]
    assert context["sources"] == [second, first]
    body = reader.get(page.url).content.decode()
    assert body.index("Nobody says so.") < body.index("(general knowledge, not yet sourced)")
    for source in (first, second):
        assert source.organisation in body
        assert source.url in body


@pytest.mark.django_db
def test_figures_come_last_and_are_closed(reader: Client) -> None:
    body = reader.get("/answers/how-long-can-people-live/").content.decode()
    details = body.index('<details class="numbers">')
    assert body.index("I want numbers") > details
    assert body.count("65 lived for at least one year") == 1
    assert body.index("65 lived for at least one year") > details


def test_a_page_that_goes_out_of_date_says_so_in_its_label(make_answer: MakeAnswer) -> None:
    page = make_answer([fact("So it is.")])
    page.next_review_on = datetime.date(2031, 5, 9)
    assert page.label == (
        "General knowledge, not yet sourced. Not yet checked by a clinician. Next review: 9 May 2031."
    )
    page.next_review_on = datetime.date(2026, 1, 9)
    assert page.label.endswith("Its review was due on 9 January 2026: it may be out of date.")


def test_the_words_of_a_withdrawn_page_are_nowhere_in_it(
    make_answer: MakeAnswer, reader: Client
) -> None:
    sentence = "A sentence that may be wrong by now."
    page = make_answer(
        [fact("A fact of old.")], sentence=sentence, search_description=sentence, minute="Old gist."
    )
    assert reader.get(page.url).content.decode().count(sentence) >= 2
    due = page.next_review_on
    with time_machine.travel(due.replace(year=due.year + 2), tick=False):
        body = reader.get(page.url).content.decode()
        assert "We have taken the words of this page away for now." in body
        for words in (sentence, "A fact of old.", "Old gist."):
            assert words not in body
