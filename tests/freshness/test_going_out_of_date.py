"""A page through all its states, by travelling in time: what readers, search, feed and editors see."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.answers.models import AnswerPage, WordPage
from alongside.core import due, edition
from alongside.core.actions import record_review
from alongside.core.freshness import add_months
from alongside.core.publishing import searchable_documents
from alongside.core.tasks import look_for_work
from alongside.signs.models import SignPage

pytestmark = pytest.mark.django_db

DUE = datetime.date(2028, 5, 31)
DAY = datetime.timedelta(days=1)
BANNER = "This page was due to be checked again on 31 May 2028."
GONE = "We have taken the words of this page away for now."

# state, the first day of it, the last day of it
STATES = [
    ("fresh", DUE - 300 * DAY, DUE - 31 * DAY),
    ("due", DUE - 30 * DAY, DUE),
    ("overdue", DUE + DAY, datetime.date(2028, 11, 30)),
    ("stale", datetime.date(2028, 12, 1), datetime.date(2029, 5, 31)),
    ("withdrawn", datetime.date(2029, 6, 1), datetime.date(2031, 1, 1)),
]
ON_EACH_DAY = [(state, day) for state, first, last in STATES for day in (first, last)]
MODELS = [
    (AnswerPage, {"brief_id": "Q01"}, "sentence"),
    (WordPage, {"brief_id": "g-mdt"}, "meaning"),
    (SignPage, {"brief_id": "s-bone-pain"}, "description"),
]


def _noon(day):
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def _due_on(model, which, day):
    """The page, due on `day`; nothing else is due within years."""
    for other in (AnswerPage, WordPage, SignPage):
        other.objects.update(next_review_on=datetime.date(2040, 1, 1))
    model.objects.filter(**which).update(next_review_on=day)
    return model.objects.get(**which)


@pytest.mark.parametrize(("model", "which", "words"), MODELS)
@pytest.mark.parametrize(("state", "day"), ON_EACH_DAY)
def test_every_state_of_every_kind_of_page(state, day, model, which, words, reader):
    page = _due_on(model, which, DUE)
    with time_machine.travel(_noon(day)):
        assert page.freshness == state
        html = reader.get(page.url).content.decode()
        assert (BANNER in html) == (state in ("overdue", "stale"))
        assert (GONE in html) == (state == "withdrawn")
        assert (str(getattr(page, words))[:30] in html) == (state != "withdrawn")
        assert page.title in html

        found = {document.id for document in searchable_documents()}
        assert (which["brief_id"] in found) == (state in ("fresh", "due", "overdue"))
        assert "p-about" in found

        listed = {row.pk: row.state for row in due.pages_due(today=timezone.localdate())}
        assert listed == ({} if state == "fresh" else {page.pk: state})


@pytest.mark.parametrize(("state", "day"), ON_EACH_DAY)
def test_the_feed_leaves_out_what_is_stale(state, day, reader):
    page = _due_on(AnswerPage, {"brief_id": "Q01"}, DUE)
    with time_machine.travel(_noon(day)):
        AnswerPage.objects.filter(pk=page.pk).update(last_published_at=timezone.now())
        feed = reader.get("/feed.xml").content.decode()
        assert (page.title in feed) == (state in ("fresh", "due", "overdue"))
        assert AnswerPage.objects.get(brief_id="Q02").url in feed


def test_a_check_makes_an_overdue_page_fresh_again(reader, reviewer):
    page = _due_on(AnswerPage, {"brief_id": "Q01"}, DUE)
    with time_machine.travel(_noon(DUE + 40 * DAY)):
        assert BANNER in reader.get(page.url).content.decode()
        record_review(page, page.latest_revision, reviewer)
        page = AnswerPage.objects.get(pk=page.pk)
        assert page.freshness == "fresh"
        assert page.due_on == add_months(DUE + 40 * DAY, 12)
        html = reader.get(page.url).content.decode()
        assert "was due to be checked again" not in html
        assert "Checked by Test Reviewer, breast care nurse, on 10 July 2028." in html
        assert due.pages_due(today=timezone.localdate()) == []
    with time_machine.travel(_noon(DUE + 500 * DAY)):
        assert page.freshness == "overdue"
        assert [row.pk for row in due.pages_due(today=timezone.localdate())] == [page.pk]


def test_the_list_asks_for_the_check_of_the_words_that_are_live(reviewer):
    """The date of a check counts only while its words are live, on the list as on the page."""
    page = _due_on(AnswerPage, {"brief_id": "Q01"}, DUE)
    with time_machine.travel(_noon(DUE - 100 * DAY)):
        record_review(page, page.latest_revision, reviewer)
        page = AnswerPage.objects.get(pk=page.pk)
        page.sentence, page.next_review_on = "Changed since.", DUE - 90 * DAY
        page.save_revision().publish()
        (row,) = due.pages_due(today=timezone.localdate())
        page = AnswerPage.objects.get(pk=page.pk)
        assert (row.due_on, row.is_checked) == (page.due_on, page.review is not None)
        assert (row.due_on, row.is_checked) == (DUE - 90 * DAY, False)


def test_readers_get_the_banner_with_the_new_day():
    """Pages are kept in memory: the worker's look on the new day makes the server render them again."""
    _due_on(AnswerPage, {"brief_id": "Q01"}, DUE)
    with time_machine.travel(_noon(DUE)):
        look_for_work()
        before = edition.current()
    with time_machine.travel(_noon(DUE + DAY)):
        look_for_work()
        assert edition.current() == before + 1


@pytest.mark.parametrize("who", ["founder", "editor", "reviewer"])
def test_the_list_shows_what_is_due_the_most_overdue_first(who, request, signed_in):
    _due_on(AnswerPage, {"brief_id": "Q01"}, DUE)
    AnswerPage.objects.filter(brief_id="Q02").update(next_review_on=DUE - 400 * DAY)
    SignPage.objects.filter(brief_id="s-bone-pain").update(next_review_on=DUE + 20 * DAY)
    with time_machine.travel(_noon(DUE), tick=False):
        client = signed_in(request.getfixturevalue(who))
        html = client.get(reverse("checks_due")).content.decode()
    titles = [AnswerPage.objects.get(brief_id=key) for key in ("Q02", "Q01")]
    titles.append(SignPage.objects.get(brief_id="s-bone-pain"))
    addresses = [reverse("check_page", args=[page.pk]) for page in titles]
    places = [html.index(f'href="{address}"') for address in addresses]
    assert places == sorted(places)
    assert "Due in 30 days, or overdue: 3" in html
    assert "withdrawn</strong>, was due 27 April 2027" in html
    assert AnswerPage.objects.get(brief_id="Q03").title not in html
