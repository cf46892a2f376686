"""Somebody tells us what she lived through on her phone, comes back with six words and takes it back."""

import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.test_everybody_can_read_it import in_light_and_dark
from e2e.walking import PACE, go_on, heading, send, six_words, tab_to
from tests.served_site import ServedSite

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
DOOR = "/signs/share/"
STORED = "localStorage.length + sessionStorage.length"
PAGES = (
    "who", "found-when", "places", "first-signs", "weeks", "told", "visits", "taken-for",
    "found-how", "wish-known", "about", "quotes", "consents", "wishes", "check",
)  # fmt: skip


def experiences(site: ServedSite) -> int:
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        return database.execute("SELECT COUNT(*) FROM experiences_experience").fetchone()[0]


def choose(page: Page, words: str) -> None:
    page.locator(".step:visible .choice").filter(has_text=words).first.click()


def tell(page: Page) -> None:
    """Through all pages, to the last one."""
    assert heading(page) == "Who is it about?"
    choose(page, "this is about me")
    go_on(page)
    assert not page.locator("[name=years_since_primary]").is_visible()
    choose(page, "After primary")
    page.locator("[name=years_since_primary]").fill("6")
    go_on(page)
    choose(page, "Bones")
    choose(page, "Liver")
    assert page.locator(".by-place .choice:visible").count() == 3  # these two, and “I do not know”
    page.locator(".by-place .choice").filter(has_text="Bones").click()
    go_on(page)
    page.locator("summary").filter(has_text="Bones").click()
    choose(page, "Bone pain that does not go away")
    go_on(page)
    choose(page, "5 to 12 weeks")
    for _ in range(5):
        go_on(page)
    assert "Page 10 of 15 – 5 left" in page.locator(".step:visible").inner_text()
    page.locator("[name=wish_known]").fill("That it is worth a scan.")
    go_on(page)
    choose(page, "Wales")
    go_on(page)
    page.locator("[name=quote_1]").fill("It felt like toothache.")
    go_on(page)
    for name in ("count_me", "quote_me"):
        page.locator(f"[name={name}]").check()
    go_on(page)
    choose(page, "Keep them without any name")
    go_on(page)


def answers(page: Page) -> list[str]:
    """What stands on the last page."""
    return page.locator(".step .choice:visible > span").evaluate_all(
        "spans => spans.map(span => span.firstChild.textContent.trim())"
    )


def come_back(page: Page, words: str) -> None:
    page.goto(f"{DOOR}yours/")
    page.get_by_label("Your six words").fill(words.upper())
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Where it stands")).to_be_visible()


def test_she_tells_comes_back_changes_her_mind_and_takes_it_back(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = experiences(writing_site), visit(DOOR, scripts=scripts)
    tell(page)
    assert answers(page) == [
        "I live with it, and this is about me", "After primary breast cancer", "Bones", "Liver",
        "Bones", "Bone pain that does not go away", "5 to 12 weeks", "Wales",
        "Count me. You may keep what I told you and count it with what others told you.",
        "Quote me. You may keep my words on page 12 and show them on this website, word for word.",
        "Keep them without any name",
    ]  # fmt: skip
    assert page.locator(".skipped:visible").count() == 4
    assert page.locator("[name=wish_known]").is_visible()
    assert experiences(writing_site) == before  # nothing is sent before the last page
    page.get_by_role("link", name="How long was it until you told somebody?").click()
    choose(page, "Within a week")
    page.locator(".step:visible .to-check").click()
    assert "Within a week" in answers(page)
    send(page)
    words = six_words(page)
    come_back(page, words)
    expect(page.get_by_text("That it is worth a scan.")).to_be_visible()
    page.get_by_role("button", name="Change this").click()
    page.locator("[name=quote_me]").uncheck()
    page.get_by_role("button", name="Keep these changes").click()
    expect(page.get_by_text("We have kept your changes.")).to_be_visible()
    page.get_by_role("button", name="Take everything back").click()
    page.get_by_role("button", name="Take everything back now").click()
    expect(page.get_by_role("heading", name="It is erased")).to_be_visible()
    assert experiences(writing_site) == before
    assert page.context.cookies() == []
    if scripts:
        assert page.evaluate(STORED) == 0


def test_the_last_page_says_what_is_missing_and_back_loses_nothing(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = experiences(writing_site), visit(f"{DOOR}#quotes", scripts=scripts)
    page.locator("[name=quote_1]").fill("It felt like toothache.")
    page.locator(".step:visible .to-check").click()
    page.go_back()
    assert heading(page) == "Words that we may show"
    assert page.locator("[name=quote_1]").input_value() == "It felt like toothache."
    page.go_forward()
    expect(page.locator(".when-nothing-agreed")).to_be_visible()
    expect(page.locator(".when-not-quoted")).to_be_visible()
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("the law does not let us keep it")
    assert heading(page) == "What we may do with it"
    assert page.locator("[name=quote_1]").input_value() == "It felt like toothache."
    assert experiences(writing_site) == before


def test_enter_in_a_line_sends_nothing(
    visit: Open, writing_site: ServedSite, scripts: bool
) -> None:
    before, page = experiences(writing_site), visit(f"{DOOR}#consents", scripts=scripts)
    page.locator("[name=count_me]").check()
    page.goto(f"{page.url.partition('#')[0]}#about")
    page.wait_for_timeout(PACE)
    page.locator("[name=year]").fill("2021")
    page.keyboard.press("Enter")
    if scripts:  # goes on
        expect(page.locator("#quotes-heading")).to_be_focused()
    assert page.locator("[name=year]").input_value() == "2021"
    assert experiences(writing_site) == before


def test_she_finds_a_sign_by_her_own_words(visit: Open) -> None:
    page = visit(f"{DOOR}#first-signs")
    box, found = (
        page.get_by_label("Type a few words, as you would say it"),
        page.locator("[data-found]"),
    )
    box.fill("toothache in my bones")
    expect(found).to_contain_text("They stand below.")
    expect(page.locator("[value=s-bone-pain]")).to_be_visible()
    assert page.locator("[data-signs] .choice:visible").count() < 12
    page.locator("[value=s-bone-pain]").check()
    box.fill("zzqqxx")
    expect(found).to_contain_text("Nothing in our list has these words.")
    expect(page.locator("[value=s-bone-pain]")).to_be_visible()  # what she chose stays
    box.fill("")
    expect(found).to_be_empty()
    assert page.locator("[data-signs] details:visible").count() == 8


def test_promise_no_trace_but_what_she_keeps_here_by_pressing(visit: Open) -> None:
    page = visit(f"{DOOR}#wish-known")
    page.locator("[name=wish_known]").fill("That it is worth a scan.")
    assert page.evaluate(STORED) == 0
    page.get_by_role("button", name="Keep this on my phone or computer").click()
    expect(page.locator("[data-keep-says]")).to_contain_text("Kept on this device")
    page.locator("[name=wish_known]").fill("That it is worth two scans.")
    kept = page.evaluate("localStorage.getItem(localStorage.key(0))")
    assert "two scans" in kept
    assert page.locator("[name=ticket]").first.input_value() not in kept
    page.goto("/signs/")
    page.goto(DOOR)
    assert page.locator("[name=wish_known]").input_value() == ""
    page.get_by_role("button", name="Go on with it").click()
    assert page.locator("[name=wish_known]").input_value() == "That it is worth two scans."
    page.get_by_role("button", name="Forget it").last.click()
    assert page.evaluate(STORED) == 0
    page.get_by_role("button", name="Keep this on my phone or computer").click()
    page.goto(f"{page.url.partition('#')[0]}#consents")
    page.locator("[name=count_me]").check()
    page.locator(".step:visible .to-check").click()
    assert page.evaluate(STORED) == 1
    send(page)
    six_words(page)
    assert page.evaluate(STORED) == 0
    assert page.context.cookies() == []


def test_her_words_are_taken_over_only_when_she_presses(visit: Open) -> None:
    page = visit(f"{DOOR}#wish-known")
    page.locator("[name=wish_known]").fill("That it is worth a scan.")
    page.goto(f"{DOOR}#quotes")
    assert page.locator("[name=quote_1]").input_value() == ""
    page.get_by_role("button", name="Take over what I wrote before").click()
    assert page.locator("[name=quote_1]").input_value() == "That it is worth a scan."


def test_by_keyboard_alone(visit: Open) -> None:
    page = visit(DOOR)
    page.locator("#who a.now").focus()

    tab_to(page, "teller")
    page.keyboard.press("Space")
    for following in PAGES[1:3]:
        tab_to(page, "Next")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{following}-heading")).to_be_focused()
    tab_to(page, "places")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    page.keyboard.press("Enter")
    expect(page.locator("#first-signs-heading")).to_be_focused()
    for _ in range(3):  # past the help and the box, to the first list
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "signs")
    page.keyboard.press("Space")
    for following in PAGES[4:13]:
        tab_to(page, "Next")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{following}-heading")).to_be_focused()
    tab_to(page, "count_me")
    page.keyboard.press("Space")
    for following in PAGES[13:]:
        tab_to(page, "Next")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{following}-heading")).to_be_focused()
    page.wait_for_timeout(PACE)
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    assert len(six_words(page).split()) == 6


def test_axe_finds_nothing_on_any_page(visit: Open) -> None:
    page, found = visit(DOOR, width=320), {}

    def look(name: str) -> None:
        found[name] = in_light_and_dark(page)

    for name in ("help-now", "who", "places", "first-signs", "about", "quotes", "consents"):
        page.goto(f"{DOOR}#{name}")
        look(name)
    page.goto("/signs/")
    page.goto(DOOR)
    tell(page)
    look("check")
    send(page)
    words = six_words(page)
    look("six words")
    page.goto(f"{DOOR}yours/")
    look("the way back")
    come_back(page, words)
    look("yours")
    page.get_by_role("button", name="Change this").click()
    page.wait_for_selector("[value=keep-changes]")
    look("change")
    page.get_by_role("button", name="Go back").click()
    for name, mark in (
        ("She or he has died", "died-now"),
        ("Take everything back", "take-back-now"),
    ):
        page.get_by_role("button", name=name).click()
        page.wait_for_selector(f"[value={mark}]")
        look(mark)
        page.get_by_role("button", name="No, go back").click()
        page.wait_for_selector("[value=change]")
    page.get_by_role("button", name="Take everything back").click()
    page.get_by_role("button", name="Take everything back now").click()
    page.wait_for_selector(".code")
    look("certificate")
    assert {name: problems for name, problems in found.items() if problems} == {}
