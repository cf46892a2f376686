"""Every link inside the site leads somewhere, and every place on a page that is linked to is there."""

from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from tests.served_site import ServedSite

pytestmark = pytest.mark.browser


class _Links(HTMLParser):
    """Addresses in `href` and `src`, and all ids, of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        link = values.get("href") or values.get("src")
        if link and "canonical" not in (values.get("rel") or ""):
            self.links.add(link)
        if values.get("id"):
            self.ids.append(str(values["id"]))


def test_every_link_inside_the_site_leads_somewhere(site: ServedSite) -> None:
    paths = site.paths()
    assert len(paths) > 300
    pages: dict[str, _Links] = {}
    asked_for: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        pages[path] = _Links()
        pages[path].feed(site.get(path).decode())
        for link in pages[path].links:
            target = urlsplit(urljoin(path, link))
            if not target.netloc and not target.scheme:  # not `tel:`
                asked_for[target.path].add(path)
                if target.fragment and target.path == path:
                    assert target.fragment in pages[path].ids, f"{path}: #{target.fragment}"
    dead = {
        path: sorted(where)[:3] for path, where in asked_for.items()
        if path not in pages and site.status(path) not in (200, 301)
    }  # fmt: skip
    assert dead == {}


def test_no_id_stands_twice_on_a_page(site: ServedSite) -> None:
    for path in site.paths():
        page = _Links()
        page.feed(site.get(path).decode())
        assert len(page.ids) == len(set(page.ids)), path
