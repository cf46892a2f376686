"""The feed of mistakes in the book (Atom, RFC 4287). The label is in the text of every entry."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from alongside.core.mail.writing import site_name
from alongside.orders.models import Erratum

MOST = 50


class Errata(Feed):  # type: ignore[type-arg]  # Django has no generic Feed
    """The last 50 mistakes that were noted or changed, newest first."""

    feed_type = Atom1Feed
    title = "Mistakes in our book"
    subtitle = "What the book says, what it should say, and who says so."
    link = "/book/errata/"

    def items(self) -> list[Erratum]:
        return list(Erratum.objects.online().order_by("-changed_at", "-pk")[:MOST])

    def item_title(self, item: Erratum) -> str:
        chapter = f"{item.chapter}, " if item.chapter else ""
        return f"{'Withdrawn: ' if item.withdrawn_on else ''}{chapter}{item.place}"

    def item_description(self, item: Erratum) -> str:
        """Both texts and the label, as the HTML that Atom's summary is."""
        if item.withdrawn_on:
            right = "<p>We were wrong: what the book says is right. It says: {}</p>"
            return format_html(right, item.says)
        words = (item.says, item.should_say, item.why, item.label)
        return format_html("<p>It says: {}</p><p>It should say: {}</p><p>{}</p><p>{}</p>", *words)

    def item_link(self, item: Erratum) -> str:
        return f"{reverse('book_errata')}#mistake-{item.pk}"

    def item_guid(self, item: Erratum) -> str:
        """The same for ever (RFC 4287, section 4.2.6)."""
        return f"urn:uuid:{item.feed_id}"

    def item_pubdate(self, item: Erratum) -> datetime | None:
        return item.online_at

    def item_updateddate(self, item: Erratum) -> datetime:
        return item.changed_at

    def author_name(self) -> str:
        """Who speaks, for the whole feed (RFC 4287, section 4.1.1)."""
        return site_name()
