"""The content pack's part of this room: home, plain pages, days, menu and footer."""

from typing import Any

from wagtail.models import Page, Site

from alongside.core.content import Loader
from alongside.core.pack import MarkdownFile

from .models import DayPage, DaysPage, HomePage, Menu, PlainPage


def _outline_home(loader: Loader) -> None:
    home = loader.pack.home.head
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    loader.outline(HomePage, "home", None, title=home["title"], slug="home", introduction="")
    page = HomePage.objects.first()
    if page and not Site.objects.exists():
        Site.objects.create(
            hostname="localhost", site_name=home["title"], root_page=page, is_default_site=True
        )


def _plain(loader: Loader) -> list[MarkdownFile]:
    """Those of another room say so: `room: orders`."""
    return [file for file in loader.pack.pages if "room" not in file.head]


def _outline_plain(loader: Loader, file: MarkdownFile, parent: str) -> None:
    loader.outline(
        PlainPage,
        f"p-{file.slug}",
        parent,
        title=file.head["title"],
        slug=file.slug,
        sentence=file.head["sentence"],
    )


def outline(loader: Loader) -> None:
    """Home and the pages under it."""
    _outline_home(loader)
    for file in _plain(loader):
        if "under" not in file.head:
            _outline_plain(loader, file, "home")
    loader.outline(DaysPage, "p-today", "home", title="Today was…", slug="today")
    for file in loader.pack.days:
        loader.outline(
            DayPage,
            f"d-{file.slug}",
            "p-today",
            title=file.head["title"],
            slug=file.slug,
            begins=file.head["begins"],
            sentence=file.head["sentence"],
            body="",
        )


def fill(loader: Loader) -> None:
    """The words of these pages, and the two menus."""
    for file in _plain(loader):
        if "under" in file.head:  # its parent is another room's page, which is there by now
            _outline_plain(loader, file, f"p-{file.head['under']}")
    home = loader.pack.home
    loader.fill(
        HomePage,
        "home",
        [home.head, home.body],
        {
            "title": home.head["title"],
            "search_description": home.head["sentence"],
            "introduction": loader.rich(home.body),
            "most_asked": loader.stream_of_pages(home.head["most_asked"]),
            "signs_to_know": loader.stream_of_pages(home.head["signs_to_know"]),
        },
    )
    for file in _plain(loader):
        body = [{"type": "text", "value": loader.rich(file.body)}]
        loader.fill(
            PlainPage, f"p-{file.slug}", [file.head, file.body], file.page_fields | {"body": body}
        )
    introduction = "What kind of day is it? Each door leads to what helps. Nothing is stored."
    loader.fill(DaysPage, "p-today", introduction, {"introduction": introduction})
    for file in loader.pack.days:
        loader.fill(
            DayPage,
            f"d-{file.slug}",
            [file.head, file.body],
            file.page_fields
            | {
                "body": loader.rich(file.body),
                "helps": loader.stream_of_pages(file.head.get("helps", [])),
            },
        )
    for place in Menu.Place:
        entries = loader.pack.menu[place.value]
        loader.record(
            Menu.objects,
            f"menu:{place.value}",
            entries,
            {"entries": [_entry(loader, entry) for entry in entries]},
            by="place",
        )


def _entry(loader: Loader, entry: dict[str, Any]) -> dict[str, Any]:
    value = _link(loader, entry)
    value["under"] = [_link(loader, child) for child in entry.get("under", [])]
    return {"type": "entry", "value": value}


def _link(loader: Loader, entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "page": loader.pages.get(entry.get("page", "")),
        "address": entry.get("address", ""),
        "name": entry.get("name", ""),
        "hidden": entry.get("hidden", False),
    }
