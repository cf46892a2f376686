"""A researcher reads how figures are made, and follows new ones."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.test import Client

from alongside.signs.actions import publish_release
from alongside.signs.figures import Figures
from alongside.signs.methods import METHODS
from alongside.signs.models import MethodPage, Release

from .conftest import Publish
from .example_figures import example_table

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def page_of(reader: Client, page: MethodPage) -> str:
    return " ".join(reader.get(page.url).content.decode().split())


def test_before_the_first_release_the_rules_stand_there_already(
    reader: Client, method_page: MethodPage
) -> None:
    body = page_of(reader, method_page)
    assert "A number of people under 8 is never shown." in body
    assert "There is no release yet." in body
    assert "Nobody is counted yet." in body
    assert f"Method {METHODS[0].version}, since" in body
    assert "<table" not in body


def test_old_releases_stay_listed_with_date_method_and_total(
    reader: Client, method_page: MethodPage, publish: Publish
) -> None:
    publish(is_made_up=True)
    publish_release(figures=Figures(None, ()), method="0.9", is_made_up=False)
    newest = publish()
    body = page_of(reader, method_page)
    rows = [body.split(f'id="release-{number}"')[1].split("</tr>")[0] for number in (1, 2, 3)]
    assert "about 120</td><td>1.0</td>" in rows[0]
    assert "made up for demonstration" in rows[0]
    assert "too few to show</td><td>0.9</td>" in rows[1]
    assert "made up" not in rows[1] + rows[2]
    assert newest.label in body
    assert "Their age when it was found" in body
    assert f"Release 3, {newest.published_at:%-d %B %Y}, method 1.0" in body


def test_the_figures_of_old_releases_are_gone(publish: Publish) -> None:
    publish()
    publish()
    assert [bool(release.figures) for release in Release.objects.all()] == [True, False]


def test_the_feed_has_an_entry_for_each_release_with_its_label(
    reader: Client, method_page: MethodPage, publish: Publish
) -> None:
    publish(is_made_up=True)
    publish()
    feed = ElementTree.fromstring(reader.get("/signs/feed.xml").content)
    entries = feed.findall(f"{ATOM}entry")
    releases = list(Release.objects.all())
    assert len(entries) == 2
    for entry, release in zip(entries, releases, strict=True):
        assert release.label in (entry.findtext(f"{ATOM}summary") or "")
        assert (entry.findtext(f"{ATOM}id") or "").endswith(
            f"/signs/method/#release-{release.number}"
        )
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Release 2",
        "Made up for demonstration: Release 1",
    ]


def test_a_feed_without_a_release_is_empty_and_whole(
    reader: Client, method_page: MethodPage
) -> None:
    feed = ElementTree.fromstring(reader.get("/signs/feed.xml").content)
    assert feed.findall(f"{ATOM}entry") == []
    assert '/signs/feed.xml"' in page_of(reader, method_page)


def test_a_table_that_stands_from_an_older_release_says_so(
    reader: Client, method_page: MethodPage, publish: Publish
) -> None:
    publish()
    newer = replace(example_table("age_band"), as_of=2)
    older = replace(newer, measure="nation", as_of=1)
    publish_release(figures=Figures(120, (older, newer)), method="1.0", is_made_up=False)
    body = page_of(reader, method_page)
    table = body.split("Where they live</summary>")[1].split("</details>")[0]
    assert "These are the numbers of release 1." in table
    assert "These are the numbers of release" not in body.replace(table, "")
