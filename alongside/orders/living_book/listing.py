"""What the rest of the site knows of the living book: what is kept, exported, listed and found."""

from collections.abc import Iterator

from django.urls import reverse

from alongside.core.documents import Document
from alongside.core.publishing import MorePage
from alongside.orders.models import Chapter, Erratum

from . import addresses, reading


def pages() -> Iterator[MorePage]:
    """Nothing as long as no chapter and no mistake is noted."""
    chapters = list(Chapter.objects.all())
    has_errata = Erratum.objects.online().exists()
    if not (chapters or has_errata):
        return
    yield MorePage(reverse("book_errata"), _errata())
    yield MorePage(reverse("book_errata_feed"), is_listed=False)
    yield MorePage(reverse("book_chapters"), _chapters())
    printings = reading.printings()
    for chapter in chapters:
        yield MorePage(addresses.of_chapter(chapter), _chapter(chapter))
        for printing in printings:
            yield MorePage(addresses.of_chapter(chapter, printing), is_listed=False)


def _errata() -> Document:
    return Document(
        id="p-book-errata",
        kind="page",
        url=reverse("book_errata"),
        title="Mistakes in the book",
        one_sentence="What the printed book says, and what it should say.",
        asked=("errata", "corrections to the book", "mistake in your book"),
    )


def _chapters() -> Document:
    return Document(
        id="p-book-chapters",
        kind="page",
        url=reverse("book_chapters"),
        title="The book, chapter by chapter",
        one_sentence="For each chapter today’s answers, and what changed since your printing.",
        asked=("chapters of the book", "qr code in the book"),
    )


def _chapter(chapter: Chapter) -> Document:
    return Document(
        id=f"book-chapter-{chapter.number}",
        kind="page",
        url=addresses.of_chapter(chapter),
        title=str(chapter),
        one_sentence="Today’s answers to this chapter of the book, and what changed since your printing.",
    )
