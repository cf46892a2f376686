"""Publishing, in whatever way, never makes a page "checked"; changing it ends that it is."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from alongside.answers.models import AnswerPage
from alongside.core.actions import record_review
from alongside.core.models import Review
from alongside.core.review import token
from tests.editor_form import form_of, press, said

pytestmark = pytest.mark.django_db

NEVER = "Not yet checked by a clinician."
CHANGED = "Changed since it was last checked by a clinician"


def _fresh(page):
    return AnswerPage.objects.get(pk=page.pk)


def _approve(page, reviewer, signed_in):
    page = _fresh(page)
    address, seen = reverse("check_page", args=[page.pk]), token(page.latest_revision)
    return signed_in(reviewer).post(address, {"press": "approve", "seen": seen}, follow=True)


@pytest.fixture
def checked(as_it_is, reviewer, signed_in):
    """A live page whose words are checked."""
    _approve(as_it_is, reviewer, signed_in)
    assert _fresh(as_it_is).review is not None
    return _fresh(as_it_is)


def test_the_check_of_a_page_as_it_is_adds_no_revision(as_it_is, reviewer, signed_in):
    live = as_it_is.live_revision_id
    _approve(as_it_is, reviewer, signed_in)
    page = _fresh(as_it_is)
    assert (page.live_revision_id, page.latest_revision_id) == (live, live)
    assert page.review.revision_id == live


def test_direct_publishing(checked, answer, founder, reader, signed_in):
    press(signed_in(founder), checked, "publish", sentence="A founder changed this.")
    page = _fresh(checked)
    assert page.sentence == "A founder changed this."
    assert page.review is None
    assert page.review_label.startswith(CHANGED)
    assert CHANGED in reader.get(page.url).content.decode()
    assert Review.objects.count() == 1


def test_direct_publishing_of_what_waits_leaves_it_waiting(waiting, founder, reviewer, signed_in):
    press(signed_in(founder), waiting, "publish")
    page = _fresh(waiting)
    assert page.live_revision_id == page.latest_revision_id
    assert page.review_label == NEVER
    state = TaskState.objects.for_instance(page).get()
    assert (state.status, state.revision_id) == ("in_progress", page.latest_revision_id)
    _approve(page, reviewer, signed_in)
    assert _fresh(page).review.shown_name == "Test Reviewer"


def test_bulk_publishing(checked, editor, founder, signed_in):
    press(signed_in(editor), checked, "save", sentence="An editor changed this.")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(founder).post(f"{address}?id={checked.pk}&next=/admin/", {"include_descendants": ""})
    page = _fresh(checked)
    assert page.sentence == "An editor changed this."
    assert page.review is None
    assert page.review_label.startswith(CHANGED)


def test_scheduled_publishing(checked, founder, signed_in):
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    press(
        signed_in(founder), checked, "publish", sentence="It changes tomorrow.", go_live_at=tomorrow
    )
    assert _fresh(checked).review is not None
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_scheduled")
        page = _fresh(checked)
        assert page.sentence == "It changes tomorrow."
        assert page.review is None
        assert page.review_label.startswith(CHANGED)


def test_a_check_of_words_that_go_live_later_counts_when_they_are_live(
    checked, editor, reviewer, signed_in
):
    before = checked.review
    tomorrow = (timezone.now() + datetime.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    press(signed_in(editor), checked, "submit", sentence="True from tomorrow.", go_live_at=tomorrow)
    _approve(checked, reviewer, signed_in)
    page = _fresh(checked)
    assert page.reviews.count() == 2
    assert (page.review, page.sentence) == (before, checked.sentence)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_scheduled")
        page = _fresh(checked)
        assert page.sentence == "True from tomorrow."
        assert page.review == page.reviews.latest("pk") != before


def test_a_draft_changes_nothing_for_readers(checked, editor, reader, signed_in):
    press(signed_in(editor), checked, "save", sentence="Only a draft.")
    page = _fresh(checked)
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
    page = _fresh(checked)
    assert page.sentence == checked.sentence
    assert page.review_label.startswith(CHANGED)


def test_autosave_never_writes_over_words_that_were_checked(
    waiting, writer, reviewer, founder, signed_in
):
    _approve(waiting, reviewer, signed_in)
    page = _fresh(waiting)
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
    assert _fresh(page).sentence == "Slipped in afterwards."
    assert _fresh(page).review is None


def test_autosave_writes_over_words_that_nobody_relied_on(answer, writer, signed_in):
    press(signed_in(writer), answer, "save", sentence="First try.")
    mine = _fresh(answer).latest_revision
    address = reverse("wagtailadmin_pages:edit", args=[answer.pk])
    response = signed_in(writer).post(
        address,
        form_of(_fresh(answer), sentence="Second try.") | {"overwrite_revision_id": mine.pk},
        headers={"accept": "application/json"},
    )
    assert response.json()["revision_id"] == mine.pk
    mine.refresh_from_db()
    assert mine.content["sentence"] == "Second try."


def test_words_that_change_while_she_reads_are_not_approved(waiting, reviewer, editor, signed_in):
    seen = token(waiting.latest_revision)
    press(signed_in(editor), waiting, "save", sentence="Changed while she was reading.")
    address = reverse("check_page", args=[waiting.pk])
    response = signed_in(reviewer).post(address, {"press": "approve", "seen": seen}, follow=True)
    assert "The words changed while you were reading." in said(response)
    assert not Review.objects.exists()
    assert "The words changed" not in said(_approve(waiting, reviewer, signed_in))
    assert _fresh(waiting).sentence == "Changed while she was reading."


def test_the_due_date_moves_with_the_check(checked, reviewer):
    in_a_year = checked.review.next_review_on
    assert in_a_year.year == timezone.localdate().year + 1
    assert checked.next_review_on == in_a_year
    assert checked.latest_revision.content["next_review_on"] == in_a_year.isoformat()


def test_a_check_outlives_the_account_of_who_made_it(checked, reviewer):
    label = checked.review_label
    reviewer.delete()
    assert _fresh(checked).review_label == label
    assert "Test Reviewer" in label


def test_a_second_check_of_the_same_words_a_year_later(checked, editor, colleague):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=370)):
        record_review(checked, checked.latest_revision, colleague)
        page = _fresh(checked)
        assert page.review.shown_name == "Cora Colleague"
        assert page.due_on == page.next_review_on == page.review.next_review_on
        assert page.due_on > timezone.localdate()


def test_what_is_not_finished_is_not_approved(waiting, editor, reviewer, signed_in):
    """Approving publishes: half a fact, saved as a draft while the page waits, must not go live."""
    half = {"sentence_rests_on": "", "sentence": "Half a page."}
    press(signed_in(editor), waiting, "save", **half)
    assert "Something is missing in these words" in said(_approve(waiting, reviewer, signed_in))
    assert not Review.objects.exists()
    press(signed_in(editor), waiting, "save", sentence="A whole page.", sentence_rests_on="1")
    _approve(waiting, reviewer, signed_in)
    assert _fresh(waiting).sentence == "A whole page."


def test_nobody_is_asked_to_check_what_is_not_finished(answer, editor, signed_in):
    press(signed_in(editor), answer, "save", sentence_rests_on="")
    address = reverse("check_page", args=[answer.pk])
    response = signed_in(editor).post(address, {"press": "ask"}, follow=True)
    assert "Please open the page and complete it." in said(response)
    assert not _fresh(answer).workflow_in_progress
    press(signed_in(editor), answer, "save", sentence_rests_on="1")
    signed_in(editor).post(address, {"press": "ask"})
    assert _fresh(answer).workflow_in_progress


def test_approving_asks_about_words_that_came_in_while_the_page_waited(
    waiting, editor, reviewer, signed_in
):
    press(signed_in(editor), waiting, "save", sentence="A long battle.")
    page = _fresh(waiting)
    address = reverse("check_page", args=[page.pk])
    approval = {"press": "approve", "seen": token(page.latest_revision), "comment": "Fine by me."}
    response = signed_in(reviewer).post(address, approval, follow=True)
    html = response.content.decode()
    assert "<strong>“battle”</strong>" in html
    assert "Fine by me." in html
    assert not Review.objects.exists()
    signed_in(reviewer).post(address, approval | {"publish-as-it-is": "yes"})
    assert _fresh(waiting).sentence == "A long battle."


def test_asking_for_changes_tells_the_writers_and_they_can_ask_again(
    waiting, writer, editor, reviewer, mailoutbox, signed_in
):
    address = reverse("check_page", args=[waiting.pk])
    signed_in(reviewer).post(address, {"press": "reject", "comment": "Fact 2 has changed."})
    state = TaskState.objects.for_instance(waiting).get()
    assert (state.status, state.comment) == ("rejected", "Fact 2 has changed.")
    assert not Review.objects.exists()
    assert "Fact 2 has changed." in "".join(m.body for m in mailoutbox if m.to == [writer.email])

    response = signed_in(editor).post(address, {"press": "ask"}, follow=True)
    assert "The reviewers are asked" in said(response)
    _approve(waiting, reviewer, signed_in)
    assert _fresh(waiting).review is not None


def test_approving_twice_makes_one_check(waiting, reviewer, signed_in):
    address, seen = reverse("check_page", args=[waiting.pk]), token(waiting.latest_revision)
    for _ in range(2):
        response = signed_in(reviewer).post(
            address, {"press": "approve", "seen": seen}, follow=True
        )
    assert "Nobody waits for a check of this page any more." in said(response)
    assert Review.objects.count() == 1


def test_looking_changes_nothing(waiting, reviewer, signed_in):
    before = (TaskState.objects.count(), waiting.latest_revision_id)
    signed_in(reviewer).get(reverse("check_page", args=[waiting.pk]))
    signed_in(reviewer).head(reverse("check_page", args=[waiting.pk]))
    assert (TaskState.objects.count(), _fresh(waiting).latest_revision_id) == before
