"""The stage: people in front of our forms, and the mails that they get."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage, State
from alongside.newsletter import links
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import by_address
from alongside.newsletter.models import Subscriber
from alongside.newsletter.parts import Part
from tests.enquiries.conftest import SAME_ORIGIN, hidden, seen

JOIN = "/keep-in-touch/"
ASKED = {"email": "ann@example.org", "parts": ["1", "4"]}
PATH = re.compile(r"https?://[^/\s]+(/\S*)")


@pytest.fixture(autouse=True)
def nobody_posted_before() -> None:
    caches["limits"].clear()


@pytest.fixture
def clock() -> Iterator[Any]:
    """A clock that stands still until it is moved: `clock.shift(5)`."""
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False) as traveller:
        yield traveller


def letters(**which: Any) -> list[Any]:
    """The mails that wait to be sent, as they will be read, the oldest first."""
    rows = OutboxMessage.objects.filter(**which).exclude(locked=b"").order_by("pk")
    return [row.letter() for row in rows]


def path_in(letter: Any) -> str:
    """Where the one link of a mail leads, on this site (the foot has the bare address of the site)."""
    [path] = [path for path in PATH.findall(letter.text) if path != "/"]
    return path


def send_mail() -> None:
    """What the worker does when the server takes them all."""
    OutboxMessage.objects.filter(state=State.WAITING).update(
        state=State.SENT, settled_at=timezone.now(), locked=b""
    )


@dataclass
class Visitor:
    """Somebody with a browser and a person's pace."""

    clock: Any
    client: Client

    def look(self, path: str, status: int = 200) -> str:
        response = self.client.get(path)
        assert response.status_code == status, path
        return response.content.decode()

    def send(
        self, path: str, words: dict[str, Any] | None = None, *, page: Any = None, **headers: str
    ) -> Any:
        """Fill in the form of `page` (a response, or HTML; else a fresh one) and press its button."""
        html = self.look(path) if page is None else page
        html = html if isinstance(html, str) else html.content.decode()
        self.clock.shift(30)
        data = {**hidden(html), **(words or {})}
        return self.client.post(path, data, headers=SAME_ORIGIN | headers)

    def ask(self, page: Any = None, **words: Any) -> Any:
        return self.send(JOIN, ASKED | words, page=page)

    def confirm(self) -> Any:
        """Press the link of the newest confirmation, and its button."""
        return self.send(path_in(letters(kind="newsletter.confirm")[-1]))


@pytest.fixture
def visitor(clock: Any, client: Client, db: None) -> Visitor:
    return Visitor(clock, client)


@pytest.fixture
def subscriber(db: None) -> Callable[..., Subscriber]:
    """A function: somebody who gets letters; `subscriber("ann@example.org", parts=…)`."""

    def make(address: str = "ann@example.org", first_name: str = "", **fields: Any) -> Subscriber:
        contact = Contact(address, first_name)
        now = timezone.now()
        state = fields.pop("state", Subscriber.State.ACTIVE)
        confirmed_at = None if state == Subscriber.State.ASKED else now
        return Subscriber.objects.create(
            **{
                "mark": contact.mark(), "locked": contact.lock(), "state": state, "asked_at": now,
                "parts": Part.CAMPAIGN | Part.EVENTS, "confirmed_at": confirmed_at,
                "left_at": now if state == Subscriber.State.LEFT else None, **fields,
            }
        )  # fmt: skip

    return make


def row(address: str = "ann@example.org") -> Subscriber:
    found = by_address(address)
    assert found is not None
    return found


def path_of(name: str, subscriber: Subscriber, mailing: int = 0) -> str:
    return links.letter_path(f"letter-{name}", subscriber, mailing=mailing)


DAY = timedelta(days=1)
__all__ = [
    "ASKED",
    "DAY",
    "JOIN",
    "SAME_ORIGIN",
    "hidden",
    "letters",
    "path_in",
    "path_of",
    "row",
    "seen",
    "send_mail",
]
