"""One page as it is kept: every coding of it, ready to be sent."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from .conditional import Headers, headers_of_304
from .encoding import compress, is_compressible, rank_codings
from .tally import UNCOUNTED, Tally

EMPTY: dict[str, Any] = {"type": "http.response.body", "body": b"", "more_body": False}

# Django's own are replaced: the length and tag of each coding, and what belongs to one connection.
_REPLACED = frozenset(
    {b"content-length", b"etag", b"vary", b"date", b"server", b"connection", b"last-modified",
     b"accept-ranges", b"transfer-encoding", b"content-encoding"}
)  # fmt: skip
_BYTES_PER_PAGE = 4096  # a guess at what the objects of one page weigh without its bodies


@dataclass(eq=False, slots=True)
class Body:
    """The bytes of a page in each coding. Pages with the same bytes share one Body."""

    digest: bytes
    forms: dict[str, bytes]
    size: int
    holders: int = 0


def make_body(content: bytes, content_type: bytes) -> Body:
    """Compress what gains from it. Takes milliseconds: call it in a thread."""
    forms = {"identity": content}
    if is_compressible(content_type, len(content)):
        forms |= compress(content)
    size = sum(len(form) for form in forms.values())
    return Body(make_digest(content, content_type), forms, size)


def make_digest(content: bytes, content_type: bytes) -> bytes:
    """What identifies a body: its bytes and its type (a shared body must fit both)."""
    return hashlib.sha256(content_type + b"\0" + content).digest()[:18]


@dataclass(eq=False, slots=True)
class Form:
    """One coding of one page, as ASGI messages and as the bytes of an HTTP/1.1 response."""

    content: bytes
    start: dict[str, Any]
    body: dict[str, Any]
    etag: bytes | None
    unchanged: dict[str, Any]
    wire: bytes  # header lines with the empty line after them; the status line is in `Page.line`
    wire_unchanged: bytes


@dataclass(eq=False, slots=True)
class Page:
    """A response that may be sent to everybody: status, headers and body in every coding."""

    status: int
    headers: Headers
    body: Body
    generation: int
    forms: dict[str, Form] = field(default_factory=dict)
    size: int = 0  # bytes, without the shared body
    retry_at: float = 0.0  # when a stale page may be asked for again after a failure
    tally: Tally = UNCOUNTED

    def choose(self, accept_encoding: bytes | None) -> Form:
        """The form that this client likes best (identity if it likes none)."""
        return self.best(rank_codings(accept_encoding))

    def best(self, codings: Iterable[str]) -> Form:
        """The first of these codings that the page has (identity if it has none of them)."""
        forms = self.forms
        for coding in codings:
            if coding in forms:
                return forms[coding]
        return forms["identity"]


def make_page(status: int, headers: Headers, body: Body, generation: int) -> Page:
    """Prepare every form of a response; `headers` are Django's, names in lower case."""
    shared = [(name, value) for name, value in headers if name not in _REPLACED]
    if not any(name == b"cache-control" for name, _ in shared):
        shared.append((b"cache-control", b"no-cache"))
    shared.append((b"vary", _vary(headers)))
    page = Page(status, shared, body, generation)
    for coding, content in body.forms.items():
        page.forms[coding] = _make_form(page, coding, content)
    page.size = _BYTES_PER_PAGE + sum(
        4 * len(form.wire) + 2 * len(form.wire_unchanged) for form in page.forms.values()
    )
    return page


def _make_form(page: Page, coding: str, content: bytes) -> Form:
    headers = list(page.headers)
    etag = None
    if page.status == HTTPStatus.OK:  # conditions are for 200 only (RFC 9110 §13.2.1)
        etag = _make_etag(page.body.digest, coding)
        headers.append((b"etag", etag))
    repeated = headers_of_304(headers)
    if coding != "identity":
        headers.append((b"content-encoding", coding.encode()))
    headers.append((b"content-length", b"%d" % len(content)))
    return Form(
        content=content,
        start={"type": "http.response.start", "status": page.status, "headers": headers},
        body={"type": "http.response.body", "body": content, "more_body": False},
        etag=etag,
        unchanged={"type": "http.response.start", "status": 304, "headers": repeated},
        wire=_write_lines(headers),
        wire_unchanged=_write_lines(repeated),
    )


def _make_etag(digest: bytes, coding: str) -> bytes:
    ending = {"br": b"-br", "gzip": b"-gz", "identity": b""}[coding]
    return b'"' + urlsafe_b64encode(digest) + ending + b'"'


def _write_lines(headers: Headers) -> bytes:
    return b"".join(name + b": " + value + b"\r\n" for name, value in headers) + b"\r\n"


def _vary(headers: Headers) -> bytes:
    named = [v.strip() for n, value in headers if n == b"vary" for v in value.split(b",")]
    others = [v for v in named if v and v.lower() != b"accept-encoding"]
    return b", ".join([b"Accept-Encoding", *others])


def status_line(status: int) -> bytes:
    """`HTTP/1.1 200 OK` and its line end (RFC 9112 §4)."""
    return b"HTTP/1.1 %d %s\r\n" % (status, HTTPStatus(status).phrase.encode())


def may_be_kept(status: int, headers: Mapping[bytes, list[bytes]], *, largest: int) -> bool:
    """Whether a response with the marker may be sent to others than who asked for it."""
    if status not in (200, 301, 404) or b"set-cookie" in headers or b"content-encoding" in headers:
        return False
    if _tokens(headers, b"cache-control") & {b"private", b"no-store"}:
        return False
    if not _tokens(headers, b"vary") <= {b"accept-encoding", b"cookie"}:
        return False  # it depends on something that we do not look at
    lengths = headers.get(b"content-length", [])
    return all(length.isdigit() and int(length) <= largest for length in lengths)


def _tokens(headers: Mapping[bytes, list[bytes]], name: bytes) -> set[bytes]:
    values = b",".join(headers.get(name, []))
    return {part.strip().lower().partition(b"=")[0] for part in values.split(b",") if part.strip()}
