"""Somebody writes to the founders, comes back with her six words and erases it all, in a real browser."""

import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.test_everybody_can_read_it import in_light_and_dark
from e2e.walking import PACE, go_on, heading, send, six_words, tab_to
from tests.open_inbox import answer_the_newest
from tests.served_site import ServedSite

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
WORDS = "I have had breast cancer and my hip hurts."


def conversations(site: ServedSite) -> int:
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        return database.execute("SELECT COUNT(*) FROM enquiries_conversation").fetchone()[0]


def write(page: Page) -> None:
    """Through all six steps."""
    assert heading(page) == "What do you need?"
    page.get_by_text("To talk to someone who has it too").click()
    go_on(page)
    page.get_by_text("I live with secondary breast cancer").click()
    page.get_by_label("What shall we call you?").fill("Ann")
    go_on(page)
    page.get_by_text("Bone", exact=True).click()
    go_on(page)
    page.get_by_label("Nation or region").select_option("Wales")
    go_on(page)
    assert heading(page) == "How shall we answer?"
    go_on(page)
    page.locator("[name=message]").fill(WORDS)
    page.get_by_label("Yes, you may keep what I write here").check()


def test_she_writes_reads_the_answer_and_erases_it(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    page = visit(scripts=scripts)
    write(page)
    send(page)
    words = six_words(page)
    assert len(words.split()) == 6
    answer_the_newest(writing_site, "I live with it too. Ask me whatever you like.")

    page.goto("/join-us/conversation/")
    page.get_by_label("Your six words").fill(words.upper().replace(" ", "-"))
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("I live with it too.")).to_be_visible()
    expect(page.get_by_text("A founder, Test Founder")).to_be_visible()
    page.get_by_label("Write more").fill("Thank you.")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The founders have what you wrote.")).to_be_visible()

    page.get_by_role("button", name="Change how we reach you").click()
    page.get_by_text("By telephone").click()
    page.get_by_label("Your telephone number").fill("07700 900123")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Keep this").click()
    expect(page.get_by_text("07700 900123")).to_be_visible()

    page.get_by_role("button", name="Erase it all now").click()
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Erase it all now").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    assert page.locator(".code").inner_text().count("-") == 2
    assert page.context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_one_step_at_a_time_and_back_loses_nothing(visit: Open, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.get_by_text("A call back").click()
    go_on(page)
    page.get_by_label("What shall we call you?").fill("Ann")
    go_on(page)
    assert heading(page) == "If it has spread, where to?"
    page.go_back()
    assert heading(page) == "Who are you?"
    assert page.get_by_label("What shall we call you?").input_value() == "Ann"
    page.locator(".step:visible .go").get_by_text("Back").click()
    assert heading(page) == "What do you need?"
    assert page.get_by_label("A call back").is_checked()
    assert "Step 1 of 6" in page.locator(".step:visible").inner_text()


def test_steps_need_no_connection(visit: Open, writing_site: ServedSite, scripts: bool) -> None:
    before, page = conversations(writing_site), visit(scripts=scripts)
    page.context.set_offline(True)
    write(page)
    if scripts:
        send(page)
        expect(page.locator("form.steps [data-says]")).to_contain_text("Not sent: no connection.")
        assert page.locator("[name=message]").input_value() == WORDS
    page.context.set_offline(False)
    send(page)
    assert len(six_words(page).split()) == 6
    assert conversations(writing_site) == before + 1


def test_help_now_shows_numbers_at_once_and_back_leads_to_the_form(
    visit: Open, scripts: bool
) -> None:
    page = visit(scripts=scripts)
    assert not page.locator("#help-now").is_visible()
    page.get_by_role("link", name="I need help now").click()
    expect(page.locator("#help-now")).to_be_in_viewport()
    for number in ("999", "111", "116 123", "0808 808 00 00", "0808 800 6000"):
        expect(
            page.locator("#help-now").get_by_role("link", name=number, exact=True)
        ).to_be_visible()
    page.get_by_role("link", name="Go on to the form").click()
    assert heading(page) == "What do you need?"


def test_a_professional_has_a_shorter_way(visit: Open, scripts: bool) -> None:
    page = visit(scripts=scripts)
    page.get_by_text("I am a professional or from the press").click()
    go_on(page)
    assert heading(page) == "How shall we answer?"
    assert "Step" not in page.locator(".step:visible").inner_text()


def test_fields_for_the_telephone_come_when_they_are_needed(visit: Open, scripts: bool) -> None:
    page = visit("/join-us/#answer", scripts=scripts)
    assert not page.get_by_label("Your telephone number").is_visible()
    assert not page.get_by_label("Your e-mail address").is_visible()
    page.get_by_text("By telephone").click()
    assert page.get_by_label("Your telephone number").is_visible()
    page.get_by_label("Also send me an e-mail").check()
    assert page.get_by_label("Your e-mail address").is_visible()


def test_a_mistake_opens_its_step_with_everything_kept(visit: Open, scripts: bool) -> None:
    page = visit(scripts=scripts)
    write(page)
    page.locator(".step:visible .go").get_by_text("Back").click()
    page.get_by_text("By telephone").click()
    page.get_by_label("Your telephone number").fill("12")
    go_on(page)
    send(page)
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.title().startswith("Error: ")
    assert heading(page) == "How shall we answer?"
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Your telephone number")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("07700 900123")
    go_on(page)
    assert page.locator("[name=message]").input_value() == WORDS
    send(page)
    assert len(six_words(page).split()) == 6


def test_enter_on_an_early_step_sends_nothing_half_filled(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = conversations(writing_site), visit("/join-us/#you", scripts=scripts)
    page.wait_for_timeout(PACE)
    page.get_by_label("What shall we call you?").fill("Ann")
    page.keyboard.press("Enter")
    if scripts:  # goes on
        page.wait_for_url("**/join-us/#spread")
        expect(page.locator("#spread-heading")).to_be_focused()
    else:  # the message is asked for, with all that was typed
        expect(page.get_by_text("Please write a few words here.").first).to_be_visible()
        assert heading(page) == "Your message"
        assert page.locator("[name=name]").input_value() == "Ann"
    assert conversations(writing_site) == before


def test_going_back_and_sending_again_is_one_message(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = conversations(writing_site), visit(scripts=scripts)
    write(page)
    send(page)
    first = six_words(page)
    page.go_back()
    page.locator("[name=message]").fill(f"{WORDS} And my back.")
    page.get_by_label("Yes, you may keep what I write here").check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector("text=there is only one message")
    assert six_words(page) == first
    assert conversations(writing_site) == before + 1


def test_pressing_many_times_is_one_message(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = conversations(writing_site), visit(scripts=scripts)
    write(page)
    page.wait_for_timeout(PACE)
    page.get_by_role("button", name="Send", exact=True).click(click_count=3)
    assert len(six_words(page).split()) == 6
    assert conversations(writing_site) == before + 1


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit()
    page.locator(".step:visible a.now").focus()

    tab_to(page, "need")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(page.locator("#you-heading")).to_be_focused()
    tab_to(page, "name")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    for following in ("where", "answer", "words"):
        tab_to(page, "Next")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{following}-heading")).to_be_focused()
    tab_to(page, "message")
    page.keyboard.type(WORDS)
    tab_to(page, "consent")
    page.keyboard.press("Space")
    page.wait_for_timeout(PACE)
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    assert len(six_words(page).split()) == 6


def test_only_the_six_words_are_printed(visit: Open) -> None:
    page = visit()
    write(page)
    send(page)
    words = six_words(page)
    page.emulate_media(media="print")
    printed = page.inner_text("body")
    for word in [*words.split(), "Six words", "Where to type them", "Everything is erased on"]:
        assert word in printed
    for word in ("Alongside", "cancer", "founders", "Samaritans", "Thank you"):
        assert word not in printed
    assert "cancer" not in page.title()


def test_copying_the_six_words(visit: Open) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    write(page)
    send(page)
    words = six_words(page)
    page.get_by_role("button", name="Copy them").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == words


def test_a_relative_and_a_complaint(visit: Open, scripts: bool) -> None:
    page = visit("/someone-has-died/", scripts=scripts)
    page.get_by_label("E-mail address of the person who has died").fill("mum@example.org")
    send(page)
    expect(page.get_by_role("heading", name="Thank you for telling us")).to_be_visible()
    page.goto("/privacy/complaint/")
    page.get_by_label("What happened?").fill("You wrote to my old address.")
    send(page)
    expect(page.get_by_role("heading", name="We have your complaint")).to_be_visible()


def test_axe_finds_nothing_on_any_page(visit: Open) -> None:
    page, found = visit(width=360), {}

    def look(name: str) -> None:
        found[name] = in_light_and_dark(page)

    for step in ("need", "help-now", "you", "spread", "where", "answer", "words"):
        page.goto(f"/join-us/#{step}")
        look(step)
    page.wait_for_timeout(PACE)
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_selector("[role=alert]")
    look("mistakes")
    page.goto("/join-us/")
    write(page)
    send(page)
    words = six_words(page)
    look("six words")
    page.goto("/join-us/conversation/")
    look("the way back")
    page.wait_for_timeout(1100)
    page.get_by_label("Your six words").fill("let me in")
    page.get_by_role("button", name="Open").click()
    page.wait_for_selector("[role=alert]")
    look("wrong words")
    page.get_by_label("Your six words").fill(words)
    page.get_by_role("button", name="Open").click()
    page.wait_for_selector(".talk")
    look("conversation")
    page.get_by_role("button", name="Change how we reach you").click()
    page.wait_for_selector("[value=keep-reach]")
    look("how we reach her")
    page.get_by_role("button", name="Go back").click()
    page.get_by_role("button", name="Erase it all now").click()
    page.wait_for_selector("[value=erase-now]")
    look("before erasing")
    page.wait_for_timeout(1100)
    page.get_by_role("button", name="Erase it all now").click()
    page.wait_for_selector(".code")
    look("certificate")
    for path in ("/someone-has-died/", "/privacy/complaint/"):
        page.goto(path)
        look(path)
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_is_wider_than_the_screen(visit: Open, width: int) -> None:
    page = visit(width=width)
    for path in ("/join-us/#need", "/join-us/#help-now", "/join-us/#answer", "/join-us/#words",
                 "/join-us/conversation/", "/someone-has-died/", "/privacy/complaint/"):  # fmt: skip
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == width, path


def test_who_waits_for_results_is_not_asked_where_it_has_spread(visit: Open, scripts: bool) -> None:
    page = visit(scripts=scripts)
    go_on(page)
    page.get_by_text("I am waiting for results").click()
    go_on(page)
    assert heading(page) == "Where do you live?"
    page.locator(".step:visible .go").get_by_text("Back").locator("visible=true").click()
    assert heading(page) == "Who are you?"
    page.get_by_text("I live with secondary breast cancer").click()
    go_on(page)
    assert heading(page) == "If it has spread, where to?"


def test_a_call_back_chooses_the_telephone(visit: Open) -> None:
    page = visit(scripts=True)
    page.get_by_text("A call back").click()
    assert page.locator("[name=answer_by][value=phone]").is_checked()
