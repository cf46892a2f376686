"""Answers kept pages where the bytes arrive, before a request becomes an ASGI call.

uvicorn's HTTP/1.1 protocol with a shortcut in front: a plain GET of a kept page that came in one
piece is written back at once. All that is in the least unusual goes to uvicorn's parser as if there
were no shortcut. `docs/decisions/0002-published-site.md` says what it gains.
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from .addresses import Origin
from .asked import is_https
from .conditional import has_same
from .encoding import rank_codings
from .kept import Page, status_line
from .site import PublishedSite

SILENCE = 15.0  # seconds that a client may take for the head of a request, or between two
LONGEST_HEAD = 64 * 1024  # bytes of a request before its body

_SHORT = 4 * 1024  # bytes; a longer head is unusual
_LINE = re.compile(rb"GET (/[!$&-;=@-Z_a-z~]*) HTTP/1\.1\r\n")  # no escape, query or fragment
_LINES = {status: status_line(status) for status in (200, 301, 304, 404)}
_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)

# Headers that change nothing about the answer, and those that are read. Any other makes a request
# unusual.
_INDIFFERENT = frozenset(
    b"accept accept-language cache-control dnt pragma priority referer save-data sec-ch-ua"
    b" sec-ch-ua-mobile sec-ch-ua-platform sec-fetch-dest sec-fetch-mode sec-fetch-site"
    b" sec-fetch-user sec-gpc upgrade-insecure-requests user-agent x-forwarded-for x-real-ip"
    b" x-request-id".split()
)
_READ = frozenset({b"host", b"accept-encoding", b"if-none-match", b"cookie", b"x-forwarded-proto"})


def read_plain_head(head: bytes) -> dict[bytes, bytes] | None:
    """The headers that matter, if this is a plain head of a GET after its request line; else None.

    Stricter than a parser has to be (RFC 9112): what two parsers could read in two ways is not
    plain, nor is anything that has or may have a body.
    """
    if not head.endswith(b"\r\n\r\n"):
        return None
    lines = head[:-4].split(b"\r\n")
    ends = len(lines) + 1
    if head.count(b"\n") != ends or head.count(b"\r") != ends or b"\0" in head:
        return None
    headers: dict[bytes, bytes] = {}
    for line in lines:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in _READ:
            if name in headers:
                return None
            headers[name] = value.strip(b" \t")
        elif name not in _INDIFFERENT and not _is_keep_alive(name, value):
            return None
    return headers


def _is_keep_alive(name: bytes, value: bytes) -> bool:
    return name == b"connection" and value.strip().lower() == b"keep-alive"


@dataclass(slots=True)
class Reader:
    """Who reads on this connection, as far as it decides what she gets."""

    head: bytes = b""
    origin: Origin | None = None
    codings: tuple[str, ...] = ()
    if_none_match: bytes | None = None


class PublishedProtocol(HttpToolsProtocol):
    """One connection. Give it to uvicorn as `http`, with a PublishedSite as the application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._site = self.app if isinstance(self.app, PublishedSite) else None
        self._between = True  # whatever the parser was given ended with the end of a request
        self._head = 0  # bytes since the head of a request began that has not ended
        self._reader = Reader()
        self._requests = 0
        self._requests_at_alarm = -1
        self._alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._alarm = self.loop.call_later(SILENCE, self._end_silence)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._between and not self._is_answering() and not self.flow.write_paused:
            answer = self._recall(data)
            if answer is not None:
                self._requests += 1
                self._unset_keepalive_if_required()
                self.transport.write(answer)
                return
        super().data_received(data)
        if self._head:
            self._head += len(data)
            if self._head > LONGEST_HEAD and not self.transport.is_closing():
                self.transport.write(_TOO_LONG)
                self.transport.close()

    def _recall(self, data: bytes) -> bytes | None:
        """The whole response to these bytes, if they are one plain GET of a page that is kept."""
        line = _LINE.match(data)
        if line is None or self._site is None or len(data) > _SHORT:
            return None
        head = data[line.end() :]
        reader = self._reader
        if head != reader.head:  # most clients say the same of themselves every time
            read = self._read(head, self._site)
            if read is None:
                return None
            reader = self._reader = read
        if reader.origin is None:
            return None
        page = self._site.store.get((reader.origin, line[1].decode("ascii")))
        return None if page is None else self._write(page, reader)

    def _read(self, head: bytes, site: PublishedSite) -> Reader | None:
        headers = read_plain_head(head)
        if headers is None or b"host" not in headers:
            return None
        if site.has_session(headers.get(b"cookie", b"")):
            return None
        https = is_https(headers.get(b"x-forwarded-proto", b""))
        scheme = "https" if https else self.scheme or "http"
        origin = site.known_origin(scheme, headers[b"host"])
        if origin is None:
            return None
        codings = rank_codings(headers.get(b"accept-encoding"))
        return Reader(head, origin, codings, headers.get(b"if-none-match"))

    def _write(self, page: Page, reader: Reader) -> bytes:
        page.tally.sent += 1
        form = page.best(reader.codings)
        own = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
        tags = reader.if_none_match
        if tags is not None and form.etag is not None and has_same(tags, form.etag):
            return b"".join((_LINES[304], own, form.wire_unchanged))
        return b"".join((_LINES[page.status], own, form.wire, form.content))

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    # What uvicorn's parser tells

    def on_message_begin(self) -> None:
        self._between = False
        self._head = 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head = 0
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._between = True
        self._requests += 1
        super().on_message_complete()

    # What uvicorn does not do: let go of a client that never finishes its first request

    def _end_silence(self) -> None:
        if not self._is_answering() and self._requests == self._requests_at_alarm:
            self.transport.close()
            return
        self._requests_at_alarm = self._requests
        self._alarm = self.loop.call_later(SILENCE, self._end_silence)
