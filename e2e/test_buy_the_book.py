"""Somebody orders the book and pays by bank transfer, or asks for a free copy, in a real browser."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import PATIENCE
from e2e.shop_stage import open_shop
from e2e.staging import phones
from e2e.test_keep_in_touch import press, readable
from e2e.walking import PACE, tab_to
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
PERSON = {
    "name": "Enid Enquirer 🌻",
    "line1": "7 Canary Row",
    "town": "Lewes",
    "postcode": "bn71aa",
    "email": "enid@example.org",
}


@pytest.fixture(scope="module")
def shop_site() -> Iterator[ServedSite]:
    with served_site(open_shop) as served:
        yield served


@pytest.fixture
def buyer(browser: Browser, shop_site: ServedSite) -> Iterator[Open]:
    """A phone in somebody's hand: `buyer(scripts=False)`."""
    with phones(browser, shop_site.address, patience=PATIENCE) as phone:
        yield lambda **options: phone(None, reduced_motion="reduce", **options)


def orders(site: ServedSite) -> list[tuple[str, int]]:
    """State and pence of each, the oldest first."""
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        return database.execute(
            "SELECT state, total_pence FROM orders_order ORDER BY id"
        ).fetchall()


def fill_in(page: Page, house: str) -> None:
    for name, typed in {**PERSON, "line1": house}.items():
        page.locator(f"[name={name}]").fill(typed)


def choose(page: Page, looked_at: Callable[..., Page], scripts: bool) -> None:
    """From the page of the book through the form, with a mistake on the way."""
    page.goto("/book/")
    looked_at(page, dark=True).get_by_role("link", name="Order the book").last.click()
    page.get_by_label("Paperback").fill("two")
    page.get_by_label("How many copies for somebody else?").fill("1")
    page.locator("[name=gift]").fill("5.05")
    page.wait_for_timeout(PACE)
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Please write a whole number")
    page.get_by_label("Paperback").fill("2")
    total = page.locator("[data-total]")
    if scripts:
        expect(total).to_contain_text("£48.35")
        page.get_by_label("Country").select_option("France")
        expect(total).to_contain_text("£60.55")
        page.get_by_label("Country").select_option("United Kingdom")
    expect(total).to_be_visible() if scripts else expect(total).to_be_hidden()
    assert not page.get_by_label("Your first name").is_visible()
    page.get_by_label("I want to Gift Aid").check()
    for name, typed in {"first": "Enid", "last": "E", "house": "7", "postcode": "BN7 1AA"}.items():
        page.locator(f"[name=aid_{name}]").fill(typed)
    fill_in(page, f"7 Canary Row, {scripts}")
    page.get_by_label("Bank transfer").check()
    press(looked_at(page, dark=True), "Go on")


def as_it_is(page: Page, *, dark: bool = False) -> Page:
    return page


def test_she_orders_changes_her_address_and_cancels(
    buyer: Open, shop_site: ServedSite, scripts: bool
) -> None:
    looked_at = readable if scripts else as_it_is  # axe is a script
    before, page = len(orders(shop_site)), buyer(scripts=scripts)
    choose(page, looked_at, scripts)
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    expect(page.locator(".sums tfoot")).to_contain_text("£48.35")
    press(looked_at(page, dark=True), "Change something")
    assert page.get_by_label("Paperback").input_value() == "2"
    press(page, "Go on")
    page.get_by_role("button", name="Order and pay").click(click_count=3)
    page.wait_for_url("**/book/orders/**")
    expect(page.locator(".pay-to")).to_contain_text("£48.35")
    assert orders(shop_site)[before:] == [("unpaid", 4835)]

    looked_at(page, dark=True).get_by_role("link", name="Change the address").click()
    page.get_by_label("Town").fill("Hove")
    page.wait_for_timeout(PACE)
    press(looked_at(page), "Send it there")
    expect(page.locator("p.address")).to_contain_text("Hove")
    page.get_by_role("link", name="Cancel this order").click()
    press(looked_at(page), "Yes, cancel my order")
    expect(page.get_by_text("It is cancelled.")).to_be_visible()
    assert orders(shop_site)[-1] == ("cancelled", 4835)
    looked_at(page).goto("/book/cancel/")
    assert looked_at(page).context.cookies() == []
    if scripts:
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_back_loses_nothing_and_orders_nothing_twice(buyer: Open, shop_site: ServedSite) -> None:
    page = buyer()
    page.goto("/book/order/")
    page.get_by_label("Paperback").fill("1")
    page.locator("[name=gift]").fill("5.05")
    page.locator("[name=dedication]").fill("For Una")
    fill_in(page, "9 Canary Row")
    page.get_by_label("Bank transfer").check()
    page.wait_for_timeout(PACE)
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    page.go_back()
    kept = {"copies_1": "1", "gift": "5.05", "dedication": "For Una", "line1": "9 Canary Row"}
    for name, typed in kept.items():
        expect(page.locator(f"[name={name}]")).to_have_value(typed)
    press(page, "Go on")
    press(page, "Order and pay")
    page.wait_for_url("**/book/orders/**")
    ordered = orders(shop_site)
    page.go_back()
    expect(page.get_by_text("Then we have your order.")).to_be_visible()
    readable(page)
    page.go_forward()
    expect(page.locator(".pay-to")).to_contain_text("£20.25")
    assert orders(shop_site) == ordered


def test_by_keyboard_alone_on_a_narrow_phone(buyer: Open, shop_site: ServedSite) -> None:
    page = buyer(width=320)
    page.goto("/book/order/")
    copies = page.get_by_label("Paperback").get_attribute("name") or ""
    for name, typed in {copies: "1", "forward": "", **PERSON, "pay_by": " "}.items():
        tab_to(page, name)
        page.keyboard.press("Space") if name == "pay_by" else page.keyboard.type(typed)
    page.wait_for_timeout(PACE)
    tab_to(page, "step")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Is this right?")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    tab_to(page, "step")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/orders/**")
    assert orders(shop_site)[-1] == ("unpaid", 1520)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_free_copy(buyer: Open, shop_site: ServedSite, scripts: bool) -> None:
    page = buyer(scripts=scripts)
    page.goto("/book/")
    page.get_by_role("link", name="Ask for a free copy").click()
    fill_in(page, "8 Canary Row")
    page.locator("[name=email]").fill(f"free{scripts}@example.org")
    page.get_by_label("Large print").check()
    page.wait_for_timeout(PACE)
    press(readable(page) if scripts else page, "Ask for a free copy")
    expect(
        page.get_by_role("heading", name="Thank you. Please look into your mail")
    ).to_be_visible()
    assert orders(shop_site)[-1] == ("fund", 0)
    assert not scripts or readable(page)
