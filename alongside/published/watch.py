"""Looks at the number of the edition, about once a second, for as long as the server runs."""

import asyncio
import logging
from collections.abc import Callable

from .clerk import Clerk

log = logging.getLogger("alongside.published")

PATIENCE = 5.0  # seconds for the database to answer


class EditionWatch:
    """Calls `changed` whenever the number is another one than last time (also when it is lower: a
    restored backup may have an older number and other words). While the database does not answer
    nothing changes."""

    def __init__(
        self, edition: Callable[[], int], *, every: float, changed: Callable[[], None]
    ) -> None:
        self.number: int | None = None
        self._clerk = Clerk(edition, name="edition", patience=PATIENCE)
        self._every = every
        self._changed = changed
        self._silent = False
        self._looked = asyncio.Event()

    async def run(self) -> None:
        """Look for ever. Cancel it to stop."""
        try:
            while True:
                await self._look()
                self._looked.set()
                await asyncio.sleep(self._every)
        finally:
            self._clerk.stop()

    async def first_look(self) -> None:
        """Wait until the database has been asked once, whatever it said."""
        await self._looked.wait()

    async def _look(self) -> None:
        try:
            number = await self._clerk.ask()
        except Exception as error:
            # Only the kind of the error: its words may hold an address or a password.
            if not self._silent:
                log.warning(
                    "The edition cannot be read (%s): serving what is kept.", type(error).__name__
                )
            self._silent = True
            return
        if self._silent:
            log.info("The edition can be read again.")
        self._silent = False
        if number != self.number:
            log.info("Edition %d.", number)
            self.number = number
            self._changed()
