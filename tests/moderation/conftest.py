"""The stage: people have told us something; a founder and a moderator can open it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from alongside.experiences import keys
from alongside.experiences.models import Experience
from tests.experiences.conftest import (  # noqa: F401  (fixtures)
    moderation_key,
    nobody_posted_before,
    open_inbox,
    opened,
    tell,
)

INBOX_PASSPHRASE = "quiet lemon harbour seven"
PASSPHRASE = "tall green kettle morning"
HER_WORDS = "My hip hurt like a toothache in the night, and Dr Patel said it was arthritis."
QUOTE = "Nobody at St Mary's listened. I was not told why. I knew it was not my age."


def page(response: Any) -> str:
    """What stands on the page, as text: tags away, spaces made one."""
    html = response.content.decode()
    middle = html.partition("<main")[2] or html
    text = re.sub(
        r"<(script|style|textarea|option)\b.*?</\1>|<[^>]*>", " ", middle, flags=re.DOTALL
    )
    return " ".join(unescape(text).split())


def hidden(response: Any, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`."""
    html = response.content.decode()
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
    assert form, action
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value for name, value in inputs if name != "csrfmiddlewaretoken"}


@pytest.fixture
def founder_reads(founder, open_inbox, signed_in) -> Client:  # noqa: F811
    """A founder with an open inbox."""
    client: Client = signed_in(founder)
    done = client.post(
        "/admin/inbox/unlock/", {"passphrase": INBOX_PASSPHRASE, "after": "/admin/experiences/"}
    )
    assert done["Location"] == "/admin/experiences/"
    return client


@pytest.fixture
def let_in(founder, moderation_key) -> Callable[[Any], None]:  # noqa: F811
    """A function: this moderator has chosen her passphrase, and was let in."""

    def let_her_in(user: Any) -> None:
        row = keys.choose_passphrase(user=user, passphrase=PASSPHRASE)
        keys.let_in(moderator=row, by=founder, secret=moderation_key)

    return let_her_in


@pytest.fixture
def reads(let_in, signed_in) -> Callable[[Any], Client]:
    """A function: a browser in which this moderator has the words open."""

    def browser(user: Any) -> Client:
        let_in(user)
        client: Client = signed_in(user)
        done = client.post("/admin/experiences/unlock/", {"passphrase": PASSPHRASE})
        assert done.status_code == 302, done.content.decode()
        return client

    return browser


@pytest.fixture
def desk(reads, moderator) -> "Desk":
    """A moderator at work."""
    return Desk(reads(moderator))


class Desk:
    """What a moderator presses."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def open(self, experience: Experience) -> Any:
        return self.client.post(
            "/admin/experiences/open/", {"experience": experience.pk}, follow=True
        )

    def press(self, step: str, experience: Experience, response: Any = None, **filled: Any) -> Any:
        """Send the form on its page with the button `step`."""
        response = response or self.open(experience)
        at = f"/admin/experiences/{experience.pk}/"
        form = "decline" if step == "decline" else "keep"
        return self.client.post(
            f"{at}{step}/", {**hidden(response, f"{at}{form}/"), **filled}, follow=True
        )
