"""The stage of the inbox: a key with sheets that were read back, and people who have written."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.test import Client

from alongside.enquiries import actions, keys
from alongside.enquiries.models import Conversation, RecoverySet
from alongside.enquiries.words import Details
from tests.mail_server import mail_server  # noqa: F401  (a fixture)

PASSPHRASE = "quiet lemon harbour seven"


@dataclass(frozen=True)
class Inbox:
    """The secret half of the key, and the founder who made it."""

    secret: bytes
    founder: object
    passphrase: str = PASSPHRASE


@pytest.fixture(autouse=True)
def nobody_tried_before():
    """Wrong tries of one test do not slow down the next."""
    caches["limits"].clear()


@pytest.fixture
def open_inbox(founder) -> Inbox:
    """Made by `founder`; three sheets are printed and read back, so people can write."""
    secret = keys.make_inbox_key(by=founder, passphrase=PASSPHRASE)
    keys.make_sheets(by=founder, inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
    keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=founder)
    return Inbox(secret, founder)


@pytest.fixture
def second_holder(open_inbox, second_founder):
    """A second founder who was let in."""
    holder = keys.choose_passphrase(user=second_founder, passphrase=PASSPHRASE)
    keys.let_in(holder=holder, by=open_inbox.founder, inbox_secret=open_inbox.secret)
    return second_founder


@pytest.fixture
def unlocked(open_inbox, signed_in) -> Callable[..., Client]:
    """A function: a browser in which `user` (the founder) has the inbox open."""

    def browser(user=None) -> Client:
        client = signed_in(user or open_inbox.founder)
        response = client.post("/admin/inbox/unlock/", {"passphrase": PASSPHRASE})
        assert response.status_code == 302, response.content.decode()
        return client

    return browser


@pytest.fixture
def write(open_inbox) -> Callable[..., actions.Received]:
    """A function: an enquirer writes. `write("Hello", name="Zoë")` gives what she received."""

    def write_(message="I do not know what to ask.", **told) -> actions.Received:
        options = {name: told.pop(name) for name in ("purpose", "nudge_to", "now") if name in told}
        return actions.receive(
            submission_id=secrets.token_bytes(16),
            details=Details(**told),
            message=message,
            consent_wording="1",
            **options,
        )

    return write_


def page(response) -> str:
    """What stands on the page."""
    return response.content.decode()


def opened(client: Client, conversation: Conversation) -> str:
    """Press it in the list, and follow."""
    response = client.post("/admin/inbox/open/", {"conversation": conversation.pk}, follow=True)
    return page(response)


def hidden(html: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to `action`."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
    assert form, action
    inputs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value for name, value in inputs if name != "csrfmiddlewaretoken"}


def answer(client: Client, conversation: Conversation, html: str, message: str, **extra):
    """Send the form on the page of a conversation as she would."""
    address = f"/admin/inbox/{conversation.pk}/answer/"
    told = {"press": "send", "message": message, **hidden(html, address), **extra}
    return client.post(address, told, follow=True)
