"""Every link in a letter, and whether it leads somewhere on this site. Other sites: `link_check`."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from wagtail.models import Page, Site


@dataclass(frozen=True)
class Link:
    """words: what a reader taps. page: the number of a page of ours, if it was chosen from the tree."""

    words: str
    address: str
    where: str
    page: int | None = None


def links_of(page: Any) -> Iterator[Link]:
    """The links that an editor put into the letter, in order."""
    for number, section in enumerate(page.sections, 1):
        for block in section.value.get("body") or ():
            yield from _links_of_block(block.block_type, block.value, f"in section {number}")


def dead_links(page: Any) -> list[Link]:
    """Links to pages of ours that readers cannot open."""
    return [link for link in links_of(page) if _is_dead(link)]


def addresses_elsewhere(page: Any) -> list[str]:
    """The web addresses of other sites in the letter, each once."""
    own = _own_host()
    found = [
        link.address for link in links_of(page) if link.address.startswith(("https:", "http:"))
    ]
    return [one for one in dict.fromkeys(found) if _host_of(one) != own]


def _links_of_block(kind: str, value: Any, where: str) -> Iterator[Link]:
    if kind in ("text", "fact"):
        rich = value if kind == "text" else value.get("text")
        yield from _links_in_text(rich.source if rich else "", where)
    elif kind == "button" and (value.get("page") or value.get("address")):
        page = value.get("page")
        yield Link(value["words"], value.get("address") or "", where, page.pk if page else None)
    elif kind == "event" and value.get("address"):
        yield Link(value["what"], value["address"], where)


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[dict[str, str | None], str]] = []
        self._open: dict[str, str | None] | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open, self._words = dict(attrs), ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._open is not None:
            self.found.append((self._open, self._words))
            self._open = None


def _links_in_text(source: str, where: str) -> Iterator[Link]:
    parser = _Links()
    parser.feed(source)
    parser.close()
    for attributes, words in parser.found:
        number = attributes.get("id") or ""
        page = int(number) if attributes.get("linktype") == "page" and number.isdecimal() else None
        yield Link(words, attributes.get("href") or "", where, page)


def _is_dead(link: Link) -> bool:
    if link.page is not None:
        return not Page.objects.live().public().filter(pk=link.page).exists()
    if _host_of(link.address) in ("", _own_host()) and link.address.startswith(("/", "http")):
        return not _is_here(unquote(urlsplit(link.address).path) or "/")
    return not link.address.startswith(("https://", "http://", "mailto:", "tel:"))


def _is_here(path: str) -> bool:
    """Whether this site has something to show at `path`; nothing is rendered."""
    try:
        if resolve(path).url_name != "wagtail_serve":
            return True
        site = Site.objects.filter(is_default_site=True).first()
        root = site.root_page.specific if site else None
        if root is None:
            return False
        page = root.route(HttpRequest(), [part for part in path.split("/") if part]).page
    except (Resolver404, Http404):
        return False
    return not page.get_view_restrictions()


def _own_host() -> str:
    return _host_of(settings.WAGTAILADMIN_BASE_URL)


def _host_of(address: str) -> str:
    """ "" of a path of ours; "?" of what is no address."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return "?"
