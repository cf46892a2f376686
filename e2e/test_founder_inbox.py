"""Two founders look after the inbox on their phones; the enquirer reads the answer with her six words."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import PATIENCE
from e2e.inbox_stage import PASSPHRASE, set_stage
from e2e.staging import phones
from e2e.test_everybody_can_read_it import _violations, rules_for
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser

Stage = dict[str, Any]
OpenAs = Callable[..., Page]
SCREENS = (
    "/admin/today/", "/admin/inbox/", "/admin/inbox/?show=all", "/admin/inbox/write-down/",
    "/admin/inbox/capacity/", "/admin/inbox/silence/", "/admin/inbox/rights/",
    "/admin/inbox/erased/",
)  # fmt: skip


@pytest.fixture(scope="module")
def staged() -> Iterator[tuple[ServedSite, Stage]]:
    """A site of its own, with people who have written."""
    stage: Stage = {}
    with served_site(lambda environment: stage.update(set_stage(environment))) as site:
        yield site, stage


@pytest.fixture
def open_as(browser: Browser, staged: tuple[ServedSite, Stage]) -> Iterator[OpenAs]:
    """A function: the phone of Ruth (0) or Maya (1), or of somebody without account (None)."""
    site, stage = staged
    with phones(browser, site.address, patience=PATIENCE) as open_:
        yield lambda who, **how: open_(None if who is None else stage["sessions"][who], **how)


def _unlock(page: Page) -> None:
    page.goto("/admin/inbox/")
    page.get_by_label("Your inbox passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()


def _open(page: Page, name: str) -> None:
    page.goto("/admin/inbox/?show=all")
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name="What was said")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_read_answer_and_be_read(open_as: OpenAs, staged: Any, scripts: bool) -> None:
    name, six = ("Zoë", 0) if scripts else ("Dilys", 1)
    ruth = open_as(0, scripts=scripts)
    ruth.goto("/admin/")
    expect(ruth.get_by_role("heading", name="What needs you today")).to_be_visible()
    ruth.get_by_role("link", name="Wait for an answer").click()
    expect(ruth.get_by_role("heading", name="The inbox is locked")).to_be_visible()
    assert name not in ruth.content()
    ruth.get_by_label("Your inbox passphrase").fill(PASSPHRASE)
    ruth.get_by_role("button", name="Unlock").click()

    ruth.get_by_role("button", name=name).click()
    ruth.get_by_label("Begin with").select_option("I live with it too. Ask me whatever you like.")
    ruth.get_by_role("button", name="Use it").click()
    answer = ruth.get_by_label("Your answer")
    expect(answer).to_have_value("I live with it too. Ask me whatever you like.\n\n")
    answer.press_sequentially(" How are the children?")
    ruth.get_by_role("button", name="Seal and send").click()
    expect(ruth.get_by_text("Your answer is sealed and waits for her.")).to_be_visible()
    expect(ruth.get_by_text("Ruth answered")).to_be_visible()

    maya = open_as(1, scripts=scripts)
    _unlock(maya)
    _open(maya, name)
    expect(maya.get_by_text("How are the children?")).to_be_visible()
    expect(maya.get_by_text("Ruth answered")).to_be_visible()

    enquirer = open_as(None, scripts=scripts)
    enquirer.goto("/join-us/conversation/")
    enquirer.get_by_label("six words").first.fill(staged[1]["receipts"][six])
    enquirer.wait_for_timeout(2500)  # quicker than a person is taken for a machine
    enquirer.locator("main form button").first.click()
    expect(enquirer.get_by_text("How are the children?")).to_be_visible()


def test_two_at_once(open_as: OpenAs) -> None:
    ruth, maya = open_as(0), open_as(1)
    for founder in (ruth, maya):
        _unlock(founder)
        _open(founder, "P. Jones")
    maya.get_by_label("Your answer").fill("Maya was quicker.")
    maya.get_by_role("button", name="Seal and send").click()
    expect(maya.get_by_text("Your answer is sealed")).to_be_visible()
    ruth.get_by_label("Your answer").fill("Ruth writes too.")
    ruth.get_by_role("button", name="Seal and send").click()
    expect(ruth.get_by_text("Maya answered less than an hour ago.")).to_be_visible()
    expect(ruth.get_by_label("Your answer")).to_have_value("Ruth writes too.")
    ruth.get_by_role("button", name="Send mine too").click()
    expect(ruth.get_by_text("Ruth writes too.")).to_be_visible()


def test_lock_is_one_tap_away_and_back_shows_nothing(open_as: OpenAs) -> None:
    ruth = open_as(0)
    _unlock(ruth)
    _open(ruth, "Her brother")
    ruth.get_by_role("button", name="Lock", exact=True).click()
    expect(ruth.get_by_role("heading", name="The inbox is locked")).to_be_visible()
    ruth.go_back()
    expect(ruth.get_by_text("My sister Zoë died")).to_have_count(0)


def test_what_she_types_can_be_shown(open_as: OpenAs) -> None:
    ruth = open_as(0)
    ruth.goto("/admin/inbox/")
    field = ruth.get_by_label("Your inbox passphrase")
    expect(field).to_have_attribute("type", "password")
    ruth.get_by_label("Show what I type").check()
    expect(field).to_have_attribute("type", "text")


def test_by_keyboard_alone(open_as: OpenAs) -> None:
    ruth = open_as(0, width=1280)
    ruth.goto("/admin/inbox/")
    ruth.keyboard.type(PASSPHRASE)  # the field has the focus
    ruth.keyboard.press("Enter")
    row = ruth.get_by_role("button", name="Her brother")
    _tab_to(ruth, row)
    ruth.keyboard.press("Enter")
    _tab_to(ruth, ruth.get_by_text("Note, or “I rang or wrote to her”"))
    ruth.keyboard.press("Enter")
    _tab_to(ruth, ruth.get_by_label("Your note"))
    ruth.keyboard.type("Rang her brother.")
    _tab_to(ruth, ruth.get_by_role("button", name="Keep the note"))
    ruth.keyboard.press("Enter")
    expect(ruth.get_by_text("Your note is kept.")).to_be_visible()
    expect(ruth.get_by_text("Rang her brother.")).to_be_visible()


def _tab_to(page: Page, target: Any) -> None:
    target.wait_for()
    for _ in range(90):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("it cannot be reached with the Tab key")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_every_screen_fits_and_axe_finds_nothing(open_as: OpenAs, width: int, scheme: str) -> None:
    ruth, rules = open_as(0, width=width, color_scheme=scheme), rules_for(scheme)
    ruth.goto("/admin/inbox/")
    _look(ruth, "the door", rules)
    _unlock(ruth)
    for path in SCREENS:
        ruth.goto(path)
        _look(ruth, path, rules)
    for name in ("Zoë", "Her brother"):
        _open(ruth, name)
        for summary in ruth.locator("details.inbox-more > summary").all():
            summary.click()
        _look(ruth, name, rules)
    ruth.get_by_role("link", name="Erase…").click()
    expect(ruth.get_by_role("button", name="Erase it for good")).to_be_visible()
    _look(ruth, "erase", rules)


def _look(page: Page, what: str, rules: dict[str, Any]) -> None:
    assert _violations(page, rules) == [], what
    beyond = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert beyond <= 0, f"{what} is {beyond} px too wide"
