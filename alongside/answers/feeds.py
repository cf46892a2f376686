"""The feed of new and changed answers. The provenance label is in the text of every entry."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Site

from .models import AnswerPage


class NewAndChangedAnswers(Feed):
    """The 50 answers that were published or changed last, newest first (Atom, RFC 4287)."""

    feed_type = Atom1Feed
    title = "New and changed answers"
    subtitle = "Each entry says what it rests on and who checked it."
    link = "/answers/"

    def items(self) -> list[AnswerPage]:
        pages = AnswerPage.objects.live().public().prefetch_related("reviews")
        return [page for page in pages.order_by("-last_published_at", "path")[:80]
                if page.is_findable][:50]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return f"{item.sentence} ({item.label})"

    def item_link(self, item: Any) -> str:
        return str(item.url)

    def item_pubdate(self, item: Any) -> datetime | None:
        return item.first_published_at  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime | None:
        return item.last_published_at  # type: ignore[no-any-return]

    def item_author_name(self, item: Any) -> str:
        site = Site.objects.filter(is_default_site=True).first()
        return site.site_name if site and site.site_name else "Alongside"
