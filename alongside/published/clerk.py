"""Asks the database from outside a request, one question at a time, and never waits for ever."""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger("alongside.published")

Answer = TypeVar("Answer")


class Clerk(Generic[Answer]):
    """Calls one blocking function in one thread of its own.

    Always the same thread, so that the database connection (one for each thread) is used again.
    A daemon, so that a question that hangs cannot keep the process from ending; and when one has
    hung for `patience` seconds another thread takes over, so that it cannot blind us either.
    """

    MOST_HANGING = 4  # threads that are left waiting; beyond it we wait with the last one

    def __init__(self, question: Callable[[], Answer], *, name: str, patience: float) -> None:
        self._question = question
        self._name = name
        self._patience = patience
        self._desk: queue.SimpleQueue[asyncio.Future[Answer] | None] | None = None
        self._left = 0
        self._open: asyncio.Future[Answer] | None = None

    async def ask(self) -> Answer:
        """The answer. Raises what the function raises, and TimeoutError when it hangs."""
        if self._open is None:
            self._open = asyncio.get_running_loop().create_future()
            self._hand_over(self._open)
        done, _ = await asyncio.wait({self._open}, timeout=self._patience)
        if not done:
            if self._left < self.MOST_HANGING:
                self._left += 1
                self._open, self._desk = None, None
            raise TimeoutError
        answer, self._open = self._open, None
        return answer.result()

    def stop(self) -> None:
        """Let the thread end when it has answered."""
        if self._desk is not None:
            self._desk.put(None)
            self._desk = None
        self._open = None

    def _hand_over(self, answer: "asyncio.Future[Answer]") -> None:
        if self._desk is None:
            self._desk = queue.SimpleQueue()
            threading.Thread(
                target=self._work, args=(self._desk,), name=self._name, daemon=True
            ).start()
        self._desk.put(answer)

    def _work(self, desk: "queue.SimpleQueue[asyncio.Future[Answer] | None]") -> None:
        while (answer := desk.get()) is not None:
            try:
                result = self._question()
            except Exception as error:
                _settle(answer, error=error)
            else:
                _settle(answer, result=result)
            if desk is not self._desk:  # another thread has taken over meanwhile
                self._left = max(0, self._left - 1)
                return


def _settle(
    answer: "asyncio.Future[Answer]",
    *,
    result: Answer | None = None,
    error: Exception | None = None,
) -> None:
    def settle() -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]

    try:
        answer.get_loop().call_soon_threadsafe(settle)
    except RuntimeError:  # the loop is closed: nobody waits any more
        log.debug("An answer came after the end.")
