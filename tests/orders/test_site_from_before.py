"""A site that was made before there was a shop: its plain page becomes the book's page."""

import pytest

from alongside.core.content import load
from alongside.core.models import PackItem
from alongside.core.pack import Pack
from alongside.orders.models import BookPage
from alongside.pages.menu import entries
from alongside.pages.models import HomePage, Menu, PlainPage
from tests.orders.shopping import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    """The page as the pack wrote it then, with its entry in the menu."""
    home = HomePage.objects.get()
    BookPage.objects.get().delete()
    home.refresh_from_db()
    page = PlainPage(title="Order the book", slug="book", brief_id="p-book", sentence="Not yet.")
    home.add_child(instance=page)
    return written(page, "<p>Words of the pack.</p>")


def written(page, words):
    page.body = [{"type": "text", "value": words}]
    revision = page.save_revision()
    revision.publish()
    PackItem.objects.filter(key="p-book").update(revision=revision, digest="of then")
    menu = Menu.objects.get(place=Menu.Place.TOP)
    for entry in menu.entries:
        if entry.value["name"] == "Order the book":
            entry.value["page"] = page
    menu.save()
    return page


def test_it_is_the_same_page_with_the_words_of_today(before, pack_path, client):
    report = load(Pack(pack_path))
    assert "p-book" in report.updated
    assert not PlainPage.objects.filter(brief_id="p-book").exists()
    page = BookPage.objects.get()
    assert (page.pk, page.live, page.url) == (before.pk, True, "/book/")
    assert page.get_latest_revision_as_object().while_closed == page.while_closed
    shown = seen(client.get("/book/"))
    assert "You cannot order the book here yet." in shown
    assert "Words of the pack." not in shown
    assert "/book/" in [entry.url for entry in entries(Menu.Place.TOP)]
    assert load(Pack(pack_path)).updated == []


def test_words_of_an_editor_stay(before, pack_path, client):
    before.body = [{"type": "text", "value": "<p>Words of Edith.</p>"}]
    before.save_revision().publish()
    report = load(Pack(pack_path))
    assert "p-book" in report.differences
    assert "Words of Edith." in seen(client.get("/book/"))
    assert BookPage.objects.get().pk == before.pk
