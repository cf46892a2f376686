"""How often a page was sent, for pages whose author asked for it. A number by name: of nobody, from nobody.

Machines are counted like people, because nothing is looked at that could tell them apart.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping

from .clerk import Clerk

log = logging.getLogger("alongside.published")

PATIENCE = 10.0  # seconds for the database to take a count


class Tally:
    """Counts the sendings of one page. Raised on the hot path, so it is an attribute and no method."""

    __slots__ = ("sent",)

    def __init__(self) -> None:
        self.sent = 0


UNCOUNTED = Tally()  # of all pages that nobody asked to count; its number means nothing


class Tallies:
    """All tallies of one process, by the name that the application gave."""

    def __init__(self) -> None:
        self._by_name: dict[str, Tally] = {}

    def of(self, name: bytes) -> Tally:
        """The tally of this name; that of nothing for no name."""
        return self._by_name.setdefault(name.decode("latin-1"), Tally()) if name else UNCOUNTED

    def take(self) -> dict[str, int]:
        """What was counted since this was last asked."""
        taken = {name: tally.sent for name, tally in self._by_name.items() if tally.sent}
        for name, sent in taken.items():
            self._by_name[name].sent -= sent
        return taken


class Counting:
    """Hands the counts over every so many seconds, and when the server stops. A crash loses one turn.

    add: blocking; always called from the same thread, outside any request.
    """

    def __init__(
        self, tallies: Tallies, add: Callable[[Mapping[str, int]], None], *, every: float
    ) -> None:
        self._tallies = tallies
        self._every = every
        self._taken: dict[str, int] = {}
        self._clerk = Clerk(lambda: add(self._taken), name="tally", patience=PATIENCE)

    async def run(self) -> None:
        """Count for ever. Cancel it to stop."""
        while True:
            await asyncio.sleep(self._every)
            await self.hand_over()

    async def hand_over(self) -> None:
        """What could not be written is kept for the next turn; but rather lost than counted twice."""
        self._taken = self._taken or self._tallies.take()
        if not self._taken:
            return
        try:
            await self._clerk.ask()
        except TimeoutError:
            log.warning("A count was lost: the database took too long.")
        except Exception as error:
            log.warning("The count waits (%s).", type(error).__name__)
            return
        self._taken = {}

    async def stop(self) -> None:
        await self.hand_over()
        self._clerk.stop()
