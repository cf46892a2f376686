"""The first screen says how much is due, shows the first five, and stays quick however much it is."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.answers.models import AnswerPage, WordPage
from alongside.core import due
from alongside.core.actions import ask_for_review
from alongside.core.models import Source
from alongside.signs.models import SignPage

pytestmark = pytest.mark.django_db


def _due(count):
    today = timezone.localdate()
    for model in (AnswerPage, WordPage, SignPage):
        model.objects.update(next_review_on=datetime.date(2099, 1, 1))
    Source.objects.update(recheck_on=None)
    pages = list(AnswerPage.objects.order_by("title")[:count])
    for number, page in enumerate(pages):
        day = today - datetime.timedelta(days=number)
        AnswerPage.objects.filter(pk=page.pk).update(next_review_on=day)
    for source in Source.objects.all()[:count]:
        Source.objects.filter(pk=source.pk).update(recheck_on=today)
    return list(reversed(pages))


def test_it_counts_all_and_shows_five(editor, signed_in):
    pages = _due(7)
    html = signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "Checks due: 7" in html
    assert "Sources to read again: 7" in html
    shown = [page for page in pages if reverse("check_page", args=[page.pk]) in html]
    assert shown == pages[:5]


def test_what_waits_for_a_reviewer_comes_first(editor, reviewer, signed_in):
    (page,) = _due(1)
    other = WordPage.objects.get(brief_id="g-mdt")
    ask_for_review(other, editor)
    html = signed_in(reviewer).get(reverse("wagtailadmin_home")).content.decode()
    assert "Waiting for a reviewer: 1" in html
    first, second = (reverse("check_page", args=[one.pk]) for one in (other, page))
    assert html.index(first) < html.index(second)


def test_an_empty_list_says_so(editor, signed_in):
    _due(0)
    client = signed_in(editor)
    assert "No page is due" in client.get(reverse("wagtailadmin_home")).content.decode()
    html = client.get(reverse("checks_due")).content.decode()
    assert "Nothing is due." in html
    assert "Nothing waits." in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(count, editor, django_assert_num_queries):
    pages = _due(count)
    for page in pages:
        ask_for_review(page, editor)
    today = timezone.localdate()
    with django_assert_num_queries(5):
        assert len(due.pages_due(today=today)) == count
        assert len(due.pages_waiting()) == count
        assert len(due.sources_due(today=today)) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_screen_costs_the_same_however_long_it_is(
    count, editor, signed_in, django_assert_num_queries
):
    for page in _due(count):
        ask_for_review(page, editor)
    client = signed_in(editor)
    client.get(reverse("checks_due"))
    with django_assert_num_queries(30):
        html = client.get(reverse("checks_due")).content.decode()
    assert f"Due in 30 days, or overdue: {count}" in html
    assert f"Waiting for a reviewer: {count}" in html


def test_pages_that_nobody_checked_are_listed_until_somebody_does(
    editor, reviewer, signed_in, django_assert_num_queries
):
    client = signed_in(editor)
    before = due.count_not_checked()
    assert (
        f"not yet checked by a clinician: {before}"
        in client.get(reverse("checks_due")).content.decode()
    )
    page = AnswerPage.objects.get(brief_id="Q01")
    from alongside.core.actions import record_review

    record_review(page, page.latest_revision, reviewer)
    assert due.count_not_checked() == before - 1
    html = client.get(reverse("not_checked")).content.decode()
    assert f"Not yet checked by a clinician: {before - 1}" in html
    assert reverse("check_page", args=[page.pk]) not in html
    other = AnswerPage.objects.get(brief_id="Q02")
    assert reverse("check_page", args=[other.pk]) in html


def test_sources_to_read_again_are_listed_with_a_link(editor, signed_in):
    _due(0)
    today = timezone.localdate()
    first, second, third = Source.objects.all()[:3]
    Source.objects.filter(pk=first.pk).update(recheck_on=today)
    Source.objects.filter(pk=second.pk).update(recheck_on=today - datetime.timedelta(days=9))
    Source.objects.filter(pk=third.pk).update(recheck_on=today + datetime.timedelta(days=1))
    html = signed_in(editor).get(reverse("checks_due")).content.decode()
    address = "wagtailsnippets_core_source:edit"
    places = [html.find(reverse(address, args=[source.pk])) for source in (second, first, third)]
    assert 0 < places[0] < places[1]
    assert places[2] == -1
