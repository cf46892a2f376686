"""Nobody approves her own words. One test for each door, each with somebody else who gets through."""

import json

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from alongside.accounts.models import User
from alongside.answers.models import AnswerPage
from alongside.core.actions import OwnWords, record_review
from alongside.core.models import Review
from alongside.core.review import authors, token
from tests.editor_form import form_of, press, said

pytestmark = pytest.mark.django_db


def _check(page):
    return reverse("check_page", args=[page.pk])


def _approval(page, **more):
    return {"press": "approve", "seen": token(page.latest_revision), **more}


def _state(page):
    return TaskState.objects.for_instance(page).order_by("-pk").first()


def _is_waiting(page):
    return _state(page).status == TaskState.STATUS_IN_PROGRESS and not page.reviews.exists()


def test_somebody_else_approves_and_the_page_says_who(waiting, reviewer, reader, signed_in):
    response = signed_in(reviewer).post(_check(waiting), _approval(waiting), follow=True)
    assert "Thank you. The page is approved." in said(response)
    page = AnswerPage.objects.get(pk=waiting.pk)
    assert page.live_revision_id == page.review.revision_id == waiting.latest_revision_id
    assert "Checked by Test Reviewer, breast care nurse, on" in page.review_label
    assert page.review_label in reader.get(page.url).content.decode()


def test_the_menu_of_the_editor_does_not_offer_it_to_the_author(
    waiting, writer, colleague, signed_in
):
    address = reverse("wagtailadmin_pages:edit", args=[waiting.pk])
    hers = signed_in(writer).get(address).content.decode()
    another = signed_in(colleague).get(address).content.decode()
    assert "Check and approve…" in another
    assert "Check and approve…" not in hers
    assert "You wrote some of these words" in hers
    for html in (hers, another):
        assert 'data-workflow-action-name="approve"' not in html


def test_the_screen_for_checking_refuses_the_author(waiting, writer, reviewer, signed_in):
    hers = signed_in(writer).get(_check(waiting)).content.decode()
    assert "You wrote some of these words" in hers
    assert 'value="approve"' not in hers
    assert 'value="approve"' in signed_in(reviewer).get(_check(waiting)).content.decode()

    response = signed_in(writer).post(_check(waiting), _approval(waiting), follow=True)
    assert "You wrote some of these words" in said(response)
    assert _is_waiting(waiting)


def test_a_hand_made_post_to_the_editor_is_refused(waiting, writer, colleague, signed_in):
    press(signed_in(writer), waiting, "approve")
    assert _is_waiting(waiting)
    press(signed_in(colleague), waiting, "approve")
    assert AnswerPage.objects.get(pk=waiting.pk).review.shown_name == "Cora Colleague"


def test_what_a_browser_adds_to_the_approval_is_not_obeyed(waiting, colleague, signed_in):
    extra = json.dumps({"update": False, "user": None, "comment": "Good."})
    press(signed_in(colleague), waiting, "approve", **{"workflow-action-extra-data": extra})
    state = _state(waiting)
    assert (state.finished_by, state.comment) == (colleague, "Good.")
    assert AnswerPage.objects.get(pk=waiting.pk).review is not None


def _wagtails_own_door(page, state):
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_wagtails_own_address_refuses_the_author(waiting, writer, reviewer, signed_in):
    door, seen = _wagtails_own_door(waiting, _state(waiting)), token(waiting.latest_revision)
    signed_in(writer).post(door, {"seen": seen})
    assert _is_waiting(waiting)
    signed_in(reviewer).post(door, {"seen": seen})
    assert AnswerPage.objects.get(pk=waiting.pk).review.reviewer == reviewer


def test_the_task_of_one_page_is_not_approved_at_the_address_of_another(
    waiting, writer, editor, signed_in
):
    other = AnswerPage.objects.get(brief_id="Q02")
    press(signed_in(editor), other, "submit", title="Somebody else's words")
    other.refresh_from_db()
    door = _wagtails_own_door(other, _state(waiting))
    signed_in(writer).post(door, {"seen": token(waiting.latest_revision)})
    assert _is_waiting(waiting)

    door = _wagtails_own_door(other, _state(other))
    signed_in(writer).post(door, {"seen": token(other.latest_revision)})
    assert AnswerPage.objects.get(pk=other.pk).review.reviewer == writer


def test_who_edits_and_approves_in_one_go_is_refused_and_loses_nothing(
    waiting, colleague, signed_in
):
    response = press(signed_in(colleague), waiting, "approve", sentence="Cora changed this.")
    assert "Your changes are saved, and not approved." in said(response)
    page = AnswerPage.objects.get(pk=waiting.pk)
    assert page.get_latest_revision_as_object().sentence == "Cora changed this."
    assert page.sentence != "Cora changed this."
    assert _is_waiting(page)
    assert _state(page).revision_id == page.latest_revision_id


def test_all_authors_since_the_last_check_count_not_only_the_last(
    waiting, writer, editor, reviewer, signed_in
):
    press(signed_in(editor), waiting, "save", title="The editor was the last to write")
    waiting.refresh_from_db()
    assert waiting.latest_revision.user == editor
    signed_in(writer).post(_check(waiting), _approval(waiting))
    assert _is_waiting(waiting)
    signed_in(reviewer).post(_check(waiting), _approval(waiting))
    assert AnswerPage.objects.get(pk=waiting.pk).review is not None


def test_words_that_somebody_else_checked_are_no_longer_only_hers(
    waiting, writer, reviewer, editor, signed_in
):
    signed_in(reviewer).post(_check(waiting), _approval(waiting))
    page = AnswerPage.objects.get(pk=waiting.pk)
    press(signed_in(editor), page, "submit", title="A title by the editor")
    page = AnswerPage.objects.get(pk=page.pk)
    assert authors(page, page.latest_revision) == {editor.pk}
    signed_in(writer).post(_check(page), _approval(page))
    assert AnswerPage.objects.get(pk=page.pk).review.reviewer == writer


def test_who_wrote_the_words_does_not_check_them_again_a_year_later(
    waiting, writer, reviewer, colleague, signed_in
):
    signed_in(reviewer).post(_check(waiting), _approval(waiting))
    page = AnswerPage.objects.get(pk=waiting.pk)
    for user in (writer, colleague):
        signed_in(user).post(_check(page), {"press": "ask"})
        signed_in(user).post(_check(page), _approval(page))
    assert [r.shown_name for r in page.reviews.all()] == ["Cora Colleague", "Test Reviewer"]


def test_after_going_back_to_an_old_version_all_who_ever_wrote_count(
    waiting, writer, reviewer, editor, colleague, signed_in
):
    old = waiting.latest_revision
    press(signed_in(editor), waiting, "save", sentence="The editor wrote it anew.")
    page = AnswerPage.objects.get(pk=waiting.pk)
    signed_in(reviewer).post(_check(page), _approval(page))

    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old.pk])
    words = form_of(page, sentence=old.content["sentence"])
    signed_in(editor).post(address, words | {"action-submit": "yes"})
    page = AnswerPage.objects.get(pk=page.pk)
    assert page.get_latest_revision_as_object().sentence == old.content["sentence"]
    assert {writer.pk, editor.pk} <= authors(page, page.latest_revision)
    signed_in(writer).post(_check(page), _approval(page))
    assert page.reviews.count() == 1
    signed_in(colleague).post(_check(page), _approval(page))
    assert page.reviews.count() == 2


def test_a_copy_of_her_page_has_her_words_too(waiting, writer, founder, colleague, signed_in):
    address = reverse("wagtailadmin_pages:copy", args=[waiting.pk])
    parent = waiting.get_parent().pk
    fields = {"new_title": "A copy", "new_slug": "a-copy", "new_parent_page": parent}
    signed_in(founder).post(address, fields)
    copy = AnswerPage.objects.get(slug="a-copy")
    for user in (writer, colleague):
        signed_in(user).post(_check(copy), {"press": "ask"})
        signed_in(user).post(_check(copy), _approval(copy))
    assert [review.reviewer for review in copy.reviews.all()] == [colleague]


@pytest.mark.parametrize("superuser", [True, False])
def test_who_is_no_reviewer_approves_nothing(
    waiting, founder, editor, reviewer, superuser, signed_in
):
    if superuser:
        User.objects.filter(pk=founder.pk).update(is_superuser=True)
        founder.refresh_from_db()
    User.objects.update(shown_name="Somebody", shown_role="somebody")
    door = _wagtails_own_door(waiting, _state(waiting))
    for user in (founder, editor):
        signed_in(user).post(_check(waiting), _approval(waiting))
        signed_in(user).post(door, {"seen": token(waiting.latest_revision)})
        press(signed_in(user), waiting, "approve")
        waiting.refresh_from_db()
        assert _is_waiting(waiting), user
    signed_in(reviewer).post(_check(waiting), _approval(waiting))
    assert waiting.reviews.count() == 1


def test_a_review_is_of_a_revision_of_this_page(waiting, reviewer):
    other = AnswerPage.objects.get(brief_id="Q02")
    with pytest.raises(ValueError, match="another page"):
        record_review(other, waiting.latest_revision, reviewer)
    assert not Review.objects.exists()


def test_the_action_itself_refuses(waiting, writer, reviewer):
    with pytest.raises(OwnWords):
        record_review(waiting, waiting.latest_revision, writer)
    assert not Review.objects.exists()
    assert record_review(waiting, waiting.latest_revision, reviewer).reviewer == reviewer
