"""The sitemap: every page that the public may find."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap as DjangoSitemap

from alongside.core.publishing import live_pages


class Sitemap(DjangoSitemap):
    """Live, public pages that are not out of date."""

    def items(self) -> list[Any]:
        return [page for page in live_pages() if page.is_findable]

    def location(self, item: Any) -> str:
        parts = item.get_url_parts()
        return str(parts[2]) if parts else "/"

    def lastmod(self, item: Any) -> datetime | None:
        return item.last_published_at  # type: ignore[no-any-return]
