"""The mail as it travels. A letter is laid out and encoded once for everybody who gets the same sections;
a `Plate` is that, with gaps. What is hers is put into the gaps: her address, her token, her first name.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import HeaderRegistry
from email.policy import SMTP
from email.utils import formatdate
from functools import cached_property
from html import escape
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.encoding import punycode

from alongside.core.mail.message import sender, sender_address, subject_header
from alongside.core.mail.writing import one_line
from alongside.newsletter import tokens
from alongside.newsletter.rendering import Links, Rendered

from . import quoted
from .signing import Header, Signer, relaxed

TOKEN = "AlongsideTokenStandsInThisPlace0"  # noqa: S105  (a gap; as long as a token)
NAME = "AlongsideNameStandsInThisPlace00"
_NAME_IN_HTML = "name in HTML"


@dataclass(frozen=True)
class Place:
    """What is the same for every letter of this site."""

    site: str  # https://www.example.org
    leave_address: str = ""

    @cached_property
    def host(self) -> str:
        return urlsplit(self.site).hostname or "localhost"

    @cached_property
    def unsubscribe(self) -> str:
        """List-Unsubscribe, with a gap for the token."""
        https = f"<{self.site}{path('letter-leave', TOKEN)}>"
        if not self.leave_address:
            return https
        return f"{https},\r\n <mailto:{self.leave_address}?subject=leave%20{TOKEN}>"


@dataclass(frozen=True)
class Recipient:
    """Who gets it. Lives in memory only."""

    subscriber: int
    mailing: int
    address: str
    first_name: str = ""

    @cached_property
    def token(self) -> str:
        return tokens.make(subscriber=self.subscriber, mailing=self.mailing)

    @cached_property
    def message_id(self) -> str:
        """Always the same for this person and letter. What bounces is known by it, without a table."""
        return tokens.make(subscriber=self.subscriber, mailing=self.mailing, purpose="message")


@dataclass(frozen=True)
class Plate:
    """One letter with certain sections, ready for everybody who gets just these."""

    rendered: Rendered
    place: Place
    names: tuple[str, ...]
    constant: bytes
    constant_relaxed: str
    pieces: tuple[bytes | str, ...]

    def message(self, to: Recipient, *, signer: Signer | None, at: float) -> bytes:
        """The whole mail with CRLF, signed when there is a key. at: seconds since 1970."""
        personal = personal_headers(to, self.place, at=at)
        body = self._body(to)
        lines = "".join(f"{name}: {value}\r\n" for name, value in personal).encode()
        head = lines + self.constant
        if signer:
            names = (*(name for name, _ in personal), *self.names)
            signed = relaxed(personal) + self.constant_relaxed
            head = signer.header(names, signed, body, at=int(at)) + head
        return b"".join((head, b"\r\n", body))

    def words_for(self, to: Recipient) -> Rendered:
        """What it says to her, before it is encoded."""
        text = self.rendered.text.replace(TOKEN, to.token).replace(NAME, to.first_name)
        html = self.rendered.html.replace(TOKEN, to.token).replace(NAME, escape(to.first_name))
        return Rendered(self.rendered.subject, text, html)

    def _body(self, to: Recipient) -> bytes:
        gaps: dict[str, bytes] = {TOKEN: to.token.encode()}
        if to.first_name:
            name = one_line(to.first_name)
            gaps |= {NAME: quoted.in_a_gap(name), _NAME_IN_HTML: quoted.in_a_gap(escape(name))}
        return b"".join(gaps[p] if isinstance(p, str) else p for p in self.pieces)


def placeholder_links(place: Place, *, archive: str) -> Links:
    """What `rendering.render` is given: addresses with a gap for the token."""
    return Links(
        leave=place.site + path("letter-leave", TOKEN),
        preferences=place.site + path("letter-preferences", TOKEN),
        archive=archive,
    )


def path(name: str, token: str) -> str:
    return reverse(name, args=[token])


def plate(rendered: Rendered, place: Place) -> Plate:
    """multipart/alternative, plain text first. `=_` never stands in quoted-printable (RFC 2045 §6.7)."""
    digest = hashlib.sha256(f"{rendered.subject}\0{rendered.text}\0{rendered.html}".encode())
    boundary = f"=_{digest.hexdigest()[:32]}"
    headers = _constant_headers(rendered.subject, boundary, place)
    return Plate(
        rendered,
        place,
        tuple(name for name, _ in headers),
        "".join(f"{name}: {value}\r\n" for name, value in headers).encode(),
        relaxed(headers),
        tuple(_joined(_body_pieces(rendered, boundary))),
    )


def _body_pieces(rendered: Rendered, boundary: str) -> list[bytes | str]:
    in_html = [
        _NAME_IN_HTML if piece == NAME else piece
        for piece in quoted.pieces(rendered.html, (TOKEN, NAME))
    ]
    return [
        _part_head(boundary, "plain"),
        *quoted.pieces(rendered.text, (TOKEN, NAME)),
        b"\r\n" + _part_head(boundary, "html"),
        *in_html,
        f"\r\n--{boundary}--\r\n".encode(),
    ]


def _part_head(boundary: str, kind: str) -> bytes:
    return (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode()


def _joined(pieces: Sequence[bytes | str]) -> list[bytes | str]:
    made: list[bytes | str] = []
    for piece in pieces:
        if made and isinstance(piece, bytes) and isinstance(made[-1], bytes):
            made[-1] += piece
        else:
            made.append(piece)
    return made


def _constant_headers(subject: str, boundary: str, place: Place) -> list[Header]:
    return [
        ("From", _from()),
        ("Subject", subject_header(one_line(subject), linesep="\r\n")),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative;\r\n boundary="{boundary}"'),
        *list_headers(place),
    ]


def list_headers(place: Place) -> list[Header]:
    """RFC 2369 (List-*), RFC 2919 (List-Id), RFC 8058.

    No `Auto-Submitted`: a person wrote it (RFC 3834 §5); answering machines know a list by List-Id (§2).
    No `Precedence`: it is in no standard.
    """
    return [
        ("List-Id", f"<letters.{place.host}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ("List-Archive", f"<{place.site}/letters/>"),
        ("List-Help", f"<{place.site}/keep-in-touch/>"),
        ("List-Owner", f"<mailto:{sender_address()}>"),
        ("List-Post", "NO"),
    ]


def fillings(to: Recipient) -> dict[str, str]:
    """What is hers, for a mail service that fills the gaps itself."""
    name = one_line(to.first_name)
    return {"token": to.token, "name": name, "name_in_html": escape(name)}


def personal_headers(to: Recipient, place: Place, *, at: float) -> list[Header]:
    return [
        ("To", ascii_address(to.address)),
        ("Date", formatdate(at).replace("-0000", "+0000")),
        ("Message-ID", f"<{to.message_id}@{place.host}>"),
        ("List-Unsubscribe", place.unsubscribe.replace(TOKEN, to.token)),
    ]


def ascii_address(address: str) -> str:
    """The domain in letters that every mail server knows (RFC 5891)."""
    if address.isascii():
        return address
    local, _, domain = address.rpartition("@")
    return f"{local}@{punycode(domain)}"


def _from() -> str:
    """Folded."""
    folded = HeaderRegistry()("From", sender(neutral=False)).fold(policy=SMTP)
    return str(folded).partition(":")[2].strip()
