"""What of a request decides how it is answered."""

from collections.abc import Iterable, Mapping
from typing import Any


class Asked:
    """The few headers that matter, read in one pass (this is on the hot path)."""

    __slots__ = (
        "accept_encoding", "cookie", "has_body", "host", "https", "if_none_match", "personal",
    )  # fmt: skip

    def __init__(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        self.host: bytes | None = None
        self.https = False  # says a proxy
        self.accept_encoding: bytes | None = None
        self.if_none_match: bytes | None = None
        self.cookie = b""
        self.has_body = False
        self.personal = False  # nothing but Django may answer it
        for name, value in headers:
            read = _READ.get(name)
            if read is not None:
                read(self, value)


def _host(asked: Asked, value: bytes) -> None:
    # Two Host headers are an attack or a fault (RFC 9112 §3.2): they match no host of ours.
    asked.host = value if asked.host is None else b""


def _accept_encoding(asked: Asked, value: bytes) -> None:
    before = asked.accept_encoding
    asked.accept_encoding = value if before is None else before + b"," + value


def _if_none_match(asked: Asked, value: bytes) -> None:
    before = asked.if_none_match
    asked.if_none_match = value if before is None else before + b"," + value


def _cookie(asked: Asked, value: bytes) -> None:
    asked.cookie = asked.cookie + b";" + value if asked.cookie else value


def _forwarded(asked: Asked, value: bytes) -> None:
    asked.https = is_https(value)


def is_https(value: bytes) -> bool:
    """Whether this X-Forwarded-Proto says that the reader came by https."""
    return value.strip().lower() == b"https"


def _personal(asked: Asked, value: bytes) -> None:
    asked.personal = True


def _body(asked: Asked, value: bytes) -> None:
    asked.has_body = asked.has_body or value.strip() != b"0"


_READ: Mapping[bytes, Any] = {
    b"host": _host,
    b"accept-encoding": _accept_encoding,
    b"if-none-match": _if_none_match,
    b"cookie": _cookie,
    b"x-forwarded-proto": _forwarded,
    b"authorization": _personal,
    b"range": _personal,  # for the files that Django serves; no page of ours needs it
    b"if-match": _personal,  # a condition that we do not check (RFC 9110 §13.1.1)
    b"content-length": _body,
    b"transfer-encoding": _body,
}


def has_cookie(header: bytes, name: bytes) -> bool:
    """Whether a Cookie header (RFC 6265 §5.4) has a cookie of this name."""
    return name in header and any(
        part.partition(b"=")[0].strip() == name for part in header.split(b";")
    )
