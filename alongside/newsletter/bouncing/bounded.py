"""A mail taken apart by Python's `email` package, within bounds.

Anybody can send us anything, and that package is slow with what no mail program writes: parameters of a
Content-Type, parts within parts, lines without words. 256 KB of them took it up to a minute; within
these bounds the worst that we know takes less than a tenth of a second.
"""

import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

LARGEST = 256 * 1024  # bytes of a mail that are read
MOST_LINES = 5_000
LONGEST_TYPES = (
    8_000  # bytes of all its Content-Types; they bound how deep parts can lie in parts, too
)
_TYPES = re.compile(rb"(?im)^content-type:[^\n]*(?:\n[ \t][^\n]*)*")


def parsed(raw: bytes, *, only_head: bool = False) -> "Message[Any, Any] | None":
    """What stands within the bounds. None for a mail that must not be taken apart."""
    lines = re.sub(b"\r\n?", b"\n", raw[:LARGEST]).split(b"\n", MOST_LINES)
    within = b"\n".join(lines[:MOST_LINES])
    if sum(map(len, _TYPES.findall(within))) > LONGEST_TYPES:
        return None
    parser = BytesHeaderParser() if only_head else BytesParser()
    return parser.parsebytes(within)
