"""The other side of the contract: a small application such as Django is to the published site."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from alongside.published.site import MARKER, PublishedSite

HOST = "example.org"


@dataclass
class Reply:
    """What a reader gets."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Newspaper:
    """Pages by path, the number of the edition, and the ways in which it can break."""

    pages: dict[str, str] = field(default_factory=dict)
    number: int = 1
    extra_headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    content_type: bytes = b"text/html; charset=utf-8"
    marked: bool = True
    failing: str = ""  # "500" or "raise"
    database_gone: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)
    hold: asyncio.Event | None = None  # renders wait for it, after they have read their page
    looks: int = 0

    def publish(self, path: str, words: str) -> None:
        self.pages[path] = words
        self.number += 1

    def withdraw(self, path: str) -> None:
        self.pages.pop(path, None)
        self.number += 1

    def edition(self) -> int:
        self.looks += 1
        if self.database_gone:
            raise ConnectionError("host=10.0.0.7 password=secret")
        return self.number

    def paths(self) -> list[str]:
        if self.database_gone:
            raise ConnectionError
        return list(self.pages)

    def renders(self, path: str) -> int:
        return sum(scope["path"] == path for scope in self.asked)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope)
        words = self.pages.get(scope["path"])
        if self.hold is not None:
            await self.hold.wait()
        if self.failing == "raise":
            raise RuntimeError("it broke")
        status, body = self._answer(scope, words)
        headers = [(b"Content-Type", self.content_type), *self.extra_headers]
        if self.marked and status != 500:
            headers.append((MARKER, b"1"))
        if status == 301:
            headers.append((b"Location", b"/new/"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        half = len(body) // 2
        await send({"type": "http.response.body", "body": body[:half], "more_body": True})
        await send({"type": "http.response.body", "body": body[half:]})

    def _answer(self, scope: Any, words: str | None) -> tuple[int, bytes]:
        if self.failing == "500":
            return 500, b"sorry"
        if scope["path"] == "/old/":
            return 301, b""
        if words is None:
            return 404, b"There is no such page. " * 20
        if scope["method"] not in ("GET", "HEAD"):
            return 405, b"not so"
        host = dict(scope["headers"])[b"host"].decode()
        return 200, f"<p>{words}</p><p>at {host}</p>".encode()


def make_site(paper: Newspaper, **options: Any) -> PublishedSite:
    options = {"hosts": [HOST, "127.0.0.1"], "check_every": 0.02, **options}
    return PublishedSite(inner=paper, edition=paper.edition, paths=paper.paths, **options)


def make_plain_site(inner: Any) -> PublishedSite:
    """A site over an application that is no newspaper: one edition, no list of pages."""
    return PublishedSite(inner=inner, edition=lambda: 1, paths=list, hosts=[HOST])


async def ask(
    site: Callable[..., Awaitable[None]],
    path: str,
    *,
    method: str = "GET",
    host: str | None = HOST,
    query: bytes = b"",
    headers: Iterable[tuple[str, str]] = (),
    raw_path: bytes | None = None,
) -> Reply:
    """One request, as a server would hand it over; header names in lower case."""
    lines = [] if host is None else [(b"host", host.encode("latin-1"))]
    lines += [(name.encode(), value.encode("latin-1")) for name, value in headers]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": raw_path, "query_string": query,
        "root_path": "", "headers": lines, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000),
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await site(scope, receive, send)
    start, *bodies = sent
    assert start["type"] == "http.response.start"
    assert [b.get("more_body", False) for b in bodies] == [True] * (len(bodies) - 1) + [False]
    names = {name.decode().lower(): value.decode() for name, value in start["headers"]}
    return Reply(start["status"], names, b"".join(b.get("body", b"") for b in bodies))


async def until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for something that happens by itself; fails when it does not."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.005)


async def settle(site: PublishedSite, paper: Newspaper) -> None:
    """Wait until the site has seen the number that the newspaper has now."""
    await until(lambda: site.number == paper.number)
