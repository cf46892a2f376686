"""What Django tells `published` about a response, and what it can be asked for.

A response is kept in memory and sent to everybody only if it carries `MARKER`. A Wagtail page gets
the mark in `Published.serve` when it is live, public and asked for by nobody in particular; a plain
view gets it from the decorator `published`.
"""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

MARKER = "x-alongside-published"
COUNTED = "x-alongside-counted"


def _is_nobody_in_particular(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return request.method in ("GET", "HEAD") and not (user and user.is_authenticated)


def mark(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say that this response is the same for everybody, until the edition changes."""
    if _is_nobody_in_particular(request) and not getattr(request, "is_preview", False):
        response[MARKER] = "1"
    return response


def count(response: HttpResponse, name: str) -> HttpResponse:
    """Ask that it be counted how often this response is sent, under `name`: how often, never to whom."""
    response[COUNTED] = name
    return response


def published(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator of a view whose answer depends on nothing but its path."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        return mark(request, response) if response.status_code in (200, 301, 404) else response

    return marked


def mark_static(headers: Any, path: str, url: str) -> None:
    """WhiteNoise's hook: style sheets and scripts of pages that are kept may be kept like them."""
    if any(folder in url for folder in ("/alongside/", "/signs/", "/newsletter/", "/orders/")):
        headers[MARKER] = "1"


class Published:
    """Mix-in of pages: a live page that anybody may read is kept; a private one or a preview never."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if self.live and not self.get_view_restrictions():  # type: ignore[attr-defined]
            mark(request, response)
        return response


def live_pages() -> Iterator[Any]:
    """Every page that the public may read, as its own type, a few queries for all of them."""
    from wagtail.models import Page

    from .models import SitePage

    pages = Page.objects.live().public().specific().prefetch_related("reviews").order_by("path")
    return (page for page in pages.iterator(chunk_size=500) if isinstance(page, SitePage))


def published_paths() -> list[str]:
    """The path of everything that `published` may warm and export, home first."""
    pages = list(live_pages())
    paths = [parts[2] for page in pages if (parts := page.get_url_parts())]
    files = [reverse(name) for name in ("sitemap", "robots", "feed", "security", "icon", "trust")]
    return paths + files + [path for page in pages for path in page.file_paths()]


def searchable_documents() -> Iterator[Any]:
    """A `Document` of every page that search may find."""
    pages = [page for page in live_pages() if page.is_findable]
    kinds: dict[Any, list[Any]] = {}
    for page in pages:
        kinds.setdefault(type(page), []).append(page)
    for kind, of_this_kind in kinds.items():
        kind.read_together(of_this_kind)
    for page in pages:
        if document := page.document():
            yield document
