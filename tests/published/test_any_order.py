"""Whatever happens in whatever order: nobody sees old words, another's words or another host's."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.published.site import MARKER, PublishedSite

from .newspaper import ask, until

HOSTS = ["one.example", "two.example"]
PATHS = ["/a/", "/b/", "/c/"]
MAX_BYTES = 60_000

requests = (
    st.sampled_from(PATHS),
    st.sampled_from(HOSTS),
    st.sampled_from(["GET", "HEAD"]),
    st.sampled_from([[], [("accept-encoding", "gzip")], [("cookie", "sessionid=1")]]),
)
kinds = st.sampled_from(["publish", "withdraw", "restrict", "personalise"])
events = st.one_of(
    st.tuples(st.just("change"), st.sampled_from(PATHS), kinds),
    st.tuples(st.sampled_from(["ask", "ask", "ask_slowly"]), *requests),
    st.tuples(st.sampled_from(["look", "let_the_slow_ones_end", "turn_without_words"])),
    st.tuples(st.just("fail"), st.sampled_from(["", "", "500", "raise"])),
    st.tuples(st.just("lose_database"), st.booleans()),
)


@dataclass
class World:
    """Django with pages that carry their version, and what the site could know of them."""

    number: int = 1
    version: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PATHS, 1))
    kind: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PATHS, "publish"))
    failing: str = ""
    troubles: int = 0
    database_gone: bool = False
    readers: int = 0
    slow: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    seen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PATHS, 1))  # at a look
    rendered: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def edition(self) -> int:
        if self.database_gone:
            raise ConnectionError
        return self.number

    def change(self, path: str, kind: str) -> None:
        self.version[path] += 1
        self.kind[path] = kind
        self.number += 1

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        path, headers = scope["path"], dict(scope["headers"])
        host, version, kind = headers[b"host"].decode(), self.version[path], self.kind[path]
        reader = headers.get(b"x-reader", b"nobody").decode()
        gate = self.gate
        if self.slow:
            self.slow = False
            await gate.wait()
        if self.failing == "raise":
            raise RuntimeError
        status = 500 if self.failing else 404 if kind == "withdraw" else 200
        answer = [(b"content-type", b"text/html"), (b"x-version", b"%d" % version)]
        answer.append((b"x-host", host.encode()))
        if kind == "personalise":
            answer.append((b"set-cookie", b"it=1"))
        if kind in ("restrict", "personalise"):
            answer.append((b"x-for", reader.encode()))
        if kind != "restrict" and status != 500:
            answer.append((MARKER, b"1"))
        if b"cookie" not in headers and status != 500:
            key = host, path
            self.rendered[key] = max(self.rendered[key], version)
        await send({"type": "http.response.start", "status": status, "headers": answer})
        await send({"type": "http.response.body", "body": b"words " * 200 + path.encode()})


class Story:
    """Plays events against one site; each method is the event of its name."""

    def __init__(self) -> None:
        self.world = World()
        self.waiting: list[asyncio.Task[None]] = []
        self.site = PublishedSite(
            inner=self.world, edition=self.world.edition, paths=lambda: PATHS, hosts=HOSTS,
            max_bytes=MAX_BYTES, check_every=0.001, address="http://one.example",
        )  # fmt: skip

    async def change(self, path: str, kind: str) -> None:
        self.world.change(path, kind)

    async def turn_without_words(self) -> None:
        self.world.number += 1

    async def fail(self, how: str) -> None:
        self.world.failing = how
        self.world.troubles += 1

    async def lose_database(self, gone: bool) -> None:
        self.world.database_gone = gone

    async def look(self) -> None:
        """The site sees the number of now; from now on it must not show anything older."""
        if self.world.database_gone or self.site.number is None:
            return
        versions, number = dict(self.world.version), self.world.number
        await until(lambda: self.site.number == number)
        self.world.seen = versions

    async def ask(self, *request: Any) -> None:
        asking = asyncio.create_task(self.ask_and_judge(*request))
        if self.waiting:  # it might have to wait for a slow one
            self.waiting.append(asking)
            await asyncio.sleep(0)
        else:
            await asking

    async def ask_slowly(self, *request: Any) -> None:
        self.world.slow = True
        self.waiting.append(asyncio.create_task(self.ask_and_judge(*request)))
        await asyncio.sleep(0.001)

    async def let_the_slow_ones_end(self) -> None:
        self.world.gate.set()
        await asyncio.gather(*self.waiting)
        self.waiting, self.world.gate, self.world.slow = [], asyncio.Event(), False

    async def end(self) -> None:
        await self.let_the_slow_ones_end()
        self.world.failing, self.world.database_gone = "", False
        await self.look()
        await asyncio.sleep(0.005)  # a page whose render failed is not asked for again at once
        for path in PATHS:
            for host in HOSTS:
                await self.ask_and_judge(path, host, "GET", [])

    async def ask_and_judge(
        self, path: str, host: str, method: str, headers: list[tuple[str, str]]
    ) -> None:
        world = self.world
        world.readers += 1
        reader = str(world.readers)
        seen, rendered = world.seen[path], world.rendered[host, path]
        troubles, failing = world.troubles, world.failing
        headers = [*headers, ("x-reader", reader)]
        try:
            reply = await ask(self.site, path, host=host, method=method, headers=headers)
        except RuntimeError:
            assert world.troubles > 0
            return
        assert "x-alongside-published" not in reply.headers
        assert reply.headers["x-host"] == host
        assert reply.headers.get("x-for", reader) == reader
        assert "x-for" in reply.headers or "set-cookie" not in reply.headers
        assert self.site.store.used <= MAX_BYTES
        if reply.status == 500:
            assert failing or world.troubles > troubles
            return
        assert int(reply.headers["x-version"]) >= rendered
        if not failing and world.troubles == troubles and not self.recently_failed(path):
            assert int(reply.headers["x-version"]) >= seen

    def recently_failed(self, path: str) -> bool:
        """Whether an older page may be shown although Django is well again (for `check_every`)."""
        now = asyncio.get_running_loop().time()
        stale = [page for key, page in self.site.store._stale.items() if key[1] == path]
        return any(page.retry_at > now for page in stale)


async def play(events: list[tuple[Any, ...]]) -> None:
    story = Story()
    for name, *details in events:
        await getattr(story, name)(*details)
    await story.end()


@settings(max_examples=80, deadline=None)
@given(st.lists(events, max_size=40))
def test_what_is_served_is_the_newest_that_the_site_could_know(
    events: list[tuple[Any, ...]],
) -> None:
    asyncio.run(play(events))
