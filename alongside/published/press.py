"""Renders each page once, however many ask for it, and keeps it if it may be kept."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from .kept import Page, make_body, make_digest, make_page
from .render import App, Catcher, Message, Scope, Send
from .store import Key, Store
from .tally import Tallies

log = logging.getLogger("alongside.published")

MOST_ALONE = 1_000  # addresses whose answer is remembered not to be for everybody


@dataclass(eq=False, slots=True)
class Flight:
    """One render, however many wait for it.

    `outcome` is the page for everybody who waits. None means that the answer is not for everybody,
    or that there is none: who asked first has had it, the others must ask for themselves.
    """

    outcome: asyncio.Future[Page | None]
    task: asyncio.Task[Page | None] = field(init=False)


class Press:
    """Stands between the store and the application that renders.

    A *generation* is the time between two changes of the edition. What was begun in one generation
    and finished in the next is shown to those who asked, and not kept.
    """

    def __init__(self, inner: App, store: Store, *, pause: float) -> None:
        self.generation = 0
        self.tallies = Tallies()
        self._inner = inner
        self._store = store
        self._pause = pause
        self._flights: dict[Key, Flight] = {}
        self._flying: set[Flight] = set()
        self._alone: OrderedDict[Key, None] = OrderedDict()

    def turn(self) -> None:
        """A new edition: all that is kept is stale, and nobody joins a render that is under way."""
        self.generation += 1
        self._flights = {}
        self._alone.clear()
        self._store.turn()

    def under_way(self, key: Key) -> Flight | None:
        """The render of this page that has begun in this generation, if there is one."""
        return self._flights.get(key)

    def is_alone(self, key: Key) -> bool:
        """Whether the answer at this address was, in this generation, not for everybody."""
        return key in self._alone

    def begin(self, key: Key, scope: Scope, send: Send | None = None) -> Flight:
        """Render a page; join with `under_way` first. An answer that is not for everybody is sent
        to `send`, if given, while it comes. The task raises what the application raises."""
        flight = Flight(asyncio.get_running_loop().create_future())
        flight.task = asyncio.create_task(self._render(key, scope, send, flight))
        flight.task.add_done_callback(lambda done: self._land(key, flight, done))
        self._flights[key] = flight
        self._flying.add(flight)  # a task that nobody holds may be lost
        return flight

    async def rest(self, patience: float) -> None:
        """Wait until nothing is being rendered, at most `patience` seconds."""
        tasks = {flight.task for flight in self._flying}
        if tasks:
            await asyncio.wait(tasks, timeout=patience)

    def _land(self, key: Key, flight: Flight, task: asyncio.Task[Page | None]) -> None:
        self._flying.discard(flight)
        failed = task.cancelled() or task.exception() is not None
        self._settle(key, flight, None if failed else task.result())

    def _settle(self, key: Key, flight: Flight, page: Page | None) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        if not flight.outcome.done():
            flight.outcome.set_result(page)

    def _leave_alone(self, key: Key, flight: Flight, failed: bool) -> None:
        """Nobody waits for an answer that is not for him: it may flow for minutes."""
        current = self._flights.get(key) is flight
        self._settle(key, flight, None)
        if current and not failed:  # what failed may be everybody's next time
            self._alone[key] = None
            if len(self._alone) > MOST_ALONE:
                self._alone.popitem(last=False)

    async def _render(
        self, key: Key, scope: Scope, send: Send | None, flight: Flight
    ) -> Page | None:
        generation = self.generation
        stale = self._store.get_stale(key)
        catcher = Catcher(
            send,
            largest=self._store.largest,
            shield=stale is not None,
            alone=lambda: self._leave_alone(key, flight, catcher.failed),
        )
        try:
            await self._inner(scope, _no_body(), catcher)
        except Exception as error:
            if stale is None or catcher.sent:
                raise
            return self._fall_back(key, stale, type(error).__name__)
        if catcher.failed and stale is not None:
            return self._fall_back(key, stale, str(catcher.status))
        if not catcher.kept:
            if not catcher.failed:
                self._forget_older(key, generation)
            return None
        page = await self._make_page(catcher, generation)
        if generation == self.generation:
            self._store.put(key, page)
        else:
            self._forget_older(key, generation)
        return page

    def _fall_back(self, key: Key, stale: Page, reason: str) -> Page:
        """The older page again, and no new try for a moment: Django may be in trouble enough."""
        stale.retry_at = asyncio.get_running_loop().time() + self._pause
        log.warning("Rendering %s failed (%s): serving the older page.", key[1], reason)
        return stale

    def _forget_older(self, key: Key, generation: int) -> None:
        """What Django has since answered otherwise must not come back when Django fails."""
        stale = self._store.get_stale(key)
        if stale is not None and stale.generation < generation and not self._store.is_fresh(key):
            self._store.drop(key)

    async def _make_page(self, catcher: Catcher, generation: int) -> Page:
        content = catcher.content
        content_type = next((v for n, v in catcher.headers if n == b"content-type"), b"")
        digest = make_digest(content, content_type)
        body = self._store.get_body(digest)
        if body is None:
            made = await asyncio.to_thread(make_body, content, content_type)
            body = self._store.get_body(digest) or made
        page = make_page(catcher.status, catcher.headers, body, generation)
        page.tally = self.tallies.of(catcher.counted)
        return page


def _no_body() -> Any:
    """A `receive` for a GET: nothing comes, and the client does not go away."""
    begun = False

    async def receive() -> Message:
        nonlocal begun
        if begun:
            await asyncio.get_running_loop().create_future()
        begun = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive
