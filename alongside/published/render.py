"""Asks the application behind us for a page, and decides what may be kept of its answer."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .conditional import Headers
from .kept import may_be_kept

MARKER = b"x-alongside-published"
COUNTED = b"x-alongside-counted"  # the name under which its sendings are counted

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# What an answer for everybody must not depend on. Codings are made here, conditions answered here;
# and the rest could put one visitor's idea of our address into everybody's page.
_WITHHELD = frozenset(
    b"accept-encoding if-none-match if-modified-since forwarded x-forwarded-host x-forwarded-port"
    b" x-forwarded-server x-forwarded-prefix x-forwarded-path x-host x-original-url"
    b" x-original-host x-rewrite-url x-http-method x-http-method-override"
    b" x-method-override".split()
)


def neutral_scope(scope: Scope) -> dict[str, Any]:
    """The same request as anybody would make it: a GET of the bare path."""
    return {
        **scope,
        "method": "GET",
        "query_string": b"",
        "headers": [(name, value) for name, value in scope["headers"] if name not in _WITHHELD],
    }


def without_marker(send: Send) -> Send:
    """Pass a response on, but for what is between Django and us."""

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _strip(message.get("headers", ()))}
        await send(message)

    return send_on


def _strip(headers: Any) -> Headers:
    return [(name, value) for name, value in headers if name.lower() not in (MARKER, COUNTED)]


class Catcher:
    """Takes the place of `send` while Django answers.

    What may be kept is collected; anything else goes straight on to `send` (None: to nobody).
    With `shield` a 5xx is swallowed, because there is an older page to send instead. `alone` is
    called as soon as it is clear that the answer is not for everybody.
    """

    def __init__(
        self, send: Send | None, *, largest: int, shield: bool, alone: Callable[[], None]
    ) -> None:
        self._send = send
        self._alone = alone
        self._largest = largest
        self._shield = shield
        self._start: Message = {}
        self._chunks: list[bytes] = []
        self._size = 0
        self._keeping = False
        self.counted = b""
        self.complete = False
        self.failed = False  # a 5xx, swallowed or not
        self.sent = False  # the reader has had (the beginning of) this answer

    @property
    def status(self) -> int:
        return int(self._start["status"])

    @property
    def headers(self) -> Headers:
        return list(self._start["headers"])

    @property
    def content(self) -> bytes:
        return b"".join(self._chunks)

    @property
    def kept(self) -> bool:
        """Whether a whole response was collected that may be sent to everybody."""
        return self._keeping and self.complete

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body":
            await self._go_on(message)

    async def _begin(self, message: Message) -> None:
        named: dict[bytes, list[bytes]] = {}
        for name, value in message.get("headers", ()):
            named.setdefault(name.lower(), []).append(value)
        headers = [(name, value) for name, values in named.items() for value in values]
        self._start = {**message, "headers": _strip(headers)}
        self.counted = named.get(COUNTED, [b""])[0]
        self.failed = message["status"] >= 500
        self._keeping = MARKER in named and may_be_kept(
            message["status"], named, largest=self._largest
        )
        if not self._keeping and not (self._shield and self.failed):
            self._alone()
        if not self._keeping:
            await self._pass_on(self._start)

    async def _go_on(self, message: Message) -> None:
        more = message.get("more_body", False)
        if self._keeping:
            chunk = bytes(message.get("body", b""))
            self._chunks.append(chunk)
            self._size += len(chunk)
            if self._size > self._largest:  # too large after all: let it flow
                self._keeping = False
                self._alone()
                await self._pass_on(self._start)
                message = {"type": "http.response.body", "body": self.content, "more_body": more}
                self._chunks = []
        if not self._keeping:
            await self._pass_on(message)
        self.complete = not more

    async def _pass_on(self, message: Message) -> None:
        if self._send is None or (self._shield and self.failed):
            return
        self.sent = True
        await self._send(message)
