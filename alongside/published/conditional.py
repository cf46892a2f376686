"""Conditional requests: has the reader the same bytes already? (RFC 9110 §13.1.2)"""

import re
from collections.abc import Iterable

# An entity tag, weak or strong. Anything between the tags is skipped: rubbish matches nothing.
_TAG = re.compile(rb'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')

# What a 304 repeats of the 200 that it stands for (RFC 9110 §15.4.5); Date is the server's.
REPEATED = frozenset({b"cache-control", b"content-location", b"etag", b"expires", b"vary"})

Headers = list[tuple[bytes, bytes]]


def has_same(if_none_match: bytes, etag: bytes) -> bool:
    """Whether the header names this entity tag. Compared weakly, as §13.1.2 says; `*` is any."""
    if if_none_match == etag:
        return True
    if if_none_match.strip() == b"*":
        return True
    return etag in _TAG.findall(if_none_match)


def headers_of_304(headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """The headers of the 200 that its 304 repeats."""
    return [(name, value) for name, value in headers if name in REPEATED]
