"""What the server runs: the published site from memory, Django behind it."""

import logging
import multiprocessing
from collections.abc import Mapping
from typing import Any

from a2wsgi import WSGIMiddleware

from alongside.wsgi import application as django

# isort: split
from django.conf import settings
from django.db import close_old_connections, connections

from alongside.core import edition, publishing
from alongside.core.orphans import end_with_parent
from alongside.core.whole_requests import WholeRequests
from alongside.newsletter import visits
from alongside.pages.search.current import current_engine
from alongside.published.site import PublishedSite

logging.getLogger("asyncio").setLevel(logging.ERROR)
_parent = multiprocessing.parent_process()
end_with_parent(_parent.pid if _parent else None)


def _current_edition() -> int:
    close_old_connections()
    try:
        return edition.current()
    except Exception:
        connections["default"].close()
        raise


def _paths() -> list[str]:
    """Called for each new edition: search gets its index too, before anybody has to wait for it."""
    close_old_connections()
    paths = publishing.published_paths()
    current_engine()
    return paths


def _add_counts(counts: Mapping[str, int]) -> None:
    close_old_connections()
    try:
        visits.add(counts)
    except Exception:
        connections["default"].close()
        raise


def _without_underscores(app: Any) -> Any:
    """Drop headers such as `X_Forwarded_For`: WSGI cannot tell them from `X-Forwarded-For`, and not
    every proxy in front drops them."""

    async def dropping(scope: Any, receive: Any, send: Any) -> None:
        headers = [header for header in scope.get("headers", ()) if b"_" not in header[0]]
        await app({**scope, "headers": headers}, receive, send)

    return dropping


application = PublishedSite(
    inner=_without_underscores(WholeRequests(WSGIMiddleware(django, workers=4))),
    edition=_current_edition,
    paths=_paths if settings.WARM_PAGES else list,
    hosts=settings.ALLOWED_HOSTS,
    address=settings.WAGTAILADMIN_BASE_URL,
    add_counts=_add_counts,
    session_cookie=settings.SESSION_COOKIE_NAME,
)
