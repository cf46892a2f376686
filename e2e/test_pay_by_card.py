"""Somebody pays by card and gets it back, in a real browser; Stripe is a stand-in that speaks its API."""

import json
import os
import sqlite3
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browser import PATIENCE
from e2e.shop_stage import open_shop
from e2e.staging import phones
from e2e.test_buy_the_book import as_it_is, fill_in
from e2e.test_dispatchers_day import is_fine
from e2e.test_keep_in_touch import press, readable
from e2e.walking import PACE, tab_to
from tests.orders import stripe_shapes as shapes
from tests.orders.stripe_stand_in import KEY, SECRET, StripeStandIn, signed, stand_in
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
TOTAL = 1520  # pence


@pytest.fixture(scope="module")
def at_stripe() -> Iterator[StripeStandIn]:
    with stand_in() as told:
        yield told


@pytest.fixture(scope="module")
def session() -> list[str]:
    """Of the founder, once the site is served."""
    return []


@pytest.fixture(scope="module")
def card_site(at_stripe: StripeStandIn, session: list[str]) -> Iterator[ServedSite]:
    def prepare(environment: dict[str, str]) -> None:
        environment["ALONGSIDE_URL"] = f"http://127.0.0.1:{environment['PORT']}"
        session.append(open_shop(environment))

    keys = {"ALONGSIDE_STRIPE_KEY": KEY, "ALONGSIDE_STRIPE_WEBHOOK_SECRET": SECRET}
    with served_site(prepare, STRIPE_API_BASE=at_stripe.address, **keys) as served:
        yield served


@pytest.fixture
def phone(browser: Browser, card_site: ServedSite, at_stripe: StripeStandIn) -> Iterator[Open]:
    at_stripe.webhook, at_stripe.trouble = f"{card_site.address}/webhooks/stripe/", ""
    with phones(browser, card_site.address, patience=PATIENCE) as opened:
        yield partial(opened, reduced_motion="reduce")


@pytest.fixture
def buyer(phone: Open) -> Open:
    return partial(phone, None)


@pytest.fixture
def founder(phone: Open, session: list[str]) -> Open:
    return lambda **options: phone(session[0], **options)


def ask(site: ServedSite, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site.var / "alongside.sqlite3", timeout=20)) as database:
        return database.execute(query).fetchall()


def newest(site: ServedSite) -> tuple[object, ...]:
    """State of the newest order, and what the ledger has of it at Stripe."""
    ((state, pk),) = ask(site, "SELECT state, id FROM orders_order ORDER BY id DESC LIMIT 1")
    ((pence,),) = ask(
        site,
        "SELECT coalesce(sum(pence), 0) FROM orders_posting JOIN orders_entry e ON e.id = entry_id"
        f" WHERE account = 'stripe' AND kind != 'fee' AND order_id = {pk}",
    )
    return state, pence


def order(page: Page, house: str) -> None:
    page.goto("/book/order/")
    page.get_by_label("Paperback").fill("1")
    fill_in(page, house)
    page.get_by_label("Card. You pay").check()
    page.wait_for_timeout(PACE)
    press(page, "Go on")
    press(page, "Order and pay")
    page.wait_for_url("**/book/orders/**")


def test_she_pays_comes_back_and_gets_it_back(
    buyer: Open, card_site: ServedSite, at_stripe: StripeStandIn, scripts: bool
) -> None:
    looked_at = readable if scripts else as_it_is
    page = buyer(scripts=scripts)
    order(page, f"9 Canary Row, {scripts}")
    looked_at(page, dark=True)
    tab_to(page, "Pay £15.20 by card") if scripts else None
    page.keyboard.press("Enter") if scripts else press(page, "Pay £15.20 by card")
    page.wait_for_url(f"{at_stripe.address}/**")  # the policy of our page lets the form go there
    assert newest(card_site) == ("unpaid", 0)
    page.go_back()
    page.get_by_role("button", name="Pay £15.20 by card").click(click_count=2)
    page.wait_for_url(f"{at_stripe.address}/**")
    press(page, "Pay")
    page.wait_for_url("**/book/orders/**?paid")
    expect(page.get_by_text("It is paid. Thank you.")).to_be_visible()
    expect(page.get_by_role("button", name="Pay £15.20 by card")).to_have_count(0)
    assert newest(card_site) == ("to_pack", TOTAL)
    assert looked_at(page).context.cookies() == []

    page.get_by_role("link", name="Cancel this order").click()
    page.wait_for_timeout(PACE)
    press(page, "Yes, cancel my order")
    expect(page.get_by_text("You get £15.20 back")).to_be_visible()
    went = at_stripe.give_back(str(_intent(card_site)), TOTAL)
    events = [shapes.event(f"refund.{what}", went) for what in ("created", "updated")]
    assert [at_stripe.tell(event) for event in (*events, events[0])] == [200] * 3
    page.reload()
    expect(page.get_by_text("It is cancelled. You owe us nothing.")).to_be_visible()
    assert newest(card_site) == ("cancelled", 0)


def _intent(site: ServedSite) -> object:
    return ask(site, "SELECT intent_id FROM orders_cardpayment ORDER BY id DESC LIMIT 1")[0][0]


def test_a_founder_gives_a_part_back_to_the_card(
    buyer: Open, founder: Open, card_site: ServedSite, at_stripe: StripeStandIn, scripts: bool
) -> None:
    def looked_at(page: Page) -> Page:
        if scripts:  # axe is a script
            is_fine(page)
        return page

    hers = buyer()
    order(hers, f"12 Canary Row, {scripts}")
    press(hers, "Pay £15.20 by card")
    press(hers, "Pay")
    hers.wait_for_url("**/book/orders/**?paid")
    number = hers.locator("h1").inner_text().split()[-1]

    desk = founder(scripts=scripts)
    desk.goto("/admin/book/orders/")
    desk.get_by_label("Number of the order, or e-mail address").fill(number)
    desk.get_by_label("Number of the order, or e-mail address").press("Enter")
    desk.get_by_text("Promise money back …").click()
    looked_at(desk)
    desk.get_by_label("Of the copies (pounds)").fill("120")
    desk.get_by_label("It came damaged").check()
    press(desk, "Promise it")
    expect(
        desk.get_by_text("This is more than was paid for it. The most is £12.00.")
    ).to_be_visible()
    looked_at(desk).get_by_label("Of the copies (pounds)").fill("4.50")
    press(desk, "Promise it")
    expect(desk.get_by_text("£4.50 to give back.")).to_be_visible()
    expect(looked_at(desk).get_by_label("Back to her card, by Stripe")).to_be_checked()
    press(desk, "It is given back")
    expect(desk.get_by_text("£4.50 given back (card)")).to_be_visible()
    looked_at(desk)
    assert newest(card_site) == ("to_pack", TOTAL - 450)
    hers.reload()
    expect(hers.get_by_text("We have sent you £4.50 back.")).to_be_visible()


def test_stripes_word_is_late_and_she_looks_again(
    buyer: Open, card_site: ServedSite, at_stripe: StripeStandIn
) -> None:
    at_stripe.webhook, page = "", buyer()
    order(page, "10 Canary Row")
    press(page, "Pay £15.20 by card")
    press(page, "Pay")
    page.wait_for_url("**/book/orders/**?paid")
    expect(page.get_by_text("wait for word of your card payment")).to_be_visible()
    readable(page, dark=True).reload()  # looking changes nothing
    assert newest(card_site) == ("unpaid", 0)
    press(page, "Look again")
    expect(page.get_by_text("It is paid. Thank you.")).to_be_visible()
    assert newest(card_site) == ("to_pack", TOTAL)


def test_stripe_does_not_answer_and_she_tries_again(
    buyer: Open, card_site: ServedSite, at_stripe: StripeStandIn
) -> None:
    page = buyer(width=320)
    order(page, "11 Canary Row")
    at_stripe.trouble = "down"
    press(page, "Pay £15.20 by card")
    expect(page.get_by_text("The card payment does not answer just now.")).to_be_visible()
    expect(page.get_by_text("12345678")).to_be_visible()
    readable(page, dark=True)
    at_stripe.trouble = ""
    press(page, "Try again: pay £15.20 by card")
    page.wait_for_url(f"{at_stripe.address}/**")


def test_what_comes_over_the_wire(card_site: ServedSite) -> None:
    """Forged, senseless, cut off, too large: 400 from the real server, and nothing of it is kept."""
    before = ask(card_site, "SELECT count(*) FROM orders_stripeevent")
    event = json.dumps(shapes.event("checkout.session.completed", {"id": "cs_1"}))
    for body, signature in [
        (event.encode(), signed(event, secret="whsec_other")),
        (event.encode(), ""),
        (b"\xff", "t=1,v1=0"),
        (b"{}", signed("{}")),
        (os.urandom(5_000_000), "t=1,v1=0"),
    ]:
        address = f"{card_site.address}/webhooks/stripe/"
        request = urllib.request.Request(address, body, {"Stripe-Signature": signature})
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(request, timeout=30)
        assert answer.value.code in (400, 413)
    assert ask(card_site, "SELECT count(*) FROM orders_stripeevent") == before
