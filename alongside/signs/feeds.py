"""The feed of releases (Atom, RFC 4287). The label is in the text of every entry."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from .citing import method_address, who_publishes
from .releases import Release

MOST = 50


class Releases(Feed):  # type: ignore[type-arg]  # Django has no generic Feed
    """The last 50 releases, newest first; of older ones no more than date, method and total."""

    feed_type = Atom1Feed
    title = "New figures from what patients told us"
    subtitle = "One entry for each release of figures. Each says what it rests on."
    link = "/signs/being-heard/"

    def items(self) -> list[Release]:
        return list(Release.objects.defer("figures")[:MOST])

    def item_title(self, item: Release) -> str:
        return f"Made up for demonstration: {item}" if item.is_made_up else str(item)

    def item_description(self, item: Release) -> str:
        return format_html("<p>{}</p>", item.label)

    def item_link(self, item: Release) -> str:
        return f"{method_address()}#release-{item.number}"

    def item_pubdate(self, item: Release) -> datetime:
        return item.published_at

    def item_updateddate(self, item: Release) -> datetime:
        return item.published_at

    def author_name(self) -> str:
        """Who speaks, for the whole feed (RFC 4287, section 4.1.1)."""
        return who_publishes()
