"""Which way letters leave: a mail server, a mail service, or none."""

import logging
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from django.conf import settings

from alongside.core.mail import transports
from alongside.core.mail.message import sender_address

from .jobs import Handed, Job, Outcome, State
from .smtp import Connection, Notebook

logger = logging.getLogger("alongside.newsletter")


class Way(Protocol):
    def hand_over(self, jobs: list[Job]) -> Handed: ...
    def let_go(self) -> None: ...
    def close(self) -> None: ...


class MailServer:
    """Several connections to one server, a thread for each."""

    def __init__(self, notebook: Notebook) -> None:
        sender = settings.NEWSLETTER_BOUNCES_TO or sender_address()
        self._connections = [
            Connection(sender=sender, notebook=notebook)
            for _ in range(max(1, settings.NEWSLETTER_CONNECTIONS))
        ]
        self._pool = ThreadPoolExecutor(len(self._connections), "letters")
        self._queue: deque[Job] = deque()

    def hand_over(self, jobs: list[Job]) -> Handed:
        self._queue = deque(jobs)
        futures = [self._pool.submit(self._work, one, self._queue) for one in self._connections]
        outcomes = [outcome for future in futures for outcome in future.result()]
        settled = {outcome.delivery for outcome in outcomes}
        back = [Outcome(j.delivery, State.WAITING) for j in jobs if j.delivery not in settled]
        trouble = next((one.trouble for one in self._connections if one.trouble), "")
        return Handed(outcomes + back, trouble if back else "")

    def let_go(self) -> None:
        """Finish what is on its way; the rest of the batch comes back."""
        self._queue.clear()

    def _work(self, connection: Connection, queue: "deque[Job]") -> list[Outcome]:
        try:
            return connection.work(queue)
        except Exception as error:
            # No words of the error: they may hold an address. What it had begun is UNKNOWN.
            logger.error("A connection ended: %s", type(error).__name__)
            connection.close()
            return connection.outcomes

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._pool.shutdown()


def way(notebook: Notebook) -> Way | None:
    """None if no mail server is set: letters wait."""
    if settings.MAIL_TRANSPORT == transports.FILES:
        return None
    if settings.MAIL_TRANSPORT == transports.SMTP:
        return MailServer(notebook)
    from .provider import MailService

    return MailService(notebook)
