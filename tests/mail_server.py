"""A real mail server (aiosmtpd) in a thread: takes mail, and refuses, stumbles or hangs up on demand.

`mail_server` is a fixture for any folder of tests: `from tests.mail_server import mail_server` in its
conftest.py. Mail that is due goes there with `send_due(timezone.now())`.
"""

import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Literal

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from alongside.core.mail import transports
from tests.served_site import free_port

HANG_UP = "hang up"
TAKE_IT_AND_HANG_UP = "take it and hang up"


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self._half("plain")

    @property
    def html(self) -> str:
        return self._half("html")

    def _half(self, kind: Literal["plain", "html"]) -> str:
        part = self.message.get_body((kind,))
        return part.get_content().replace("\r\n", "\n") if part else ""


@dataclass
class MailServer:
    """What it took, and what it is to answer: each list is used up from the front, then all is well."""

    port: int = field(default_factory=free_port)
    received: list[Received] = field(default_factory=list)
    to_recipient: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    to_data: list[str] = field(default_factory=list)
    to_sender: list[str] = field(default_factory=list)
    connections: int = 0
    hold: threading.Event | None = None  # if set, it answers to DATA only when this is
    context: ssl.SSLContext | None = None
    implicit_tls: bool = False
    pipelining: bool = False
    _controller: Any = None

    def start(self) -> "MailServer":
        tls = {} if self.implicit_tls else {"tls_context": self.context}
        self._controller = Controller(
            _Handler(self), hostname="127.0.0.1", port=self.port,
            ssl_context=self.context if self.implicit_tls else None, **tls,
        )  # fmt: skip
        self._controller.start()
        return self

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    def to(self, address: str) -> list[Received]:
        return [one for one in self.received if address in one.recipients]


class _Handler:
    def __init__(self, told: MailServer) -> None:
        self.told = told

    async def handle_EHLO(
        self, server: SMTP, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.told.connections += 1
        session.host_name = hostname
        return responses[:1] + ["250-PIPELINING"] * self.told.pipelining + responses[1:]

    async def handle_MAIL(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.told.to_sender:
            return self.told.to_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answers := self.told.to_recipient[address]:
            answer = answers.pop(0)
            if answer == HANG_UP:
                server.transport.abort()
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        if self.told.to_data:
            answer = self.told.to_data.pop(0)
            if answer == TAKE_IT_AND_HANG_UP:
                self._take(envelope)
            if answer in (HANG_UP, TAKE_IT_AND_HANG_UP):
                server.transport.abort()
            return answer
        self._take(envelope)
        if self.told.hold:
            await server.loop.run_in_executor(None, self.told.hold.wait, 30)
        return "250 OK"

    def _take(self, envelope: Any) -> None:
        self.told.received.append(
            Received(envelope.mail_from, list(envelope.rcpt_tos), envelope.original_content)
        )


def send_through(server: MailServer, settings: Any) -> None:
    """Let the site hand its mail to this server."""
    settings.MAIL_TRANSPORT = transports.SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A server that takes everything, and the site set to use it."""
    server = MailServer().start()
    send_through(server, settings)
    yield server
    server.stop()
