"""Sources are found, filtered, picked and added; one that facts rest on is not deleted."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from alongside.core import edition
from alongside.core.models import Source
from tests.editor_form import form_of

pytestmark = pytest.mark.django_db


def _at(name, *args):
    return reverse(f"wagtailsnippets_core_source:{name}", args=args)


@pytest.fixture
def used(answer):
    return answer.sources[0]


@pytest.fixture
def unused(db):
    return Source.objects.create(
        key="unused", organisation="Zebra Trust", title="Stripes", read_on=datetime.date(2026, 1, 1)
    )


def test_a_source_is_found_by_part_of_a_word(unused, used, editor, signed_in):
    html = signed_in(editor).get(_at("list"), {"q": "zebr"}).content.decode()
    assert "Zebra Trust" in html
    assert used.title not in html


@pytest.mark.parametrize(("choice", "shown"), [("due", "A"), ("later", "B"), ("never", "C")])
def test_the_list_shows_what_is_to_be_read_again(choice, shown, editor, signed_in):
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    for name, recheck in (("A", today), ("B", today + day), ("C", None)):
        Source.objects.create(
            key=name.lower(),
            organisation=f"Org-{name}",
            title="t",
            read_on=today,
            recheck_on=recheck,
        )
    html = signed_in(editor).get(_at("list"), {"recheck": choice, "q": "Org-"}).content.decode()
    assert [name for name in "ABC" if f"Org-{name}" in html] == [shown]


def test_its_page_says_where_it_is_used(answer, used, editor, signed_in):
    html = signed_in(editor).get(_at("usage", used.pk)).content.decode()
    assert answer.title in html


def test_the_chooser_finds_a_source_while_it_is_typed(unused, used, editor, signed_in):
    address = reverse("wagtailsnippetchoosers_core_source:choose_results")
    html = signed_in(editor).get(address, {"q": "zeb"}).content.decode()
    assert "Zebra Trust: Stripes" in html
    assert str(used) not in html


def test_a_source_is_added_without_leaving_the_page(editor, reviewer, signed_in):
    address = reverse("wagtailsnippetchoosers_core_source:create")
    fields = {
        "organisation": "New Hospital",
        "title": "A leaflet",
        "url": "example.org/leaflet",
        "read_on": "2026-11-01",
    }
    signed_in(reviewer).post(address, fields)
    assert not Source.objects.filter(organisation="New Hospital").exists()
    answer = json.loads(signed_in(editor).post(address, fields).content)
    source = Source.objects.get(organisation="New Hospital")
    assert (answer["step"], answer["result"]["id"]) == ("chosen", str(source.pk))
    assert (source.key, source.url) == ("new-hospital-a-leaflet", "https://example.org/leaflet")

    signed_in(editor).post(address, fields)
    assert Source.objects.filter(key="new-hospital-a-leaflet-2").exists()


def test_a_source_in_use_is_not_deleted(used, unused, founder, signed_in):
    client = signed_in(founder)
    response = client.post(_at("delete", used.pk), follow=True)
    assert "is in use: facts rest on it. Nothing was deleted." in response.content.decode()
    client.post(_at("delete", unused.pk))
    assert Source.objects.filter(pk=used.pk).exists()
    assert not Source.objects.filter(pk=unused.pk).exists()


def test_an_editor_changes_a_source_readers_see_it_and_history_keeps_the_old_one(
    answer, used, editor, reader, signed_in
):
    before, old = edition.current(), used.organisation
    words = form_of(used, organisation="Renamed Trust")
    signed_in(editor).post(_at("edit", used.pk), words)
    assert "Renamed Trust" in reader.get(answer.url).content.decode()
    assert edition.current() > before
    first, second = used.revisions.order_by("pk")
    assert [r.content["organisation"] for r in (first, second)] == [old, "Renamed Trust"]
    history = signed_in(editor).get(_at("history", used.pk)).content.decode()
    assert _at("revisions_revert", used.pk, first.pk) in history
