"""Somebody asks for letters, says yes, chooses, pauses, leaves and comes back, in a real browser."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from e2e.mail_links import confirm_link, link, newest
from e2e.test_everybody_can_read_it import CONTRAST, _violations
from e2e.walking import PACE, tab_to
from tests.served_site import ServedSite

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PERSON = "Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false })"
numbers = count(1)


def readable(page: Page, *, dark: bool = False) -> Page:
    """Nothing to complain of on a phone (if `dark`, in the dark too), and no scrolling to the side."""
    assert _violations(page) == [], page.url
    if dark:
        page.emulate_media(color_scheme="dark")
        assert _violations(page, CONTRAST) == [], page.url
        page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    return page


def _as_it_is(page: Page, *, dark: bool = False) -> Page:
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def ask(page: Page, path: str = "/keep-in-touch/") -> None:
    """Fill in the form with an address that nobody has had."""
    page.goto(path)
    page.locator("main").get_by_label("Your e-mail address").fill(f"ann{next(numbers)}@example.org")
    page.get_by_label("Events").check()
    page.wait_for_timeout(PACE)
    press(page, "Send me letters")
    expect(page.get_by_role("heading", name="Thank you. One thing is left to do")).to_be_visible()


def test_she_joins_chooses_pauses_leaves_and_comes_back(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    looked_at = readable if scripts else _as_it_is  # axe is a script
    address = f"ann{next(numbers)}@example.org"
    page = visit("/answers/", scripts=scripts)
    page.locator("footer").get_by_label("Your e-mail address").fill(address)
    page.locator("footer form button").click()
    assert page.get_by_label("Your e-mail address").input_value() == address
    page.wait_for_timeout(PACE)
    press(page, "Send me letters")
    expect(page.get_by_role("alert")).to_contain_text("Please tick at least one.")
    assert page.get_by_label("Your e-mail address").input_value() == address
    looked_at(page, dark=True).get_by_label("New treatments and trials").check()
    press(page, "Send me letters")
    expect(page.get_by_text(f"We are sending a message to {address}")).to_be_visible()
    looked_at(page).goto(confirm_link(writing_site, sent_minutes_ago=1))
    looked_at(page)
    press(page, "Yes, send me letters")
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    assert newest(writing_site)[1] == "active"

    looked_at(page).get_by_role("link", name="change what you get").click()
    assert page.get_by_label("New treatments and trials").is_checked()
    assert not page.get_by_label("The first day on which").is_visible()
    looked_at(page).get_by_label("Pause until a day").check()
    page.get_by_label("The first day on which").fill("2020-01-01")
    page.wait_for_timeout(PACE)
    press(page, "Keep this")
    expect(page.get_by_role("alert")).to_contain_text("a day that is still to come")
    assert page.get_by_label("The first day on which").input_value() == "2020-01-01"
    looked_at(page).get_by_label("Pause for 3 months").check()
    press(page, "Keep this")
    expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_focused()
    assert newest(writing_site)[2]

    looked_at(page, dark=True).get_by_role("link", name="Leave: no letters at all").click()
    looked_at(page)
    press(page, "Leave our letters")
    expect(page.get_by_role("heading", name="You have left")).to_be_visible()
    assert newest(writing_site)[1] == "left"
    looked_at(page, dark=True)
    press(page, "I did not mean to leave")
    expect(page.get_by_text("Your letters go on as before.")).to_be_visible()
    assert newest(writing_site)[1:] != ("active", None)  # the pause is still there
    assert page.context.cookies() == []


def test_an_old_link_says_yes_by_itself_for_a_person_and_for_no_program(
    visit: Open, writing_site: ServedSite
) -> None:
    ask(program := visit())
    old = confirm_link(writing_site, sent_minutes_ago=4)
    program.goto(old)  # a browser that says that a program steers it
    program.wait_for_timeout(600)
    assert newest(writing_site)[1] == "asked"

    person = visit()
    person.add_init_script(PERSON)
    person.goto(confirm_link(writing_site, sent_minutes_ago=2))  # like a scanner that hides it
    person.wait_for_timeout(600)
    assert newest(writing_site)[1] == "asked"
    person.goto(confirm_link(writing_site, sent_minutes_ago=4))
    expect(person.get_by_role("heading", name="You are in")).to_be_visible()
    assert newest(writing_site)[1] == "active"
    person.goto(old)
    expect(person.get_by_role("heading", name="You are in")).to_be_visible()


def test_by_keyboard_alone_to_the_other_pages_and_out(
    visit: Open, writing_site: ServedSite
) -> None:
    page = visit("/keep-in-touch/", width=320)
    tab_to(page, "email")
    page.keyboard.type("keys@example.org")
    tab_to(page, "parts")
    page.keyboard.press("Space")
    page.wait_for_timeout(PACE)
    tab_to(page, "Send me letters")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=One thing is left to do")
    page.goto(confirm_link(writing_site, sent_minutes_ago=1))
    tab_to(page, "Yes, send me letters")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    door = link(writing_site, "/letters/preferences/")
    for end in ("stay/", "address/"):
        page.goto(door + end)
        readable(page)
    page.get_by_label("Your new e-mail address").fill("new@example.org")
    page.wait_for_timeout(PACE)
    press(page, "Ask there")
    expect(page.get_by_text("We are sending a message to new@example.org")).to_be_visible()
    readable(page).goto(door)
    readable(page, dark=True)  # another address waits
    page.goto(door + "copy/")
    with page.expect_download() as download:
        press(readable(page), "Download it")
    assert download.value.suggested_filename == "what-we-hold.json"
    page.goto(door + "erase/")
    tab_to(readable(page), "Erase me now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are erased")).to_be_visible()
    readable(page, dark=True)
    for path in (door, "/letters/leave/", "/letters/confirm/no-such-link/"):
        page.goto(path)
        readable(page)
