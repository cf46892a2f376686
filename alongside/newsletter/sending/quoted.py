"""Quoted-printable (RFC 2045 §6.7) with gaps: text is encoded once, and each person's words go in later.

A gap stands on a line of its own between two soft line breaks, so no line break can fall into it.
"""

import binascii
import re

SOFT_BREAK = b"=\r\n"
LONGEST = 76  # letters of a line with its `=` (RFC 2045 §6.7 (5))


def pieces(text: str, placeholders: tuple[str, ...]) -> list[bytes | str]:
    """Encoded pieces (bytes) and the placeholders between them (str), in their order."""
    found = re.split("(" + "|".join(map(re.escape, placeholders)) + ")", _lines(text))
    made: list[bytes | str] = []
    for words, placeholder in zip(found[::2], found[1::2], strict=False):
        made += [_with_room(encode(words)) + SOFT_BREAK, placeholder, SOFT_BREAK]
    return [*made, encode(found[-1])]


def encode(text: str) -> bytes:
    """Lines of 76 letters at most, 7 bit, CRLF between them."""
    made = binascii.b2a_qp(_lines(text).encode(), istext=True)
    lines = made.replace(b"\r\n", b"\n").split(b"\n")  # it takes \n where it saw no line
    return b"\r\n".join(map(_cut, lines))  # and forgets to count a space at the end of one


def _lines(text: str) -> str:
    return "\r\n".join(text.splitlines()) + ("\r\n" if text.endswith("\n") else "")


def in_a_gap(text: str) -> bytes:
    """What goes into a gap, which begins a line: no dot there (RFC 5321 §4.5.2), no `From ` (mbox)."""
    first, *others = encode(text).split(b"\r\n")
    if first[:1] in (b".", b"F"):
        first = _cut(b"=%02X" % first[0] + first[1:])
    return _with_room(b"\r\n".join((first, *others)))


def _with_room(made: bytes) -> bytes:
    """Its last line has room for the `=` of a soft line break."""
    before, end, last = made.rpartition(b"\r\n")
    return before + end + _cut(last, LONGEST - 1)


def _cut(line: bytes, longest: int = LONGEST) -> bytes:
    """One that is too long by a few letters as two. No cut falls into `=XX`."""
    if len(line) <= longest:
        return line
    escape = line.rfind(b"=", LONGEST - 6, LONGEST - 4)
    at = escape if escape > 0 else LONGEST - 4
    return line[:at] + SOFT_BREAK + line[at:]
