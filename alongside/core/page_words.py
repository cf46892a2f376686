"""The founders' own words around a form: the page of Wagtail's tree that has the same address.

The address is answered by a view of a room, because a form has a ticket of its own at each visit.
The page in the tree gives title, introduction, search entry and place in the sitemap, and is edited
like any other page.
"""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page


def words_at(request: HttpRequest, path: str) -> dict[str, Any]:
    """`page` and its `json_ld` for the template, if a live page is at `path`."""
    try:
        page = Page.find_for_request(request, path)
    except Http404:
        return {}
    if page is None or not page.live:
        return {}
    context = page.specific.get_context(request)
    return {name: context[name] for name in ("page", "json_ld") if name in context}
