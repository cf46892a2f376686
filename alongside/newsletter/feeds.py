"""The feed of letters (Atom, RFC 4287), for people who follow without giving an address."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html

from alongside.core.mail.writing import site_name

from .letter_pages import LetterPage

MOST = 20


class Letters(Feed):  # type: ignore[type-arg]  # Django has no generic Feed
    """The newest letters: first words, what is hard to read in them, and the label."""

    feed_type = Atom1Feed
    title = "Our letters"
    link = "/letters/"

    def items(self) -> list[LetterPage]:
        pages = LetterPage.objects.live().public()
        return list(pages.order_by("-first_published_at", "-pk")[:MOST])

    def item_title(self, item: LetterPage) -> str:
        return str(item.title)

    def item_description(self, item: LetterPage) -> str:
        hard = format_html("<p>It speaks of {}.</p>", item.speaks_of) if item.speaks_of else ""
        return format_html("<p>{}</p>{}<p>{}</p>", item.sentence, hard, item.label)

    def item_link(self, item: LetterPage) -> str:
        parts = item.get_url_parts()
        return str(parts[2]) if parts else self.link

    def item_guid(self, item: LetterPage) -> str:
        """The same for ever, whatever becomes of its address (RFC 4287, section 4.2.6)."""
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: LetterPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: LetterPage) -> datetime | None:
        return item.last_published_at

    def author_name(self) -> str:
        return site_name()
