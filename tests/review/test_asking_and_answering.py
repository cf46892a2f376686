"""Between asking for a check and the answer: what changes meanwhile, and what she may answer."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from alongside.core.models import Review
from alongside.core.review import token
from tests.editor_form import press, said
from tests.review.checking import approve, fresh

pytestmark = pytest.mark.django_db


def test_words_that_change_while_she_reads_are_not_approved(waiting, reviewer, editor, signed_in):
    seen = token(waiting.latest_revision)
    press(signed_in(editor), waiting, "save", sentence="Changed while she was reading.")
    address = reverse("check_page", args=[waiting.pk])
    response = signed_in(reviewer).post(address, {"press": "approve", "seen": seen}, follow=True)
    assert "The words changed while you were reading." in said(response)
    assert not Review.objects.exists()
    assert "The words changed" not in said(approve(waiting, reviewer, signed_in))
    assert fresh(waiting).sentence == "Changed while she was reading."


def test_what_is_not_finished_is_not_approved(waiting, editor, reviewer, signed_in):
    """Approving publishes: half a fact, saved as a draft while the page waits, must not go live."""
    half = {"sentence_rests_on": "", "sentence": "Half a page."}
    press(signed_in(editor), waiting, "save", **half)
    assert "Something is missing in these words" in said(approve(waiting, reviewer, signed_in))
    assert not Review.objects.exists()
    press(signed_in(editor), waiting, "save", sentence="A whole page.", sentence_rests_on="1")
    approve(waiting, reviewer, signed_in)
    assert fresh(waiting).sentence == "A whole page."


def test_nobody_is_asked_to_check_what_is_not_finished(answer, editor, signed_in):
    press(signed_in(editor), answer, "save", sentence_rests_on="")
    address = reverse("check_page", args=[answer.pk])
    response = signed_in(editor).post(address, {"press": "ask"}, follow=True)
    assert "Please open the page and complete it." in said(response)
    assert not fresh(answer).workflow_in_progress
    press(signed_in(editor), answer, "save", sentence_rests_on="1")
    signed_in(editor).post(address, {"press": "ask"})
    assert fresh(answer).workflow_in_progress


def test_approving_asks_about_words_that_came_in_while_the_page_waited(
    waiting, editor, reviewer, signed_in
):
    press(signed_in(editor), waiting, "save", sentence="A long battle.")
    page = fresh(waiting)
    address = reverse("check_page", args=[page.pk])
    approval = {"press": "approve", "seen": token(page.latest_revision), "comment": "Fine by me."}
    response = signed_in(reviewer).post(address, approval, follow=True)
    html = response.content.decode()
    assert "<strong>“battle”</strong>" in html
    assert "Fine by me." in html
    assert not Review.objects.exists()
    signed_in(reviewer).post(address, approval | {"publish-as-it-is": "yes"})
    assert fresh(waiting).sentence == "A long battle."


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
    approve(waiting, reviewer, signed_in)
    assert fresh(waiting).review is not None


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
    assert (TaskState.objects.count(), fresh(waiting).latest_revision_id) == before
