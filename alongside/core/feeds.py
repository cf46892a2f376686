"""What the feeds of all rooms have in common (Atom, RFC 4287): each entry is a page."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page

from .mail.writing import site_name


class PagesFeed(Feed):  # type: ignore[type-arg]  # Django has no generic Feed
    """Its room adds `title`, `link`, `items`, and `item_description` with the label in it (promise 6)."""

    feed_type = Atom1Feed

    def item_title(self, item: Page) -> str:
        return str(item.title)

    def item_link(self, item: Page) -> str:
        parts = item.get_url_parts()
        return str(parts[2]) if parts else "/"

    def item_guid(self, item: Page) -> str:
        """The same for ever, whatever becomes of its address (RFC 4287, section 4.2.6)."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: Page) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: Page) -> datetime | None:
        return item.last_published_at

    def author_name(self) -> str:
        """Who speaks, for the whole feed (RFC 4287, section 4.1.1)."""
        return site_name()
