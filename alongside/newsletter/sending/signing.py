"""DKIM (RFC 6376) at the speed of a mailing: RSA by OpenSSL, everything that is constant computed once.

`core.mail.dkim_signature` signs single mails with dkimpy, whose RSA is written in Python
(docs/decisions/0018-sending-letters.md has the figures). Headers relaxed (§3.4.2), body simple
(§3.4.3): the body is quoted-printable, and no relay has a reason to touch it.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from alongside.core.mail.dkim_signature import CannotSign

Header = tuple[str, str]
_FOLD = "\r\n "
_WHITE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class Signer:
    key: rsa.RSAPrivateKey
    domain: str
    selector: str

    def header(self, names: tuple[str, ...], relaxed: str, body: bytes, *, at: int) -> bytes:
        """The header `DKIM-Signature` with its CRLF.

        names: of the headers to sign, each there once; relaxed: those headers in that order, as
        `relaxed()` gives them; at: seconds since 1970.
        """
        digest = b64encode(hashlib.sha256(body).digest()).decode()
        plain, folded = _tags(self.domain, self.selector, at, names)
        ending = f"bh={digest}; b="
        signed = f"{relaxed}dkim-signature:{plain} {ending}".encode()
        seal = b64encode(self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())).decode()
        lines = _FOLD.join(seal[start : start + 72] for start in range(0, len(seal), 72))
        return f"DKIM-Signature: {folded}{_FOLD}{ending}{_FOLD}{lines}\r\n".encode()


@lru_cache(maxsize=16)
def _tags(domain: str, selector: str, at: int, names: tuple[str, ...]) -> tuple[str, str]:
    """The tags before `bh`, on one line and folded.

    `From` and `Subject` are named once more than they are there: nobody can add a second (§5.4.2).
    """
    signed = ": ".join(name.lower() for name in (*names, "From", "Subject"))
    plain = f"v=1; a=rsa-sha256; c=relaxed/simple; d={domain}; s={selector}; t={at}; h={signed};"
    lines = wrap(plain, 74, break_long_words=False, break_on_hyphens=False)
    return plain, _FOLD.join(lines)


def relaxed(headers: Iterable[Header]) -> str:
    """RFC 6376 §3.4.2: names in small letters, one space where there was white space."""
    return "".join(
        f"{name.lower()}:{_WHITE.sub(' ', value).strip()}\r\n" for name, value in headers
    )


def signer() -> Signer | None:
    """None without a key in the settings. Raises CannotSign."""
    if not settings.MAIL_DKIM:
        return None
    try:
        key = load_pem_private_key(Path(settings.MAIL_DKIM["key_file"]).read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CannotSign(type(error).__name__) from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise CannotSign(type(key).__name__)
    return Signer(key, settings.MAIL_DKIM["domain"], settings.MAIL_DKIM["selector"])
