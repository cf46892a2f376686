"""The addresses that are printed on paper, and how they are written there."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from alongside.orders.links import whole
from alongside.orders.models import Chapter, Printing

_NOWHERE = ("localhost", "example.org", "example.com")


def of_chapter(chapter: Chapter, printing: Printing | None = None) -> str:
    """Path of its page; with `printing` that of its page for who has that one."""
    if printing is None:
        return reverse("book_chapter", args=[chapter.number])
    return reverse("book_chapter_of_printing", args=[printing.pk, chapter.number])


def in_code(chapter: Chapter, printing: Printing | None = None) -> str:
    """The whole address that a code holds."""
    return whole(of_chapter(chapter, printing))


def on_paper(chapter: Chapter) -> str:
    """As it is printed below the code, for people who type: `example.org/b/3`."""
    return whole(of_chapter(chapter)).split("://", 1)[1].removeprefix("www.").rstrip("/")


def is_real() -> bool:
    """Whether this site has an address that may be printed: a code for another would lead nowhere."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    host = parts.hostname or ""
    is_ours = not host.endswith(_NOWHERE) and not host.replace(".", "").isdecimal()
    return parts.scheme == "https" and is_ours
