"""Half a fact may be saved, so that nothing is lost; it may never be published."""

import pytest
from django.urls import reverse

from alongside.answers.models import AnswerPage
from tests.editor_form import press, said

pytestmark = pytest.mark.django_db

HALF = {
    "facts-0-value-sources-count": "0",
    "facts-0-value-general_knowledge": "",
    "facts-0-value-about_this_site": "",
    "minute-0-value-rests_on": "",
    "sentence_rests_on": "",
    "title": "Half a page",
}


def test_half_a_page_is_saved_as_a_draft(answer, editor, signed_in):
    assert "has been updated" in said(press(signed_in(editor), answer, "save", **HALF))
    draft = AnswerPage.objects.get(pk=answer.pk).get_latest_revision_as_object()
    assert draft.title == "Half a page"
    assert not draft.facts[0].value["sources"]


@pytest.mark.parametrize("button", ["publish", "submit"])
def test_it_is_not_published_and_she_is_told_what_is_missing(button, answer, founder, signed_in):
    response = press(signed_in(founder), answer, button, **HALF)
    assert "could not be saved due to validation errors" in said(response)
    html = response.content.decode()
    assert "Say what this rests on" in html
    assert "This field is required." in html
    assert "Half a page" in html
    page = AnswerPage.objects.get(pk=answer.pk)
    assert (page.title, page.workflow_in_progress) == (answer.title, False)


def test_it_is_not_published_with_many_others_either(answer, editor, founder, signed_in):
    press(signed_in(editor), answer, "save", **HALF)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    one = f"{address}?id={answer.pk}&next=/admin/"
    response = signed_in(founder).post(one, {"include_descendants": ""}, follow=True)
    assert "Nothing was published." in said(response)
    assert AnswerPage.objects.get(pk=answer.pk).title == answer.title


def test_its_preview_is_shown_all_the_same(answer, editor, signed_in):
    press(signed_in(editor), answer, "save", **HALF)
    address = reverse("wagtailadmin_pages:view_draft", args=[answer.pk])
    assert "Half a page" in signed_in(editor).get(address).content.decode()
