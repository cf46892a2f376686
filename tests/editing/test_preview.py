"""An editor sees every kind of page as readers will see it, while she writes and before she saves."""

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from alongside.core.models import SitePage
from alongside.core.publishing import MARKER
from alongside.pages.models import PlainPage
from tests.editor_form import form_of, press

pytestmark = pytest.mark.django_db

TYPES = [model for model in apps.get_models() if issubclass(model, SitePage)]
NEW_TITLE = "A title that nobody has saved"


def test_all_page_types_are_here():
    assert len(TYPES) >= 11


@pytest.mark.parametrize("model", TYPES, ids=lambda model: model.__name__)
def test_the_preview_shows_what_is_typed_and_saves_nothing(model, editor, signed_in):
    page, client = model.objects.live().first(), signed_in(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = client.post(address, form_of(page, title=NEW_TITLE))
    assert answer.json() == {"is_valid": True, "is_available": True}
    preview = client.get(address, {"in_preview_panel": "true"})
    assert NEW_TITLE in preview.content.decode()
    assert MARKER not in preview
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    page.refresh_from_db()
    assert page.title != NEW_TITLE


def test_a_page_that_is_not_saved_yet_has_a_preview(editor, signed_in):
    about = PlainPage.objects.get(brief_id="p-about")
    address = reverse(
        "wagtailadmin_pages:preview_on_add",
        args=["pages", "plainpage", about.get_parent().pk],
    )
    client = signed_in(editor)
    words = form_of(about, title=NEW_TITLE, slug="not-saved", brief_id="")
    assert client.post(address, words).json()["is_available"]
    assert NEW_TITLE in client.get(address).content.decode()
    assert not Page.objects.filter(slug="not-saved").exists()


@pytest.fixture
def page(db):
    return PlainPage.objects.get(brief_id="p-about")


def test_a_public_page_is_kept_and_one_asked_for_by_an_editor_is_not(
    page, reader, editor, signed_in
):
    assert reader.get(page.url)[MARKER] == "1"
    response = signed_in(editor).get(page.url)
    assert page.title in response.content.decode()
    assert MARKER not in response


def test_a_private_page_is_never_kept(page, reader):
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="tea"
    )
    closed = reader.get(page.url)
    assert MARKER not in closed
    assert page.sentence not in closed.content.decode()
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    reader.post(door, {"password": "tea", "return_url": page.url})
    opened = reader.get(page.url)
    assert page.title in opened.content.decode()
    assert MARKER not in opened


def test_a_page_under_a_private_one_is_never_kept(page, editor, reader, signed_in):
    child = PlainPage(title="Below", slug="below", sentence="Below.")
    page.add_child(instance=child)
    assert reader.get(child.url)[MARKER] == "1"
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert MARKER not in reader.get(child.url)
    opened = signed_in(editor).get(child.url)
    assert "Below" in opened.content.decode()
    assert MARKER not in opened


def test_a_draft_is_not_for_readers_and_never_kept(page, editor, reader, signed_in):
    press(signed_in(editor), page, "save", title=NEW_TITLE)
    draft = signed_in(editor).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert NEW_TITLE in draft.content.decode()
    assert MARKER not in draft
    assert NEW_TITLE not in reader.get(page.url).content.decode()
    page.unpublish()
    gone = reader.get(page.url)
    assert (gone.status_code, page.sentence in gone.content.decode()) == (404, False)
