"""The published site: what everybody may read, answered from memory, in front of Django.

    server → PublishedSite → inner (a2wsgi around Django)

A response that Django marks (`render.MARKER`) is kept until the number of the edition changes. All
else goes on to Django untouched. Nothing here imports Django.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping

from .addresses import IGNORED_PARAMETERS, Hosts, Ignored, Origin, find_fault, read_origin
from .asked import Asked, has_cookie
from .conditional import has_same
from .kept import EMPTY, Page
from .press import Press
from .render import MARKER, App, Receive, Scope, Send, neutral_scope, without_marker
from .store import Key, Store
from .tally import Counting
from .warm import Warming
from .watch import PATIENCE, EditionWatch

__all__ = ["MARKER", "PublishedSite"]

log = logging.getLogger("alongside.published")


class PublishedSite:
    """An ASGI application in front of `inner`.

    edition: reads the number of the current edition; blocking; raises when the database does not
        answer. Always called from the same thread, outside any request: it has to look after its
        own connection.
    paths: every published path, for warming; blocking.
    hosts: our names, written as in Django's ALLOWED_HOSTS.
    add_counts: takes how often pages were sent, by the name that Django gave them (`render.COUNTED`).
    address: the origin whose pages are warmed (`https://example.org`); without it, the first that a
        reader asks for.
    max_bytes: of memory for pages, in each process.
    check_every: seconds between two looks at the edition.
    """

    def __init__(
        self,
        *,
        inner: App,
        edition: Callable[[], int],
        paths: Callable[[], Iterable[str]],
        hosts: Iterable[str],
        max_bytes: int = 256 * 1024 * 1024,
        check_every: float = 1.0,
        ignored_parameters: Iterable[str] = IGNORED_PARAMETERS,
        session_cookie: str = "sessionid",
        address: str | None = None,
        add_counts: Callable[[Mapping[str, int]], None] = lambda counts: None,
        count_every: float = 60.0,
    ) -> None:
        self.store = Store(max_bytes)
        self.press = Press(inner, self.store, pause=check_every)
        self._counting = Counting(self.press.tallies, add_counts, every=count_every)
        self._inner = inner
        self._edition = edition
        self._paths = paths
        self._check_every = check_every
        self._hosts = Hosts(hosts)
        self._ignored = Ignored(ignored_parameters)
        self._session_cookie = session_cookie.encode("ascii")
        self._address = address
        self._visits = 0  # requests that Django is answering now
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked = Asked(scope["headers"])
            page = self._find(scope, asked)
            if page is None:
                page = await self._answer_otherwise(scope, receive, send, asked)
            if page is not None:
                await _answer(page, scope["method"], asked, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._inner(scope, receive, send)

    @property
    def number(self) -> int | None:
        """The edition that was seen last; None before the database has answered."""
        return self._watch.number if self._loop is not None else None

    # ── from memory ──

    def known_origin(self, scheme: str, host: bytes) -> Origin | None:
        """The origin under which a page asked for so may be in `store`."""
        return self._hosts.known(scheme, host)

    def has_session(self, cookie: bytes) -> bool:
        """Whether a Cookie header is that of somebody who has signed in."""
        return has_cookie(cookie, self._session_cookie)

    def _find(self, scope: Scope, asked: Asked) -> Page | None:
        if scope["method"] not in ("GET", "HEAD") or asked.host is None or asked.personal:
            return None
        if asked.has_body or (asked.cookie and self.has_session(asked.cookie)):
            return None
        query = scope["query_string"]
        if query and not self._ignored.are_all(query):
            return None
        origin = self.known_origin("https" if asked.https else scope["scheme"], asked.host)
        return None if origin is None else self.store.get((origin, scope["path"]))

    # ── not from memory ──

    async def _answer_otherwise(
        self, scope: Scope, receive: Receive, send: Send, asked: Asked
    ) -> Page | None:
        """Answer it, or return the page to answer it with."""
        fault = find_fault(scope["path"], scope.get("raw_path"), scope["query_string"])
        if not self._hosts.allows(asked.host):
            fault = 400, "This site has another name."
        if fault:
            await _refuse(send, *fault)
            return None
        self._ensure_started()
        self._visits += 1
        try:
            origin = self._origin_to_keep(scope, asked)
            if origin is not None and not self.press.is_alone((origin, scope["path"])):
                self._warming.learn(origin)
                return await self._get_page((origin, scope["path"]), scope, receive, send)
            await self._pass_on(scope, receive, send)
            return None
        finally:
            self._visits -= 1

    def _origin_to_keep(self, scope: Scope, asked: Asked) -> Origin | None:
        """The origin if the answer to this request could be everybody's; else None."""
        query = scope["query_string"]
        if (
            scope["method"] not in ("GET", "HEAD")
            or asked.host is None
            or asked.personal
            or asked.has_body
            or asked.cookie  # Django might read it
            or (query and not self._ignored.are_all(query))
        ):
            return None
        scheme = "https" if asked.https else scope["scheme"]
        server = scope.get("server")
        return self._hosts.origin(scheme, asked.host, server[1] if server else None)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._inner(scope, receive, without_marker(send))

    async def _get_page(self, key: Key, scope: Scope, receive: Receive, send: Send) -> Page | None:
        """The page to answer with, or None when the request has been answered."""
        await self._watch.first_look()
        page = self.store.get(key)  # `Host: Example.ORG` is not found by the hot path
        if page is not None:
            return page
        stale = self.store.get_stale(key)
        if stale is not None and stale.retry_at > asyncio.get_running_loop().time():
            return stale
        flight = self.press.under_way(key)
        if flight is None and stale is None and scope["method"] == "GET":
            # If it turns out to be for this reader alone, it is sent to him while it comes.
            flight = self.press.begin(key, neutral_scope(scope), send)
            return await asyncio.shield(flight.task)
        if flight is None:
            flight = self.press.begin(key, neutral_scope(scope))
        done, _ = await asyncio.wait({flight.outcome}, timeout=PATIENCE if stale else None)
        if not done:
            return stale
        page = flight.outcome.result()
        if page is None:
            await self._pass_on(scope, receive, send)
        return page

    # ── life ──

    async def _live(self, receive: Receive, send: Send) -> None:
        """The ASGI lifespan: look at the edition before the first request, stop with the server."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._ensure_started()
                await self._watch.first_look()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                for task in self._tasks:
                    task.cancel()
                # A thread that renders waits for this loop: left alone, it would keep the process.
                await self.press.rest(PATIENCE)
                await self._counting.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _ensure_started(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is loop:
            return
        self._loop = loop
        self._warming = Warming(self.press, self.store, self._paths, lambda: self._visits > 0)
        if self._address:
            self._warming.origin = self._hosts.keep(*read_origin(self._address))
        self._watch = EditionWatch(self._edition, every=self._check_every, changed=self._turn)
        works = (self._watch.run(), self._warming.run(), self._counting.run())
        self._tasks = [loop.create_task(work) for work in works]

    def _turn(self) -> None:
        self.press.turn()
        self._warming.want()


async def _answer(page: Page, method: str, asked: Asked, send: Send) -> None:
    page.tally.sent += method == "GET"
    form = page.choose(asked.accept_encoding)
    if asked.if_none_match is not None and form.etag and has_same(asked.if_none_match, form.etag):
        await send(form.unchanged)
        await send(EMPTY)
    else:
        await send(form.start)
        await send(form.body if method == "GET" else EMPTY)


async def _refuse(send: Send, status: int, words: str) -> None:
    body = f"{words}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
