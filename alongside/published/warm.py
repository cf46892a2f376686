"""Renders all pages again after a new edition, so that no reader waits for them."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote, unquote

from .addresses import Origin
from .clerk import Clerk
from .press import Press
from .store import Key, Store

log = logging.getLogger("alongside.published")

PATIENCE = 60.0  # seconds to list all paths
LONGEST_WAIT = 1.0  # seconds that one page waits for readers to be served first


class Warming:
    """One page at a time, while no reader waits for Django (but never put off for ever)."""

    def __init__(
        self,
        press: Press,
        store: Store,
        paths: Callable[[], Iterable[str]],
        busy: Callable[[], bool],
    ) -> None:
        self.origin: Origin | None = None
        self._press = press
        self._store = store
        self._busy = busy
        self._clerk = Clerk(lambda: list(paths()), name="paths", patience=PATIENCE)
        self._wanted = asyncio.Event()

    def want(self) -> None:
        """There is a new edition: begin, or begin again."""
        self._wanted.set()

    def learn(self, origin: Origin) -> None:
        """Warm under this origin if none was named."""
        if self.origin is None:
            self.origin = origin
            self.want()

    async def run(self) -> None:
        """Warm whenever it is wanted. Cancel it to stop."""
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                await self._warm()
        finally:
            self._clerk.stop()

    async def _warm(self) -> None:
        for key in [*await self._published(), *self._store.stale_pages()]:
            if self._store.is_fresh(key):
                continue
            await self._let_readers_go_first()
            if self._wanted.is_set():  # another edition has come: begin again
                return
            flight = self._press.under_way(key) or self._press.begin(key, warming_scope(key))
            await asyncio.wait({flight.outcome})
        if self.origin is not None:
            log.info("All pages are in memory.")

    async def _published(self) -> list[Key]:
        origin = self.origin
        if origin is None:
            return []
        try:
            return [(origin, unquote(path)) for path in await self._clerk.ask()]
        except Exception as error:
            log.warning("The pages cannot be listed (%s).", type(error).__name__)
            return []

    async def _let_readers_go_first(self) -> None:
        waited = 0.0
        while self._busy() and waited < LONGEST_WAIT:
            await asyncio.sleep(0.01)
            waited += 0.01


def warming_scope(key: Key) -> dict[str, Any]:
    """An ASGI scope as if somebody had asked for this page."""
    origin, path = key
    host, _, port = origin.host.decode("ascii").rpartition(":")
    if not port.isdigit():
        host, port = origin.host.decode("ascii"), "443" if origin.scheme == "https" else "80"
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": origin.scheme,
        "path": path,
        "raw_path": quote(path).encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", origin.host)],
        "client": ("127.0.0.1", 0),
        "server": (host, int(port)),
        "state": {},
    }
