"""The toy room, and an enquirer in front of its form."""

import re
from collections.abc import Callable
from html import unescape

import pytest
import time_machine
from django.test import Client

from tests.public_forms.toy import TEMPLATES

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
FILLED = {"need": "talk", "message": "I have had breast cancer and my hip hurts."}


def guards(html: str) -> dict[str, str]:
    """The hidden fields of the form in a page."""
    found = re.findall(r'<input type="hidden" name="(ticket|pass)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


@pytest.fixture
def toy(settings, tmp_path, db):
    settings.ROOT_URLCONF = "tests.public_forms.toy"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
    settings.VAR = tmp_path


@pytest.fixture
def clock():
    """A clock that stands still until it is moved: `clock.shift(5)`."""
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def enquirer(toy, clock, client: Client) -> Callable[..., "object"]:
    """Opens the form, fills it in at a person's pace, presses the button. Gives the response."""

    def press(words=FILLED, *, headers=SAME_ORIGIN, page=None, after=30, path="/toy/", **extra):
        if page is None:
            page = client.get(path).content.decode()
        clock.shift(after)
        return client.post(path, {**guards(page), **words, **extra}, headers=headers)

    return press
