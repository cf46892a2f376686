"""A founder makes the inbox key on her telephone; later two people with their sheets give it back."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from e2e.browser import PATIENCE
from tests.served_site import ServedSite, served_site
from tests.site_copy import ROOT

pytestmark = pytest.mark.browser
KEYS = "/admin/inbox/keys/"
PASSPHRASE = "plum lantern orbit kettle"

_FOUNDERS = """
import json
from django.contrib.auth.models import Group
from alongside.accounts.models import User
from tests.signing_in import sign_in
sessions = []
for name in ("Ruth", "Maya"):
    email = f"{name.lower()}@example.org"
    user = User.objects.create_user(username=email, email=email, first_name=name)
    user.groups.add(Group.objects.get(name="Founders"))
    sessions.append(sign_in(user).cookies["sessionid"].value)
print(json.dumps(sessions))
"""


@pytest.fixture
def house() -> Iterator[tuple[ServedSite, list[str]]]:
    """A site of its own, because a key is made only once; and the sessions of two founders."""
    with served_site() as site:
        environment = {**os.environ, "ALONGSIDE_VAR": str(site.var), "DATABASE_URL": ""}
        environment["DJANGO_SETTINGS_MODULE"] = "alongside.settings.local"
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "-v0", "-c", _FOUNDERS],
            env=environment, cwd=ROOT, capture_output=True, check=True,
        )  # fmt: skip
        yield site, json.loads(done.stdout)


@pytest.fixture
def desk(browser: Browser, house: tuple[ServedSite, list[str]]) -> Iterator[Any]:
    """A function: `desk(0, scripts=True)` is the telephone of the first founder."""
    site, sessions = house
    contexts = []

    def open_(founder: int, *, scripts: bool, scheme: str = "light") -> Page:
        context = browser.new_context(
            base_url=site.address, viewport={"width": 360, "height": 740},
            java_script_enabled=scripts, color_scheme=scheme, locale="en-GB",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.add_cookies(
            [{"name": "sessionid", "value": sessions[founder], "url": site.address}]
        )
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


def look(page: Page, *, scripts: bool) -> None:
    """Nothing is wider than the screen, and axe finds nothing in what is ours."""
    page.wait_for_load_state("load")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    if not scripts:
        return
    found = Axe().run(page, context=".desk").response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []


def sheets_on(page: Page) -> list[list[str]]:
    return [
        [word.inner_text() for word in sheet.locator(".sheet__words li").all()]
        for sheet in page.locator(".sheet").all()
    ]


def walk_the_wizard(page: Page, *, scripts: bool) -> list[list[str]]:
    page.goto(KEYS)
    look(page, scripts=scripts)
    page.click("text=Choose your passphrase")
    page.click("text=Draw six words for me")
    page.wait_for_selector(".keys__words")
    drawn = page.inner_text(".keys__words")
    assert len(drawn.split()) == 6
    look(page, scripts=scripts)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", drawn)
    page.click("button:has-text('Make the key')")
    page.wait_for_selector("text=The two are not the same")
    look(page, scripts=scripts)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    page.check("[name=understood]")
    page.click("button:has-text('Make the key')")
    look(page, scripts=scripts)
    for name, value in (("first", "Ann"), ("second", "Ben"), ("third", "Cleo")):
        page.fill(f"[name={name}]", value)
    page.click("text=Make the three sheets")
    look(page, scripts=scripts)
    sheets = sheets_on(page)
    assert [len(sheet) for sheet in sheets] == [45, 45, 45]
    page.click("text=I have all three on paper")
    look(page, scripts=scripts)
    for number, label in enumerate(page.locator(".keys__field label").all(), 1):
        place = int(re.findall(r"word (\d+)", label.inner_text())[0])
        page.fill(f"[name=sheet{number}]", sheets[number - 1][place - 1])
    page.click("text=The paper is right")
    page.wait_for_selector("text=All is well")
    look(page, scripts=scripts)
    return sheets


def test_the_wizard_and_recovery_by_two_people(desk: Any, scripts: bool) -> None:
    ruth, maya = desk(0, scripts=scripts), desk(1, scripts=scripts, scheme="dark")
    sheets = walk_the_wizard(ruth, scripts=scripts)
    assert ruth.url.endswith(KEYS)

    maya.goto(KEYS + "recover/")
    look(maya, scripts=scripts)
    bad = ["xylophone" if place == 11 else word for place, word in enumerate(sheets[0])]
    maya.fill("[name=one]", " ".join(bad))
    maya.fill("[name=two]", "\n".join(sheets[2]).upper())
    maya.fill("[name=passphrase]", PASSPHRASE)
    maya.fill("[name=again]", PASSPHRASE)
    maya.click("text=Get the inbox back >> nth=-1")
    maya.wait_for_selector("text=Word 12 is not a word of any sheet")
    assert "xylophone" in maya.input_value("[name=one]")
    look(maya, scripts=scripts)
    maya.fill("[name=one]", " ".join(sheets[0]))
    maya.fill("[name=passphrase]", PASSPHRASE)
    maya.fill("[name=again]", PASSPHRASE)
    maya.click("text=Get the inbox back >> nth=-1")
    maya.wait_for_selector("text=The inbox is yours again")
    maya.wait_for_selector("text=Maya (you)")
    look(maya, scripts=scripts)
    for path in ("exchange/", "rehearsal/", "rehearsal/whole/", "forgotten/", "passphrase/change/"):
        maya.goto(KEYS + path)
        look(maya, scripts=scripts)


def test_a_second_founder_is_let_in_by_telephone(desk: Any) -> None:
    ruth, maya = desk(0, scripts=True), desk(1, scripts=True)
    walk_the_wizard(ruth, scripts=False)
    maya.goto(KEYS)
    maya.click("a.button:has-text('Choose your passphrase')")
    maya.fill("[name=passphrase]", PASSPHRASE + " oak")
    maya.fill("[name=again]", PASSPHRASE + " oak")
    maya.click("text=Keep this passphrase")
    maya.wait_for_selector("text=You wait to be let in")
    look(maya, scripts=True)
    ruth.goto(KEYS)
    ruth.click("text=Let Maya in")
    look(ruth, scripts=True)
    ruth.wait_for_load_state("load")
    assert ruth.inner_text(".keys__words") == maya.inner_text(".keys__words")
    ruth.click("text=I spoke with her")
    ruth.wait_for_selector("text=She is let in.")
    maya.goto("/admin/inbox/")
    maya.fill("[name=passphrase]", PASSPHRASE + " oak")
    maya.keyboard.press("Enter")
    maya.wait_for_selector("[name=passphrase]", state="detached")
    maya.goto(KEYS + "exchange/")
    maya.wait_for_selector("text=Exchange the inbox key?")
    ruth.goto(KEYS)
    ruth.click("text=Take the key from Maya")
    look(ruth, scripts=True)


def test_the_sheets_by_keyboard_alone(desk: Any) -> None:
    page = desk(0, scripts=True)
    page.goto(KEYS + "passphrase/")
    page.focus("[name=passphrase]")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSPHRASE)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheets/")
    page.focus("[name=first]")
    for name in ("Ann", "Ben", "Cleo"):
        page.keyboard.type(name)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".sheet")
    assert len(sheets_on(page)) == 3
