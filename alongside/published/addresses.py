"""What a request asks for: is its host ours, and can its address be one of our pages at all?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

LONGEST_TARGET = 8 * 1024  # bytes of path and query together
DEFAULT_PORTS = frozenset({"", "80", "443"})
MOST_GUESSED_NAMES = 16  # host names that only a wildcard allows, and whose pages are kept

# Query parameters that trackers append and that change nothing: the bare path is the answer.
# A trailing * stands for any ending.
IGNORED_PARAMETERS = (
    "utm_*", "fbclid", "gclid", "gbraid", "wbraid", "dclid", "msclkid", "mc_cid", "mc_eid",
    "igshid", "twclid", "ttclid", "yclid", "_ga", "_gl",
)  # fmt: skip

_HOST = re.compile(r"(?P<name>[a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{0,5}))?")
_BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NEVER = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.\.?(?:/|$)")
_NEVER_IN_QUERY = re.compile(rb"[^\x21-\x7e]|%00")


@dataclass(frozen=True, eq=False, slots=True)
class Origin:
    """Where a page is asked for. One object for each origin, so that comparing is cheap.

    `scheme` is https also when only the proxy in front says so; `host` has its port.
    """

    scheme: str
    host: bytes


class Hosts:
    """The host names that are ours, written as in Django's ALLOWED_HOSTS; ports are ignored."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [_without_port(name.lower()) for name in names]
        self._said = {name.removeprefix(".") for name in self._names}
        self._origins: dict[tuple[str, bytes], Origin] = {}
        self._guessed = 0

    def known(self, scheme: str, host: bytes) -> Origin | None:
        """The origin if pages of it may be kept and it was asked for before. The hot path."""
        return self._origins.get((scheme, host))

    def origin(self, scheme: str, host: bytes, own_port: object) -> Origin | None:
        """The origin if its pages may be kept.

        The port is part of it, because a page may name its own address: otherwise `Host: us:1234`
        would put a wrong address into everybody's page. Only ports that can be ours count, and only
        a few names that nothing but a wildcard allows, or strangers could fill the memory.
        """
        found = _HOST.fullmatch(host.decode("latin-1").lower())
        if not found or (found["port"] or "") not in DEFAULT_PORTS | {str(own_port)}:
            return None
        key = (scheme, found[0].encode("ascii"))
        if key not in self._origins and found["name"] not in self._said:
            if self._guessed >= MOST_GUESSED_NAMES:
                return None
            self._guessed += 1
        return self.keep(*key)

    def keep(self, scheme: str, host: bytes) -> Origin:
        """The origin, kept whatever its port (the operator has named it)."""
        key = (scheme, host)
        return self._origins.setdefault(key, Origin(*key))

    def allows(self, host: bytes | None) -> bool:
        """Whether the Host header is well-formed and ours. A final dot is forgiven."""
        found = _HOST.fullmatch(host.decode("latin-1").lower()) if host else None
        if not found:
            return False
        name = found["name"].removesuffix(".")
        return any(_matches(name, pattern) for pattern in self._names)


def _without_port(name: str) -> str:
    return re.sub(r":[0-9]+$", "", name) if name.count(":") == 1 or "]" in name else name


def _matches(name: str, pattern: str) -> bool:
    if pattern.startswith("."):
        return name == pattern[1:] or name.endswith(pattern)
    return pattern in ("*", name)


def read_origin(address: str) -> tuple[str, bytes]:
    """`https://example.org` → scheme and host with port.

    Raises ValueError when the address has no host.
    """
    parts = urlsplit(address)
    if not parts.netloc or parts.scheme not in ("http", "https"):
        raise ValueError(f"not the address of a site: {address!r}")
    return parts.scheme, parts.netloc.lower().encode("ascii")


def find_fault(path: str, raw_path: bytes | None, query: bytes) -> tuple[int, str] | None:
    """Status and words if this address can be no page of ours, or None. Never raises."""
    if len(raw_path or path) + len(query) > LONGEST_TARGET:
        return 414, "This address is too long."
    if raw_path is not None:
        try:
            raw_path.decode("ascii")
            unquote_to_bytes(raw_path).decode("utf-8")
        except UnicodeDecodeError:
            return 400, "This address is not valid."
        if _BROKEN_PERCENT.search(raw_path):
            return 400, "This address is not valid."
    if _NEVER.search(path) or not path.startswith("/") or not path.isprintable():
        return 400, "This address is not valid."
    if _NEVER_IN_QUERY.search(query):
        return 400, "This address is not valid."
    return None


class Ignored:
    """The query parameters that change nothing."""

    def __init__(self, names: Iterable[str]) -> None:
        names = list(names)
        self._exact = frozenset(name.encode() for name in names if not name.endswith("*"))
        self._starts = tuple(name[:-1].encode() for name in names if name.endswith("*"))

    def are_all(self, query: bytes) -> bool:
        """Whether the query string has nothing that Django would need to see."""
        for part in query.split(b"&"):
            name = part.partition(b"=")[0]
            if name and name not in self._exact and not name.startswith(self._starts):
                return False
            if not name and part:
                return False
        return True
