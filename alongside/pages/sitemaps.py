"""The sitemap: every page that the public may find."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap as DjangoSitemap
from django.urls import reverse

from alongside.core.models import SitePage
from alongside.core.publishing import MorePage, live_pages, more_pages


class Sitemap(DjangoSitemap):  # type: ignore[type-arg]  # Django has no generic Sitemap
    """Live, public pages that are not out of date."""

    def items(self) -> list[SitePage]:
        return [page for page in live_pages() if page.is_findable]

    def location(self, item: SitePage) -> str:
        parts = item.get_url_parts()
        return str(parts[2]) if parts else "/"

    def lastmod(self, item: SitePage) -> datetime | None:
        return item.last_published_at


class FixedSitemap(DjangoSitemap):  # type: ignore[type-arg]
    """The doors that are not pages of the tree, by the name of their address."""

    def items(self) -> list[str]:
        return ["trust", "complain"]

    def location(self, item: str) -> str:
        return reverse(item)


class MoreSitemap(DjangoSitemap):  # type: ignore[type-arg]
    """Pages that rooms have beside the tree (`core.publishing.register_pages`)."""

    def items(self) -> list[MorePage]:
        return [page for page in more_pages() if page.is_listed]

    def location(self, item: MorePage) -> str:
        return item.path
