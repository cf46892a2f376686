"""A public form in a real browser: by keyboard, without JavaScript, without a connection."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from e2e.browser import PATIENCE
from e2e.test_everybody_can_read_it import _violations
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WORDS = "I have had breast cancer and my hip hurts."


@pytest.fixture(scope="module")
def toy_site() -> Iterator[ServedSite]:
    with served_site(DJANGO_SETTINGS_MODULE="tests.public_forms.served_settings") as served:
        yield served


@pytest.fixture
def open_form(browser: Browser, toy_site: ServedSite) -> Iterator[Open]:
    """Opens the form in a fresh browser; nothing was counted before."""
    contexts = []
    (toy_site.var / "limits.sqlite3").unlink(missing_ok=True)

    def open_(*, width: int = 360, scripts: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            base_url=toy_site.address, viewport={"width": width, "height": 740},
            java_script_enabled=scripts, locale="en-GB", **options,
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto("/toy/")
        return page

    yield open_
    for context in contexts:
        context.close()


def fill(page: Page) -> None:
    page.get_by_label("To talk to someone").check()
    page.get_by_label("Your message").fill(WORDS)
    page.wait_for_timeout(3100)  # a person's pace


def press(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def accepted(site: ServedSite) -> set[str]:
    return {path.name for path in (site.var / "accepted").glob("*")}


def test_with_and_without_scripts(open_form: Open, toy_site: ServedSite, scripts: bool) -> None:
    before, page = accepted(toy_site), open_form(scripts=scripts)
    fill(page)
    press(page)
    page.wait_for_url("**/toy/thanks/")
    assert len(accepted(toy_site) - before) == 1
    assert page.context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_mistakes_are_heard_first_and_lead_to_their_fields(open_form: Open, scripts: bool) -> None:
    page = open_form(scripts=scripts)
    page.get_by_label("What shall we call you?").fill("Ann")
    page.get_by_label("Your e-mail address").fill("nowhere")
    page.wait_for_timeout(3100)
    press(page)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Your words are still here")
    expect(alert).to_be_focused()
    assert page.title().startswith("Error: Write to us")
    assert page.get_by_label("What shall we call you?").input_value() == "Ann"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()


def test_by_keyboard_alone(open_form: Open, toy_site: ServedSite) -> None:
    before, page = accepted(toy_site), open_form()
    page.get_by_label("What shall we call you?").focus()
    names = []
    for _ in range(9):
        names.append(page.evaluate("document.activeElement.name"))
        if names[-1] == "need":
            page.keyboard.press("ArrowDown")
        if names[-1] == "message":
            page.keyboard.type(WORDS)
        if names[-1] == "go":
            break
        page.keyboard.press("Tab")
    assert names == [
        "name",
        "email",
        "need",
        "nation",
        "places",
        "places",
        "message",
        "consent",
        "go",
    ]
    page.wait_for_timeout(3100)
    page.keyboard.press("Enter")
    page.wait_for_url("**/toy/thanks/")
    assert len(accepted(toy_site) - before) == 1


def test_without_a_connection_the_words_stay(open_form: Open, toy_site: ServedSite) -> None:
    before, page = accepted(toy_site), open_form()
    fill(page)
    page.context.set_offline(True)
    press(page)
    expect(page.get_by_role("status")).to_have_text(
        "Not sent: no connection. Your words are still here. Try again."
    )
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    assert page.get_by_label("Your message").input_value() == WORDS
    assert _violations(page) == []
    page.context.set_offline(False)
    press(page)
    page.wait_for_url("**/toy/thanks/")
    assert len(accepted(toy_site) - before) == 1


def test_pressing_many_times_is_one_message(
    open_form: Open, toy_site: ServedSite, scripts: bool
) -> None:
    before, page = accepted(toy_site), open_form(scripts=scripts)
    fill(page)
    page.get_by_role("button", name="Send").click(click_count=3)
    page.wait_for_url("**/toy/thanks/")
    assert len(accepted(toy_site) - before) == 1


def test_while_it_is_sent_the_button_says_so_and_keeps_the_focus(open_form: Open) -> None:
    page = open_form()
    waiting: list[Route] = []
    page.route("**/robots.txt", lambda route: waiting.append(route))  # a very slow network
    fill(page)
    press(page)
    button = page.get_by_role("button", name="Send")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Sending…")
    page.keyboard.press("Enter")
    assert len(waiting) == 1
    waiting[0].abort()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("status")).to_contain_text("Not sent: no connection.")


def test_back_and_again(open_form: Open, toy_site: ServedSite, scripts: bool) -> None:
    """Back finds the page with its ticket in the browser's cache: it is still the same message."""
    before, page = accepted(toy_site), open_form(scripts=scripts)
    fill(page)
    press(page)
    page.wait_for_url("**/toy/thanks/")
    page.go_back()
    assert page.get_by_label("Your message").input_value() == WORDS
    press(page)
    page.wait_for_url("**/toy/thanks/")
    assert len(accepted(toy_site) - before) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_form: Open, scheme: str) -> None:
    page = open_form(color_scheme=scheme)
    assert _violations(page) == []
    press(page)  # at once, with mistakes
    expect(page.get_by_role("alert")).to_be_visible()
    assert _violations(page) == []
    fill(page)
    page.evaluate("document.querySelector('#homepage').value = 'filled in by the browser'")
    page.evaluate("document.querySelector('[name=pass]')?.remove()")
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("took you for a machine")
    assert page.title().startswith("Not sent yet: ")
    assert _violations(page) == []
    press(page)
    page.wait_for_url("**/toy/thanks/")


@pytest.mark.parametrize("width", [320, 1280])
def test_large_enough_to_tap_and_never_wider_than_the_screen(open_form: Open, width: int) -> None:
    page = open_form(width=width)
    press(page)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    small = page.evaluate(
        "[...document.querySelectorAll('.account :is(.choice, select, textarea, button),"
        " .field > input')].filter(e => e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    columns = page.evaluate(
        "[...document.querySelectorAll('.account > .banner, .account > .field')]"
        ".map(e => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(set(columns)) == 1
