"""The feed of new and changed answers (Atom, RFC 4287). The label is in the text of every entry."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from wagtail.models import Site

from .models import AnswerPage

MOST = 50


class NewAndChangedAnswers(Feed):  # type: ignore[type-arg]  # Django has no generic Feed
    """The 50 answers that were published or changed last, newest first; none that is out of date."""

    feed_type = Atom1Feed
    title = "New and changed answers"
    subtitle = "Each entry says what it rests on and who checked it."
    link = "/answers/"

    def items(self) -> list[AnswerPage]:
        pages = AnswerPage.objects.live().public().prefetch_related("reviews")
        newest = pages.order_by("-last_published_at", "path")
        return [page for page in newest if page.is_findable][:MOST]

    def item_title(self, item: AnswerPage) -> str:
        return str(item.title)

    def item_description(self, item: AnswerPage) -> str:
        """The answer in one sentence and its label, as the HTML that Atom's summary is."""
        return format_html("<p>{}</p><p>{}</p>", item.sentence, item.label)

    def item_link(self, item: AnswerPage) -> str:
        parts = item.get_url_parts()
        return str(parts[2]) if parts else "/"

    def item_guid(self, item: AnswerPage) -> str:
        """The same for ever, whatever becomes of its address (RFC 4287, section 4.2.6)."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: AnswerPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: AnswerPage) -> datetime | None:
        return item.last_published_at

    def author_name(self) -> str:
        """Who speaks, for the whole feed (RFC 4287, section 4.1.1)."""
        site = Site.objects.filter(is_default_site=True).first()
        return site.site_name if site and site.site_name else "Alongside"
