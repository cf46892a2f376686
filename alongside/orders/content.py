"""The content pack's part of this room: the page of the book."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from alongside.core.content import Loader
from alongside.core.pack import MarkdownFile
from alongside.pages.models import PlainPage

from .book_pages import BookPage

KEY, SLUG = "p-book", "book"
CLOSED, IS = "While we take no orders", "What it is, and what it is not"


def _file(loader: Loader) -> MarkdownFile | None:
    return next((file for file in loader.pack.pages if file.slug == SLUG), None)


def outline(loader: Loader) -> None:
    """The page under home."""
    file = _file(loader)
    _take_over(loader)
    if file is not None:
        head = {name: file.head[name] for name in ("title", "sentence")}
        loader.outline(BookPage, KEY, "home", slug=SLUG, **head)


def _take_over(loader: Loader) -> None:
    """A site from before the shop has a plain page here. It becomes the book's page: the same row, so that
    menu and links stay, with its title and sentence; what stood on it is said while no orders are taken."""
    plain = PlainPage.objects.filter(brief_id=KEY).first()
    if plain is None:
        return
    is_ours = loader.is_ours(KEY, plain.latest_revision_id)
    book = _as_book(plain)
    plain.revisions.all().delete()  # of a kind of page that is there no more: nobody could open them
    book.save(clean=False)
    PlainPage.objects.filter(pk=plain.pk)._raw_delete("default")
    revision = book.save_revision(clean=False)
    if book.live:
        revision.publish()
    if is_ours:
        loader.moved(KEY, revision.pk)


def _as_book(plain: PlainPage) -> BookPage:
    words = "".join(str(block.value) for block in plain.body if block.block_type == "text")
    book = BookPage(brief_id=KEY, asked=plain.asked, sentence=plain.sentence, while_closed=words)
    for field in Page._meta.concrete_fields:
        setattr(book, field.attname, getattr(plain, field.attname))
    book.page_ptr_id = plain.pk
    book.latest_revision = book.live_revision = None
    book.content_type = ContentType.objects.get_for_model(BookPage)
    return book


def fill(loader: Loader) -> None:
    """Its words."""
    file = _file(loader)
    if file is not None:
        loader.fill(BookPage, KEY, [file.head, file.body], _words(loader, file))


def _words(loader: Loader, file: MarkdownFile) -> dict[str, Any]:
    return {
        **file.page_fields,
        "while_closed": loader.rich(file.parts[CLOSED]),
        "what_it_is": loader.rich(file.parts[IS]),
    }
