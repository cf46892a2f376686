"""The feed of letters (Atom, RFC 4287), for people who follow without giving an address."""

from django.utils.html import format_html

from alongside.core.feeds import PagesFeed

from .letter_pages import LetterPage

MOST = 20


class Letters(PagesFeed):
    """The newest letters: first words, what is hard to read in them, and the label."""

    title = "Our letters"
    link = "/letters/"

    def items(self) -> list[LetterPage]:
        pages = LetterPage.objects.live().public()
        return list(pages.order_by("-first_published_at", "-pk")[:MOST])

    def item_description(self, item: LetterPage) -> str:
        hard = format_html("<p>It speaks of {}.</p>", item.speaks_of) if item.speaks_of else ""
        return format_html("<p>{}</p>{}<p>{}</p>", item.sentence, hard, item.label)
