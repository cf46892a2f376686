"""Reads what somebody sends before Django gives it a thread.

Django has a few threads, and each waits for the whole request. Whoever sends one letter every two seconds
on a few connections would keep all of them; and a form that breaks off on the way would look like a
short one. So a request waits here, where waiting costs nothing, and goes on when all of it is there.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

IN_MEMORY = 256 * 1024  # bytes of one request; what is larger waits in a temporary file
PIECE = 64 * 1024
LARGEST = 64 * 1024**2  # pictures of editors; public forms take less (settings)
PATIENCE = 30.0  # seconds for a request, and
SLOWEST = 4_096  # bytes a second on top of that: a bad line in a waiting room is faster


class WholeRequests:
    """ASGI: passes on only requests that have arrived as a whole."""

    def __init__(
        self,
        app: App,
        *,
        patience: float = PATIENCE,
        slowest: float = SLOWEST,
        largest: int = LARGEST,
    ) -> None:
        self._app, self._patience, self._slowest, self._largest = app, patience, slowest, largest

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                arrived = await self._read(receive, body)
            except TimeoutError:
                await _refuse(send, 408, "This took too long to arrive. Please send it again.")
                return
            except OverflowError:
                await _refuse(send, 413, "This is too large to send.")
                return
            if arrived:
                body.seek(0)
                await self._app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive, body: Any) -> bool:
        """All of it into `body`. False if the sender hung up. Raises TimeoutError, OverflowError."""
        loop = asyncio.get_running_loop()
        began, size = loop.time(), 0
        while True:
            deadline = began + self._patience + size / self._slowest
            async with asyncio.timeout_at(deadline):
                message = await receive()
            if message["type"] == "http.disconnect":
                return False
            size += len(message.get("body", b""))
            if size > self._largest:
                raise OverflowError
            body.write(message.get("body", b""))
            if not message.get("more_body", False):
                return True


def _replay(body: Any, receive: Receive) -> Receive:
    ended = False

    async def read_again() -> Message:
        nonlocal ended
        if ended:
            return await receive()
        piece = body.read(PIECE)
        ended = len(piece) < PIECE
        return {"type": "http.request", "body": piece, "more_body": not ended}

    return read_again


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
