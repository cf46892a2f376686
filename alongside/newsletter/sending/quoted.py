"""Quoted-printable (RFC 2045 §6.7) with gaps: text is encoded once, and each person's words go in later.

A gap stands on a line of its own between two soft line breaks, so no line break can fall into it.
"""

import binascii
import re

SOFT_BREAK = b"=\r\n"


def pieces(text: str, placeholders: tuple[str, ...]) -> list[bytes | str]:
    """Encoded pieces (bytes) and the placeholders between them (str), in their order."""
    found = re.split("(" + "|".join(map(re.escape, placeholders)) + ")", _lines(text))
    made: list[bytes | str] = [encode(found[0])]
    for placeholder, words in zip(found[1::2], found[2::2], strict=True):
        made += [SOFT_BREAK, placeholder, SOFT_BREAK, encode(words)]
    return made


def encode(text: str) -> bytes:
    """Lines of 76 letters at most, 7 bit, CRLF between them."""
    made = binascii.b2a_qp(_lines(text).encode(), istext=True)
    return made.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")  # it takes \n where it saw no line


def _lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + ("\r\n" if text.endswith("\n") else "")


def in_a_gap(text: str) -> bytes:
    """What goes into a gap, which begins a line: no dot there (RFC 5321 §4.5.2), no `From ` (mbox)."""
    made = encode(text)
    return b"=%02X" % made[0] + made[1:] if made[:1] in (b".", b"F") else made
