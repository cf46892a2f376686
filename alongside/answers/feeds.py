"""The feed of new and changed answers (Atom, RFC 4287). The label is in the text of every entry."""

from django.utils.html import format_html

from alongside.core.feeds import PagesFeed

from .models import AnswerPage

MOST = 50


class NewAndChangedAnswers(PagesFeed):
    """The 50 answers that were published or changed last, newest first; none that is out of date."""

    title = "New and changed answers"
    subtitle = "Each entry says what it rests on and who checked it."
    link = "/answers/"

    def items(self) -> list[AnswerPage]:
        pages = AnswerPage.objects.live().public().prefetch_related("reviews")
        newest = pages.order_by("-last_published_at", "path")
        return [page for page in newest if page.is_findable][:MOST]

    def item_description(self, item: AnswerPage) -> str:
        """The answer in one sentence and its label, as the HTML that Atom's summary is."""
        return format_html("<p>{}</p><p>{}</p>", item.sentence, item.label)
