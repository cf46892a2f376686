"""Publishing, in whatever way, never makes a page "checked"; changing it ends that it is."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from alongside.core.actions import record_review
from alongside.core.models import Review
from tests.editor_form import form_of, press
from tests.review.checking import approve, fresh

pytestmark = pytest.mark.django_db

NEVER = "Not yet checked by a clinician."
CHANGED = "Changed since it was last checked by a clinician"


@pytest.fixture
def checked(as_it_is, reviewer, signed_in):
    """A live page whose words are checked."""
    approve(as_it_is, reviewer, signed_in)
    assert fresh(as_it_is).review is not None
    return fresh(as_it_is)


def test_the_check_of_a_page_as_it_is_adds_no_revision(as_it_is, reviewer, signed_in):
    live = as_it_is.live_revision_id
    approve(as_it_is, reviewer, signed_in)
    page = fresh(as_it_is)
    assert (page.live_revision_id, page.latest_revision_id) == (live, live)
    assert page.review.revision_id == live


def test_direct_publishing(checked, answer, founder, reader, signed_in):
    press(signed_in(founder), checked, "publish", sentence="A founder changed this.")
    page = fresh(checked)
    assert page.sentence == "A founder changed this."
    assert page.review is None
    assert page.review_label.startswith(CHANGED)
    assert CHANGED in reader.get(page.url).content.decode()
    assert Review.objects.count() == 1


def test_direct_publishing_of_what_waits_leaves_it_waiting(waiting, founder, reviewer, signed_in):
    press(signed_in(founder), waiting, "publish")
    page = fresh(waiting)
    assert page.live_revision_id == page.latest_revision_id
    assert page.review_label == NEVER
    state = TaskState.objects.for_instance(page).get()
    assert (state.status, state.revision_id) == ("in_progress", page.latest_revision_id)
    approve(page, reviewer, signed_in)
    assert fresh(page).review.shown_name == "Test Reviewer"


def test_bulk_publishing(checked, editor, founder, signed_in):
    press(signed_in(editor), checked, "save", sentence="An editor changed this.")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(founder).post(f"{address}?id={checked.pk}&next=/admin/", {"include_descendants": ""})
    page = fresh(checked)
    assert page.sentence == "An editor changed this."
    assert page.review is None
    assert page.review_label.startswith(CHANGED)


def test_scheduled_publishing(checked, founder, signed_in):
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    press(
        signed_in(founder), checked, "publish", sentence="It changes tomorrow.", go_live_at=tomorrow
    )
    assert fresh(checked).review is not None
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_scheduled")
        page = fresh(checked)
        assert page.sentence == "It changes tomorrow."
        assert page.review is None
        assert page.review_label.startswith(CHANGED)


def test_a_check_of_words_that_go_live_later_counts_when_they_are_live(
    checked, editor, reviewer, signed_in
):
    before = checked.review
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    press(signed_in(editor), checked, "submit", sentence="True from tomorrow.", go_live_at=tomorrow)
    approve(checked, reviewer, signed_in)
    page = fresh(checked)
    assert page.reviews.count() == 2
    assert (page.review, page.sentence) == (before, checked.sentence)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_scheduled")
        page = fresh(checked)
        assert page.sentence == "True from tomorrow."
        assert page.review == page.reviews.latest("pk") != before


def test_a_draft_changes_nothing_for_readers(checked, editor, reader, signed_in):
    press(signed_in(editor), checked, "save", sentence="Only a draft.")
    page = fresh(checked)
    assert page.review is not None
    html = reader.get(page.url).content.decode()
    assert page.review_label in html
    assert "Only a draft." not in html


def test_going_back_to_the_checked_words_is_a_change_too(checked, founder, signed_in):
    words = form_of(checked)
    press(signed_in(founder), checked, "publish", sentence="For an hour only.")
    address = reverse(
        "wagtailadmin_pages:revisions_revert", args=[checked.pk, checked.live_revision_id]
    )
    signed_in(founder).post(address, words | {"action-publish": "yes"})
    page = fresh(checked)
    assert page.sentence == checked.sentence
    assert page.review_label.startswith(CHANGED)


def test_autosave_never_writes_over_words_that_were_checked(
    waiting, writer, reviewer, founder, signed_in
):
    approve(waiting, reviewer, signed_in)
    page = fresh(waiting)
    checked = page.latest_revision
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    words = form_of(page, sentence="Slipped in afterwards.")
    response = signed_in(writer).post(
        address,
        words | {"overwrite_revision_id": checked.pk},
        headers={"accept": "application/json"},
    )
    assert response.json()["revision_id"] != checked.pk
    checked.refresh_from_db()
    assert checked.content["sentence"] == waiting.get_latest_revision_as_object().sentence

    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(founder).post(f"{bulk}?id={page.pk}&next=/admin/", {"include_descendants": ""})
    assert fresh(page).sentence == "Slipped in afterwards."
    assert fresh(page).review is None


def test_autosave_writes_over_words_that_nobody_relied_on(answer, writer, signed_in):
    press(signed_in(writer), answer, "save", sentence="First try.")
    mine = fresh(answer).latest_revision
    address = reverse("wagtailadmin_pages:edit", args=[answer.pk])
    response = signed_in(writer).post(
        address,
        form_of(fresh(answer), sentence="Second try.") | {"overwrite_revision_id": mine.pk},
        headers={"accept": "application/json"},
    )
    assert response.json()["revision_id"] == mine.pk
    mine.refresh_from_db()
    assert mine.content["sentence"] == "Second try."


def test_the_due_date_moves_with_the_check(checked, reviewer):
    in_a_year = checked.review.next_review_on
    assert in_a_year.year == timezone.localdate().year + 1
    assert checked.next_review_on == in_a_year
    assert checked.latest_revision.content["next_review_on"] == in_a_year.isoformat()


def test_a_check_outlives_the_account_of_who_made_it(checked, reviewer):
    label = checked.review_label
    reviewer.delete()
    assert fresh(checked).review_label == label
    assert "Test Reviewer" in label


def test_a_second_check_of_the_same_words_a_year_later(checked, editor, colleague):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=370)):
        record_review(checked, checked.latest_revision, colleague)
        page = fresh(checked)
        assert page.review.shown_name == "Cora Colleague"
        assert page.due_on == page.next_review_on == page.review.next_review_on
        assert page.due_on > timezone.localdate()
