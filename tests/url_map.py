"""Every address that the URL map knows, for tests that must leave none out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, get_resolver


def routes(resolver: Any = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Each route as it is written, and its name (or nothing)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.name or ""
        else:
            yield from routes(entry, route)


def filled(route: str, gaps: Mapping[str, object], otherwise: object = 1) -> str:
    """A path of this route: each gap with what `gaps` has under its name."""
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: str(gaps.get(gap[1], otherwise)), route)
    path = re.sub(r"\(\?P?<?\w*>?[^)]*\)\??|[\^$\\]", "", path)
    return "/" + path.lstrip("/")
