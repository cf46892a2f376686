"""A moderator accepts experiences on her phone, by keyboard, and undoes one; every screen fits."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import PATIENCE
from e2e.moderation_stage import INBOX_PASSPHRASE, PASSPHRASE, set_stage
from e2e.staging import phones
from e2e.test_everybody_can_read_it import _violations
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser

OpenAs = Callable[..., Page]
NORA, RUTH = 0, 1


@pytest.fixture(scope="module")
def staged() -> Iterator[tuple[ServedSite, dict[str, Any]]]:
    stage: dict[str, Any] = {}
    with served_site(lambda environment: stage.update(set_stage(environment))) as site:
        yield site, stage


@pytest.fixture
def open_as(browser: Browser, staged: Any) -> Iterator[OpenAs]:
    """A function: the phone of Nora (0) or Ruth (1)."""
    site, stage = staged
    with phones(browser, site.address, patience=PATIENCE) as open_:
        yield lambda who, **how: open_(stage["sessions"][who], **how)


def _unlock(page: Page, label: str, passphrase: str) -> None:
    page.goto("/admin/experiences/")
    page.get_by_label(label).fill(passphrase)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()


def test_accept_by_keyboard_on_to_the_next_and_undo(open_as: OpenAs) -> None:
    nora = open_as(NORA)
    nora.goto("/admin/today/")
    nora.get_by_role("link", name="Experiences wait for a moderator").click()
    expect(nora.get_by_text("told by somebody close")).to_be_visible()
    assert "toothache" not in nora.content()
    _unlock(nora, "Your passphrase", PASSPHRASE)
    nora.get_by_role("button", name="Bones, Liver").press("Enter")
    expect(nora.get_by_text("My hip hurt like a toothache")).to_be_visible()
    expect(nora.locator("mark", has_text="Dr Patel")).to_be_visible()

    words = nora.get_by_label("What readers see")
    words.fill("It woke me every night. […]")
    expect(nora.locator(".told-quote blockquote")).to_have_text("It woke me every night. […]")
    words.press_sequentially(" aq")  # no key does anything while she types
    words.fill("It woke me every night. Nobody listened.")
    nora.get_by_label("Where it stands").select_option("being-heard")
    nora.get_by_role("heading", name="Decide").click()
    nora.keyboard.press("a")
    expect(nora.get_by_text("not word for word").first).to_be_visible()
    nora.get_by_label("What readers see").fill("It woke me every night. […]")
    nora.get_by_role("heading", name="Decide").click()
    nora.keyboard.press("a")

    expect(nora.locator(".told-done")).to_contain_text("Number 1: accepted")
    expect(nora.get_by_text("She was out of breath on the stairs")).to_be_visible()
    nora.keyboard.press("u")
    expect(nora.get_by_text("It waits again, and none of its words are shown.")).to_be_visible()
    expect(nora.get_by_role("heading", name="Experience 1", exact=True)).to_be_visible()
    nora.keyboard.press("q")
    expect(nora.get_by_label("Your question")).to_be_focused()
    nora.get_by_label("Your question").press("Escape")
    nora.get_by_role("button", name="Keys are on").click()
    nora.keyboard.press("a")
    expect(nora.get_by_role("button", name="Keys are off")).to_be_visible()


def test_without_scripts_every_button_works(open_as: OpenAs) -> None:
    ruth = open_as(RUTH, scripts=False)
    _unlock(ruth, "Your inbox passphrase", INBOX_PASSPHRASE)
    ruth.get_by_role("button", name="Brain").click()
    expect(ruth.get_by_text("Words went missing")).to_be_visible()
    ruth.get_by_text("Do not use it").first.click()
    ruth.get_by_label("We have it already").check()
    ruth.get_by_role("button", name="Do not use it").click()
    expect(ruth.locator(".told-done")).to_contain_text("Number 3: not used")
    ruth.get_by_role("button", name="Undo").click()
    expect(ruth.get_by_text("It waits again")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_screen_fits_and_axe_finds_nothing(open_as: OpenAs, width: int, scheme: str) -> None:
    nora = open_as(NORA, width=width, color_scheme=scheme)
    nora.goto("/admin/experiences/")
    _look(nora, "the door")
    _unlock(nora, "Your passphrase", PASSPHRASE)
    for path in ("", "?show=asked", "people/", "people/passphrase/", "1/urgent/"):
        nora.goto(f"/admin/experiences/{path}")
        _look(nora, path)
    nora.goto("/admin/experiences/")
    nora.get_by_role("button", name="Bones, Liver").click()
    expect(nora.get_by_role("heading", name="What she wrote")).to_be_visible()
    for summary in nora.locator(".desk details > summary").all():
        if summary.locator("..").get_attribute("open") is None:
            summary.click()
    _look(nora, "an experience")


def _look(page: Page, what: str) -> None:
    assert _violations(page) == [], what
    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond <= 0, f"{what} is {beyond} px too wide"
