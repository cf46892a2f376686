"""Asks other sites whether their pages are there. Only when a founder presses the button, never on a GET.

An editor could write an address that leads into our own network; so only public addresses are asked, at
the very number that was looked at, over https, without cookie, and nothing of an answer is read but its
status.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PATIENCE = 6  # seconds for one page
MOST = 40  # addresses at once
_AT_ONCE = 8
_WRITTEN = "%/:?#[]@!$&'()*+,;=~"  # signs that stand in an address as they are
_AGENT = "Alongside link check"


class NotReached(Exception):
    """The other side could not be asked; the words say why, for the founder."""


@dataclass(frozen=True)
class Answer:
    """is_well: the page is there. words: what to think of it."""

    address: str
    is_well: bool
    words: str


def ask(addresses: Sequence[str]) -> list[Answer]:
    """What each address answers, in order; at most `MOST` of them."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(_ask_one, addresses[:MOST]))


def _ask_one(address: str) -> Answer:
    try:
        return Answer(address, *in_words(_status(address)))
    except NotReached as reason:
        return Answer(address, False, str(reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(address, False, f"It could not be reached ({type(error).__name__}).")


def in_words(status: int) -> tuple[bool, str]:
    """Whether all is well, and what a status of HTTP (RFC 9110, section 15) means for a link."""
    if status in (404, 410):
        return False, "There is no such page."
    if status in (401, 403, 429):
        return True, "It is there, but wants no automatic visits. Open it yourself."
    if status >= 500:
        return False, f"That site has trouble just now (it answered {status})."
    if status >= 400:
        return False, f"That site did not like the question (it answered {status})."
    if status >= 300:
        return True, "It leads on to another address. Open it yourself."
    return True, "It is there."


def _status(address: str) -> int:
    """Raises NotReached, OSError, HTTPException, ValueError."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        raise NotReached("It does not begin with https://.")
    connection = _Pinned(parts.hostname.encode("idna").decode(), parts.port or 443)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_WRITTEN)
    try:
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept": "text/html,*/*"})
        return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(http.client.HTTPSConnection):
    """Connects to the number that was found to be public: a name cannot change its mind in between."""

    def __init__(self, host: str, port: int) -> None:
        self._certain = ssl.create_default_context()
        super().__init__(host, port, timeout=PATIENCE, context=self._certain)

    def connect(self) -> None:
        number = public_number(self.host, self.port)
        plain = socket.create_connection((number, self.port), timeout=PATIENCE)
        self.sock = self._certain.wrap_socket(plain, server_hostname=self.host)


def public_number(host: str, port: int) -> str:
    """The first public IP address of `host`. Raises NotReached if any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotReached("There is no site of that name.") from error
    numbers = [str(one[4][0]).partition("%")[0] for one in found]
    if not numbers or not all(ipaddress.ip_address(number).is_global for number in numbers):
        raise NotReached("It is no address of the public internet.")
    return numbers[0]
