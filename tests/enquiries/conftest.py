"""The stage: an inbox that the founders have opened, and people in front of our forms."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client

from alongside.enquiries import keys
from alongside.enquiries.models import Conversation, RecoverySet
from alongside.enquiries.opening import Opened, open_with_inbox_key

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
WORDS = {
    "message": "I have had breast cancer and my hip hurts.",
    "consent": "on",
    "answer_by": "here",
}


def seen(response: Any) -> str:
    """What stands in the middle of the page, without its tags."""
    middle = response.content.decode().partition("<main")[2].partition("</main>")[0]
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", middle, flags=re.DOTALL)
    return " ".join(unescape(text).split())


def title(response: Any) -> str:
    return unescape(re.search(r"<title>(.*?)</title>", response.content.decode()).group(1))


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the form in a page."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


def six_words(response: Any) -> str:
    listed = re.search(r"<ol class=\"six-words\".*?</ol>", response.content.decode(), re.DOTALL)
    return " ".join(re.findall(r"<li>(\w+)</li>", listed.group()))


@pytest.fixture(autouse=True)
def nobody_posted_before():
    caches["limits"].clear()


@pytest.fixture
def open_inbox(founder) -> bytes:
    """The founders' key with sheets that were read back. Gives the secret half, to open what arrives."""
    secret = keys.make_inbox_key(by=founder, passphrase="quiet lemon harbour seven")
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    return secret


@pytest.fixture
def clock():
    """A clock that stands still until it is moved: `clock.shift(5)`."""
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False) as traveller:
        yield traveller


@dataclass
class Visitor:
    """Somebody with a browser and a person's pace."""

    clock: Any
    client: Client

    def look(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    def send(self, path: str, words: dict[str, Any], *, page: Any = None, **headers: str) -> Any:
        """Fill in the form of `page` (a response, or HTML; else a fresh one) and press its button."""
        html = self.look(path) if page is None else page
        html = html if isinstance(html, str) else html.content.decode()
        self.clock.shift(30)
        return self.client.post(path, {**hidden(html), **words}, headers=SAME_ORIGIN | headers)

    def join(self, page: Any = None, **words: Any) -> Any:
        return self.send("/join-us/", WORDS | words, page=page)

    def come_back(self, words: str) -> Any:
        return self.send("/join-us/conversation/", {"receipt": words})

    def do(self, page: Any, step: str, **words: Any) -> Any:
        """Press the button `step` on a page of the conversation."""
        return self.send("/join-us/conversation/", {"do": step, **words}, page=page)


@pytest.fixture
def enquirer(open_inbox, clock, client) -> Visitor:
    return Visitor(clock, client)


@pytest.fixture
def opened(open_inbox) -> Callable[..., Opened]:
    """A function: what the founders read of the only (or of one) conversation."""

    def open_it(**which: Any) -> Opened:
        return open_with_inbox_key(Conversation.objects.get(**which), open_inbox)

    return open_it


@pytest.fixture
def written(opened) -> Callable[..., list[str]]:
    """A function: all that was written to the founders, in order, without the details."""

    def read(**which: Any) -> list[str]:
        return [text.content for text in opened(**which).texts() if text.kind == "word"]

    return read
