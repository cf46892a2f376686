"""Asks a WSGI application for one published page (PEP 3333), as the first reader would."""

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from .conditional import Headers
from .kept import may_be_kept
from .render import MARKER

WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

LARGEST = 64 * 1024 * 1024  # bytes of one page


@dataclass(frozen=True)
class Fetched:
    """One response; header names in lower case, without the marker."""

    path: str
    status: int
    headers: Headers
    body: bytes
    published: bool  # Django says that everybody may have it

    def header(self, name: bytes) -> bytes:
        """The first value of this header, or nothing."""
        return next((value for key, value in self.headers if key == name), b"")


def fetch(app: WSGIApp, address: str, path: str) -> Fetched:
    """GET `path` of the site whose origin is `address`. Raises what the application raises."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _: object = None) -> None:
        started.append((status, headers))

    response = app(_environ(address, path), start_response)
    try:
        body = b"".join(response)
    finally:
        getattr(response, "close", lambda: None)()
    status, raw = started[-1]
    number = int(status.split(" ", 1)[0])
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in raw]
    named: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        named.setdefault(name, []).append(value)
    published = MARKER in named and may_be_kept(number, named, largest=LARGEST)
    without = [(name, value) for name, value in headers if name != MARKER]
    return Fetched(path, number, without, body, published)


def _environ(address: str, path: str) -> dict[str, Any]:
    parts = urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(path).encode().decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": parts.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
