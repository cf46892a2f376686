"""A reviewer says herself how she is named; before that she is asked, and can approve nothing."""

import pytest
from django.urls import reverse

from alongside.answers.models import AnswerPage
from alongside.core.actions import NameMissing, record_review
from alongside.core.models import Review
from alongside.core.review import token
from tests.editor_form import press, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def nameless(colleague):
    colleague.shown_name = colleague.shown_role = ""
    colleague.save()
    return colleague


def _account_form(client, **changes):
    page = client.get(reverse("wagtailadmin_account"))
    fields = {}
    for panel in [p for panels in page.context["panels_by_tab"].values() for p in panels]:
        form = panel.get_form()
        for name in form.fields:
            value = form[name].value()
            fields[form.add_prefix(name)] = value or ""
    return fields | changes


def test_she_is_asked_with_a_link_and_nothing_is_approved(waiting, nameless, signed_in):
    client = signed_in(nameless)
    page = client.get(reverse("check_page", args=[waiting.pk])).content.decode()
    assert "say how your name and role are to stand under it" in page
    assert f'<a href="{reverse("wagtailadmin_account")}">Say it here.</a>' in page
    assert 'value="approve"' not in page
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[waiting.pk])).content.decode()
    assert f'<a href="{reverse("wagtailadmin_account")}">Say it here.</a>' in editor

    approval = {"press": "approve", "seen": token(waiting.latest_revision)}
    response = client.post(reverse("check_page", args=[waiting.pk]), approval, follow=True)
    assert "say how your name and role" in said(response)
    press(client, waiting, "approve")
    assert not Review.objects.exists()
    with pytest.raises(NameMissing):
        record_review(waiting, waiting.latest_revision, nameless)


@pytest.mark.parametrize("missing", ["shown_name", "shown_role"])
def test_a_name_without_a_role_is_not_enough(waiting, colleague, missing):
    setattr(colleague, missing, "  ")
    with pytest.raises(NameMissing):
        record_review(waiting, waiting.latest_revision, colleague)


def test_she_fills_it_in_on_her_account_page_and_it_stands_under_the_page(
    waiting, nameless, signed_in
):
    client = signed_in(nameless)
    words = {"shown-shown_name": "C. Colleague", "shown-shown_role": "lead nurse"}
    words |= {"name_email-first_name": "Cora", "name_email-last_name": "Colleague"}
    client.post(reverse("wagtailadmin_account"), _account_form(client, **words))
    nameless.refresh_from_db()
    assert (nameless.shown_name, nameless.shown_role) == ("C. Colleague", "lead nurse")

    approval = {"press": "approve", "seen": token(waiting.latest_revision)}
    client.post(reverse("check_page", args=[waiting.pk]), approval)
    label = AnswerPage.objects.get(pk=waiting.pk).review_label
    assert label.startswith("Checked by C. Colleague, lead nurse, on ")


def test_a_new_name_does_not_change_what_she_approved(waiting, reviewer):
    review = record_review(waiting, waiting.latest_revision, reviewer)
    reviewer.shown_name = "Married Name"
    reviewer.save()
    review.refresh_from_db()
    assert review.shown_name == "Test Reviewer"
