"""The feeds of releases and of signs (Atom, RFC 4287). The label is in the text of every entry."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join

from alongside.core.feeds import PagesFeed
from alongside.core.mail.writing import site_name

from .citing import method_address
from .models import SignPage
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
        return site_name()


class NewAndChangedSigns(PagesFeed):
    """The 50 signs that were published or changed last, newest first; none that is out of date.

    What clinical sources say alone: figures and quotes of patients go the moment they are withdrawn,
    and a feed reader would keep them.
    """

    title = "New and changed signs"
    subtitle = "What to do, and what clinical sources say. Each entry says what it rests on."
    link = "/signs/"

    def items(self) -> list[SignPage]:
        pages = SignPage.objects.live().public().prefetch_related("reviews")
        newest = pages.order_by("-last_published_at", "path")
        return [page for page in newest if page.is_findable][:MOST]

    def item_description(self, item: SignPage) -> str:
        """What to do first, then what it is like, and the label."""
        words = (item.action, item.description, item.label)
        return format_html_join("", "<p>{}</p>", ((one,) for one in words))
