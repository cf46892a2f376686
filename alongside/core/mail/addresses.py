"""Mail addresses: which we accept, and when two are the same."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode


class BadAddress(ValueError):
    """Not an e-mail address that mail can be sent to. Does not repeat it: errors end up in logs."""

    def __init__(self) -> None:
        super().__init__("This is not an e-mail address that mail can be sent to.")


def checked(address: str) -> str:
    """The address without space around it; its domain may be written in any script (IDNA).

    Raises BadAddress: also for more than one address, a name beside it, a line break anywhere.
    """
    try:
        validate_email(stripped := address.strip(" "))
        if any(unicodedata.category(letter) == "Cc" for letter in stripped):
            raise BadAddress
        punycode(stripped.rsplit("@", 1)[1])
    except (ValidationError, UnicodeError):
        raise BadAddress from None
    return stripped


def is_public(address: str) -> bool:
    """Whether it names a mailbox in the world: not one of this machine or network.

    RFC 5321 §2.3.5 wants a fully qualified domain name; `[127.0.0.1]` (§4.1.3) and `localhost` would let
    a stranger write to whoever listens beside our mail server.
    """
    domain = address.strip().rpartition("@")[2]
    return "." in domain and not domain.startswith("[")


def normalised(address: str) -> str:
    """What two ways of writing one address have in common: small letters, the domain in ASCII.

    RFC 5321 §2.4 allows a server to tell JO@ from jo@; none that people use does.
    """
    local, _, domain = unicodedata.normalize("NFKC", address).strip().lower().rpartition("@")
    try:
        return f"{local}@{punycode(domain)}"
    except UnicodeError:
        return f"{local}@{domain}"
