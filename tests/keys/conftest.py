"""The stage: a founder who has walked through the wizard, and something in the inbox."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client

from alongside.accounts.models import User
from alongside.core import receipts
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation
from alongside.enquiries.words import Details

HOME = "/admin/inbox/keys/"
PASSPHRASE = "plum lantern orbit kettle"
SECOND_PASSPHRASE = "velvet gravel ribbon otter"
NAMES = ("Ann Keeper", "Bo Keeper", "Cy Keeper")


def text_of(html: str) -> str:
    """What somebody reads on a page, without markup."""
    main = html[html.index("<main") :].partition(">")[2] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


@dataclass
class Screen:
    """A page as she sees it."""

    status: int
    html: str

    @property
    def text(self) -> str:
        return text_of(self.html)

    @property
    def locked(self) -> str:
        """The hidden field that carries the sheets."""
        found = re.search(r'name="sheets" value="([^"]+)"', self.html)
        assert found, self.text
        return found[1]

    @property
    def sheets(self) -> list[list[str]]:
        parts = self.html.split('<section class="sheet"')[1:]
        return [
            re.findall(r"<li>([a-z]+)</li>", part.partition("What it is for")[0]) for part in parts
        ]

    @property
    def places(self) -> list[int]:
        """Which word of each sheet is asked for."""
        return [int(n) for n in re.findall(r"Sheet \d: word (\d+)", self.html)]


class Desk:
    """One founder at her own screen."""

    def __init__(self, user: User, client: Client) -> None:
        self.user, self.client = user, client

    def get(self, path: str = "") -> Screen:
        response = self.client.get(HOME + path, follow=True)
        return Screen(response.status_code, response.content.decode())

    def post(self, path: str, **fields: object) -> Screen:
        response = self.client.post(HOME + path, fields, follow=True)
        return Screen(response.status_code, response.content.decode())

    def choose(self, passphrase: str) -> Screen:
        return self.post(
            "passphrase/", press="choose", passphrase=passphrase, again=passphrase, understood="on"
        )

    def make_sheets(self) -> Screen:
        return self.post("sheets/", first=NAMES[0], second=NAMES[1], third=NAMES[2])

    def read_back(self, made: Screen) -> Screen:
        asked = self.post("sheets/read-back/", sheets=made.locked)
        words = {
            f"sheet{number}": made.sheets[number - 1][place - 1]
            for number, place in enumerate(asked.places, 1)
        }
        return self.post("sheets/read-back/", press="check", sheets=asked.locked, **words)

    def wizard(self, passphrase: str = PASSPHRASE) -> list[list[str]]:
        """All of it; the words of the three sheets."""
        self.choose(passphrase)
        made = self.make_sheets()
        self.read_back(made)
        return made.sheets


@pytest.fixture
def desk_of(signed_in: Callable[[User], Client]) -> Callable[[User], Desk]:
    return lambda user: Desk(user, signed_in(user))


@pytest.fixture
def desk(founder: User, desk_of: Callable[[User], Desk]) -> Desk:
    """The first founder's, before anything was done."""
    return desk_of(founder)


@pytest.fixture
def second(second_founder: User, desk_of: Callable[[User], Desk]) -> Desk:
    return desk_of(second_founder)


@pytest.fixture
def sheets(desk: Desk) -> list[list[str]]:
    """The key is made; the words of the sheets."""
    return desk.wizard()


def somebody_writes(message: str = "Hello, are you there?") -> tuple[Conversation, str]:
    """A conversation, and its receipt."""
    received = actions.receive(
        submission_id=secrets.token_bytes(16),
        details=Details(name="Una"),
        message=message,
        consent_wording="test",
    )
    return received.conversation, received.receipt


def slip(word: str) -> str:
    """`word` with one slip of the finger that leaves no doubt what was meant."""
    slips = [word[:at] + word[at + 1 :] for at in range(len(word))]
    return next(one for one in slips if receipts.read_word(one) == word)


def let_in(desk: Desk, second: Desk) -> Screen:
    """The second founder chooses a passphrase, and the first lets her in."""
    from alongside.enquiries.models import KeyHolder

    waits = second.choose(SECOND_PASSPHRASE)
    phrase = re.search(r'keys__words">([a-z ]+)<', waits.html)
    assert phrase, waits.text
    holder = KeyHolder.objects.get(user=second.user)
    return desk.post(f"let-in/{holder.pk}/", phrase=phrase[1])
