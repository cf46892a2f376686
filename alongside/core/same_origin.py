"""Did a form come from a page of ours? For forms that have no cookie to prove it with.

`Sec-Fetch-Site` is written by the browser and cannot be set by a page (W3C Fetch Metadata). Browsers
before 2023, and all browsers on plain http, do not send it; then `Origin` (RFC 6454) decides, and
without that `Referer`.
"""

from enum import Enum
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

_PORTS = {"http": 80, "https": 443}


class Came(Enum):
    """From a page of ours, from somewhere else, or the browser does not say."""

    FROM_US = "from us"
    FROM_ELSEWHERE = "from elsewhere"
    FROM_SOMEWHERE = "from somewhere"


def where_from(request: HttpRequest) -> Came:
    """Where the form stood that this request sends."""
    site = request.headers.get("Sec-Fetch-Site")
    if site == "none":  # a tab that was restored: no page can ask for that
        return Came.FROM_SOMEWHERE
    if site is not None:
        return Came.FROM_US if site == "same-origin" else Came.FROM_ELSEWHERE
    said = request.headers.get("Origin")
    if said is None:
        said = request.headers.get("Referer")
    if said in (None, "", "null"):
        return Came.FROM_SOMEWHERE
    origin = _origin(str(said))
    return Came.FROM_US if origin and origin in _ours(request) else Came.FROM_ELSEWHERE


def _ours(request: HttpRequest) -> set[tuple[str, str, int] | None]:
    """The address as this browser asked for it (`get_host` refuses a name that is not ours), and the
    one that readers know, in case a proxy in front changed the port or forgot to say https."""
    asked = f"{request.scheme}://{request.get_host()}"
    return {_origin(asked), _origin(settings.WAGTAILADMIN_BASE_URL)}


def _origin(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None for what is not an address of the web."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]
