"""A dispatcher packs, prints, scans and undoes: on a phone without scripts, and with the keyboard alone."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.parcels_stage import set_stage
from e2e.staging import phones
from e2e.test_everybody_can_read_it import _violations
from e2e.walking import tab_to
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def staged() -> Iterator[tuple[ServedSite, dict[str, Any]]]:
    stage: dict[str, Any] = {}
    with served_site(lambda environment: stage.update(set_stage(environment))) as site:
        yield site, stage


@pytest.fixture
def dora(browser: Browser, staged: Any) -> Iterator[Open]:
    site, stage = staged
    with phones(browser, site.address, patience=8000) as open_:
        yield partial(open_, stage["session"])


def is_fine(page: Page) -> None:
    page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
    assert _violations(page) == []
    right = page.evaluate(
        "Math.max(...[...document.querySelectorAll('.desk *')].map("
        "one => one.getBoundingClientRect().right))"
    )
    assert right <= page.viewport_size["width"], page.url


def test_a_day_on_a_phone_without_scripts(dora: Open, staged: Any) -> None:
    numbers = staged[1]["numbers"]
    page = dora(scripts=False)
    page.goto("/admin/book/")
    expect(page.get_by_text("Same person, same address: one parcel.")).to_be_visible()
    page.get_by_role("button", name="Pack all 4").click()
    expect(page.get_by_role("heading", name="Packed: 4 parcels")).to_be_visible()
    expect(page.get_by_text("Please write these labels by hand")).to_be_visible()
    for link in ("book_slips", "labels"):
        address = page.locator(f"a[href*='{link.split('_')[-1]}.pdf'], form[action*='{link}.pdf']")
        path = address.first.get_attribute("href") or (
            f"{address.first.get_attribute('action')}?sheet=L7163&first=3"
        )
        pdf = page.request.get(path)
        assert pdf.ok and pdf.body().startswith(b"%PDF"), path
    page.get_by_role("link", name="When they are posted").click()
    page.get_by_label("Order number").fill(numbers[1])
    page.get_by_label("Order number").press("Enter")
    expect(page.get_by_text(f"Posted: {numbers[1]}.")).to_be_visible()
    page.get_by_label("Order number").fill(numbers[1])
    page.get_by_label("Order number").press("Enter")
    expect(page.get_by_text("posted already by Dora")).to_be_visible()
    page.get_by_role("button", name=f"Undo: {numbers[1]} was not posted").click()
    expect(page.get_by_text(f"Not posted after all: {numbers[1]}.")).to_be_visible()
    page.get_by_role("button", name=f"Posted: {numbers[1]}").click()
    expect(page.get_by_text(f"Posted: {numbers[1]}.")).to_be_visible()


def test_with_the_keyboard_alone(dora: Open, staged: Any) -> None:
    number = staged[1]["numbers"][2]
    page = dora(width=1280)
    page.goto("/admin/book/packed/")
    page.keyboard.type(number)  # the box has the focus, as a scanner needs it
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Posted: {number}.")).to_be_visible()
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Not posted after all: {number}.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_every_screen_of_parcels_fits_and_axe_finds_nothing(
    dora: Open, width: int, scheme: str
) -> None:
    page = dora(width=width, color_scheme=scheme)
    for path in ("", "packed/", "packed/print/", "waiting/", "posted/"):
        page.goto(f"/admin/book/{path}")
        expect(page.locator(".desk h1")).to_be_visible()
        is_fine(page)
    page.goto("/admin/book/packed/")
    page.locator(".desk__row .desk__link").last.click()
    page.get_by_text("Only a part of it goes today").or_(
        page.get_by_text("Print again")
    ).first.click()
    is_fine(page)
    page.goto("/admin/book/posted/")
    page.locator(".desk__row .desk__link").first.click()
    page.get_by_text("Write down what came back").click()
    is_fine(page)
