"""A founder reorders, nests, renames and hides entries of the menu and the footer, and takes it back."""

import re

import pytest
from django.urls import reverse

from alongside.core import edition
from alongside.core.content import load
from alongside.core.pack import Pack
from alongside.pages.menu import entries
from alongside.pages.models import Menu, PlainPage
from tests.editor_form import form_of

pytestmark = pytest.mark.django_db

TOP, FOOTER = Menu.Place.TOP, Menu.Place.FOOTER


def _names(place=TOP):
    return [(entry.name, [child.name for child in entry.under]) for entry in entries(place)]


@pytest.fixture
def menu(db):
    """The menu with three entries that these tests know, published once."""
    menu = Menu.objects.get(place=TOP)
    about = PlainPage.objects.get(brief_id="p-about")
    values = [
        {"page": about.pk, "address": "", "name": "About", "hidden": False, "under": []},
        {"page": None, "address": "/search/", "name": "Find", "hidden": False, "under": []},
        {"page": None, "address": "/words/", "name": "Words", "hidden": False, "under": []},
    ]
    menu.entries = [{"type": "entry", "value": value} for value in values]
    menu.save_revision(log_action=True).publish()
    return Menu.objects.get(place=TOP)


def _address(menu, name="edit", *more):
    return reverse(f"wagtailsnippets_pages_menu:{name}", args=[menu.pk, *more])


def _send(client, menu, changes, *, button="action-publish", address=None):
    data = form_of(menu) | changes
    return client.post(address or _address(menu), data | {button: "yes"}, follow=True)


def _said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_side_menu_names_it_in_plain_words(founder, editor, signed_in):
    html = signed_in(founder).get(reverse("wagtailadmin_home"), follow=True).content.decode()
    assert "Menu and footer" in html
    assert "Menu and footer" not in (
        signed_in(editor).get(reverse("wagtailadmin_home")).content.decode()
    )
    rows = signed_in(founder).get(reverse("wagtailsnippets_pages_menu:list")).content.decode()
    assert "Menu at the top" in rows
    assert "Footer" in rows


def test_she_moves_an_entry_and_readers_see_it(menu, founder, reader, signed_in):
    assert _names() == [("About", []), ("Find", []), ("Words", [])]
    before = edition.current()
    _send(signed_in(founder), menu, {"entries-0-order": "2", "entries-2-order": "0"})
    assert _names() == [("Words", []), ("Find", []), ("About", [])]
    assert edition.current() > before
    html = reader.get("/").content.decode()
    places = [
        re.search(rf'<a href="[^"]+"[^>]*>\s*{name}\s*</a>', html).start()
        for name in ("Words", "Find", "About")
    ]
    assert places == sorted(places)


def test_she_puts_an_entry_under_another(menu, founder, signed_in):
    under = {
        "entries-0-value-under-count": "1",
        "entries-0-value-under-0-order": "0",
        "entries-0-value-under-0-deleted": "",
        "entries-0-value-under-0-id": "",
        "entries-0-value-under-0-value-page": "",
        "entries-0-value-under-0-value-address": "/search/",
        "entries-0-value-under-0-value-name": "Find",
        "entries-1-deleted": "1",
    }
    _send(signed_in(founder), menu, under)
    assert _names() == [("About", ["Find"]), ("Words", [])]


def test_she_renames_and_hides(menu, founder, reader, signed_in):
    changes = {"entries-1-value-name": "Look it up", "entries-2-value-hidden": "on"}
    _send(signed_in(founder), menu, changes)
    assert _names() == [("About", []), ("Look it up", [])]
    assert "Look it up" in reader.get("/").content.decode()
    assert form_of(Menu.objects.get(place=TOP))["entries-2-value-name"] == "Words"


def test_a_draft_is_not_for_readers(menu, founder, reader, signed_in):
    before = edition.current()
    _send(signed_in(founder), menu, {"entries-1-value-name": "Not yet"}, button="save")
    assert ("Find", []) in _names()
    assert "Not yet" not in reader.get("/").content.decode()
    assert edition.current() == before
    draft = Menu.objects.get(place=TOP).get_latest_revision_as_object()
    assert draft.entries[1].value["name"] == "Not yet"


def test_going_back_brings_the_old_order_back(menu, founder, signed_in):
    client, old = signed_in(founder), menu.latest_revision
    words = form_of(menu)
    _send(client, menu, {"entries-0-order": "2", "entries-2-order": "0"})
    assert _names()[0][0] == "Words"
    history = client.get(_address(menu, "history")).content.decode()
    back = _address(menu, "revisions_revert", old.pk)
    assert back in history
    shown = client.get(back).context["form"].instance
    assert [block.value["name"] for block in shown.entries] == ["About", "Find", "Words"]
    client.post(back, words | {"action-publish": "yes"})
    assert _names() == [("About", []), ("Find", []), ("Words", [])]


@pytest.mark.parametrize("place", Menu.Place.values)
def test_even_the_first_change_can_be_taken_back(place, founder, signed_in):
    menu = Menu.objects.get(place=place)
    before, first = _names(place), menu.latest_revision
    words = form_of(menu)
    assert before
    client = signed_in(founder)
    _send(client, menu, {"entries-0-deleted": "1"})
    assert _names(place) == before[1:]
    client.post(_address(menu, "revisions_revert", first.pk), words | {"action-publish": "yes"})
    assert _names(place) == before


def test_the_content_pack_leaves_her_menu_alone(menu, founder, signed_in, pack_path, tmp_path):
    import shutil

    _send(signed_in(founder), menu, {"entries-1-value-name": "Hers"})
    shutil.copytree(pack_path, tmp_path / "pack")
    file = tmp_path / "pack" / "menu.yaml"
    file.write_text(
        file.read_text().replace("top:\n", "top:\n  - {address: /new/, name: New}\n", 1)
    )
    report = load(Pack(tmp_path / "pack"))
    assert "menu:top" in report.differences
    assert ("Hers", []) in _names()


def test_an_entry_without_a_name_is_explained_and_nothing_is_lost(menu, founder, signed_in):
    changes = {"entries-1-value-name": "", "entries-0-value-name": "Kept"}
    response = _send(signed_in(founder), menu, changes)
    html = response.content.decode()
    assert "An address needs a name that readers can see." in html
    assert "Kept" in html
    assert _names() == [("About", []), ("Find", []), ("Words", [])]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//elsewhere.example", "/\\\\elsewhere.example", "words"]
)
def test_an_address_leads_nowhere_unsafe(address, menu, founder, signed_in):
    _send(signed_in(founder), menu, {"entries-1-value-address": address})
    assert [entry.url for entry in entries(TOP)][1] == "/search/"


def test_a_page_that_is_not_live_leaves_the_menu(menu):
    PlainPage.objects.get(brief_id="p-about").unpublish()
    assert _names() == [("Find", []), ("Words", [])]


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_adds_or_deletes_one(menu, founder, superuser, signed_in):
    founder.is_superuser = superuser
    founder.save()
    client = signed_in(founder)
    client.post(_address(menu, "delete"))
    client.post(reverse("wagtailsnippets_pages_menu:add"), form_of(menu))
    assert sorted(Menu.objects.values_list("place", flat=True)) == ["footer", "top"]
    rows = client.get(reverse("wagtailsnippets_pages_menu:list")).content.decode()
    assert reverse("wagtailsnippets_pages_menu:add") not in rows
    assert _address(menu, "delete") not in rows
    assert _address(menu) in rows


def test_an_editor_does_not_change_the_menu(menu, editor, founder, signed_in):
    _send(signed_in(editor), menu, {"entries-1-value-name": "By an editor"})
    assert ("Find", []) in _names()
    _send(signed_in(founder), menu, {"entries-1-value-name": "By a founder"})
    assert ("By a founder", []) in _names()
