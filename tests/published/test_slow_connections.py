"""Readers who are slow, silent or never read their answer, on the shortcut of the server."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

uvicorn = pytest.importorskip("uvicorn")

from alongside.published import protocol  # noqa: E402
from alongside.published.site import PublishedSite  # noqa: E402

from .newspaper import Newspaper, make_site, until  # noqa: E402
from .wire import statuses, write_get  # noqa: E402

LONG = "words " * 5000


@asynccontextmanager
async def running(site: PublishedSite) -> AsyncIterator[tuple[int, "uvicorn.Server"]]:
    """The site on a free port, in this loop."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(
            site, http=protocol.PublishedProtocol, proxy_headers=False, log_level="error",
            access_log=False, timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listener]))
        await until(lambda: server.started)
        try:
            yield listener.getsockname()[1], server
        finally:
            server.should_exit = True
            await serving


def run(
    paper: Newspaper,
    story: Callable[
        [asyncio.StreamReader, asyncio.StreamWriter, "uvicorn.Server"], Awaitable[None]
    ],
) -> None:
    """Play a story on one connection to a site on which `/a/` is kept."""

    async def go() -> None:
        async with running(make_site(paper)) as (port, server):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(write_get("/a/"))
            await reader.readuntil(b"</p><p>at 127.0.0.1</p>")
            await story(reader, writer, server)
            writer.close()

    asyncio.run(go())


def test_kept_pages_never_become_a_call_of_the_application() -> None:
    calls: list[str] = []

    class Counted(PublishedSite):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            calls.append(scope["type"])
            await super().__call__(scope, receive, send)

    async def go() -> None:
        paper = Newspaper({"/a/": LONG})
        site = Counted(inner=paper, edition=paper.edition, paths=list, hosts=["127.0.0.1"])
        async with running(site) as (port, _):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            for _number in range(6):
                writer.write(write_get("/a/", "Accept-Encoding: gzip"))
                head = await reader.readuntil(b"\r\n\r\n")
                assert statuses(head) == [200]
                assert b"content-encoding: gzip" in head
                length = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
                await reader.readexactly(length)
            writer.close()

    asyncio.run(go())
    assert calls == ["lifespan", "http"]


@pytest.mark.parametrize("begun", [b"", b"GET /a/ HTTP/1.1\r\nHost: 127", b"\r\n", b"G"])
def test_who_says_nothing_more_is_let_go(begun: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SILENCE", 0.05)

    async def story(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: object) -> None:
        writer.write(begun)
        assert await asyncio.wait_for(reader.read(), 3) == b""

    run(Newspaper({"/a/": LONG}), story)


def test_who_goes_on_reading_is_not_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "SILENCE", 0.1)

    async def story(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: object) -> None:
        for _number in range(15):
            await asyncio.sleep(0.03)
            writer.write(write_get("/a/"))
            await reader.readuntil(b"</p><p>at 127.0.0.1</p>")

    run(Newspaper({"/a/": LONG}), story)


def test_who_never_reads_fills_no_memory() -> None:
    async def story(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, server: "uvicorn.Server"
    ) -> None:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        (connection,) = server.server_state.connections
        for _number in range(600):  # 18 MB of answers
            writer.write(write_get("/a/"))
            await asyncio.sleep(0.001)  # each arrives on its own
        assert connection.transport.get_write_buffer_size() < 1_000_000
        writer.transport.abort()  # type: ignore[attr-defined]

    run(Newspaper({"/a/": LONG}), story)


def test_answers_come_in_the_order_of_the_requests() -> None:
    paper = Newspaper({"/a/": LONG, "/b/": "not kept yet"})

    async def story(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, _: object) -> None:
        paper.hold = asyncio.Event()
        writer.write(write_get("/b/"))
        await until(lambda: paper.renders("/b/") == 1)
        writer.write(write_get("/a/"))
        await asyncio.sleep(0.05)
        paper.hold.set()
        first = await reader.readuntil(b"</p><p>at 127.0.0.1</p>")
        assert b"not kept yet" in first
        assert LONG.encode() in await reader.readuntil(b"</p><p>at 127.0.0.1</p>")

    run(paper, story)


@pytest.mark.parametrize(
    "head",
    [
        b"Host: a\r\nUser-Agent: x\nContent-Length: 5\r\n\r\n",
        b"Host: a\r\nUser-Agent: x\rContent-Length: 5\r\n\r\n",
        b"Host: a\r\nUser-Agent: \x00\r\n\r\n",
        b"Host: a\r\nHost: a\r\n\r\n",
        b"Host: a\r\n Folded: x\r\n\r\n",
        b"Host : a\r\n\r\n",
        b"Host: a\r\nContent-Length: 0\r\n\r\n",
        b"Host: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"Host: a\r\nExpect: 100-continue\r\n\r\n",
        b"Host: a\r\nConnection: close\r\n\r\n",
        b"Host: a\r\nConnection: Upgrade\r\n\r\n",
        b"Host: a\r\nRange: bytes=0-1\r\n\r\n",
        b"Host: a\r\nAuthorization: x\r\n\r\n",
        b"Host: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"Host: a\r\n\r\nbody\r\n\r\n",
        b"Host: a\r\n",
    ],
)
def test_what_two_parsers_could_read_in_two_ways_gets_no_shortcut(head: bytes) -> None:
    assert protocol.read_plain_head(head) is None
    assert protocol.read_plain_head(b"Host: a\r\nUser-Agent: x\r\n\r\n") == {b"host": b"a"}
