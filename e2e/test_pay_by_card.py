"""Somebody pays by card and gets it back, in a real browser; Stripe is a stand-in that speaks its API."""

import json
import os
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
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
from tests.sending_people import LEAST, ORDER, People, filled_in, hidden_fields
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
    ((pk,),) = ask(site, "SELECT max(id) FROM orders_order")
    return stands(site, pk)


def stands(site: ServedSite, pk: object) -> tuple[object, ...]:
    ((state,),) = ask(site, f"SELECT state FROM orders_order WHERE id = {pk}")
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


@dataclass
class Waiting:
    """An order whose page of Stripe is open."""

    pk: object
    path: str
    session: str


def wait_for_cards(site: ServedSite, *names: str) -> dict[str, Waiting]:
    """They order by the form of the running server, and press “Pay”."""
    people = People(site.address.removeprefix("http://"))
    forms = {name: people.open_form(name, door=ORDER) for name in names}
    time.sleep(LEAST)
    found = {}
    for name, form in forms.items():
        look = people.answer(form, filled_in(form) | {"pay_by": "card"})
        path = people.answer(form, hidden_fields(look) | {"step": "order"})
        for _ in range(2):  # pressed twice
            people.answer(replace(form, path=f"{path}pay/"), {})
        newest_page = "SELECT order_id, session_id FROM orders_cardpayment ORDER BY id DESC LIMIT 1"
        ((pk, session),) = ask(site, newest_page)
        found[name] = Waiting(pk, path, str(session))
    return found


def test_whatever_stripe_tells_the_running_server(
    card_site: ServedSite, at_stripe: StripeStandIn
) -> None:
    """Before she is back, twice, late by a day, out of order, of another amount, replayed, for no order."""
    at_stripe.webhook, at_stripe.trouble = f"{card_site.address}/webhooks/stripe/", ""
    names = ("before", "twice", "late", "disorder", "less", "replayed", "stray")
    waits = wait_for_cards(card_site, *names)
    assert (
        len({one.session for one in waits.values()}) == len({one.pk for one in waits.values()}) == 7
    )

    paid = {name: at_stripe.pay(one.session) for name, one in waits.items() if name != "less"}
    assert at_stripe.tell(paid["before"]) == 200
    assert b"It is paid. Thank you." in card_site.get(waits["before"].path)

    again = shapes.event("checkout.session.completed", paid["twice"]["data"]["object"])
    assert [at_stripe.tell(one) for one in (paid["twice"], paid["twice"], again)] == [200] * 3

    assert at_stripe.tell(paid["late"] | {"created": int(time.time()) - 86_400}) == 200

    went = at_stripe.give_back(paid["disorder"]["data"]["object"]["payment_intent"], 500)
    assert at_stripe.tell(shapes.event("refund.created", went)) == 200
    assert stands(card_site, waits["disorder"].pk) == ("unpaid", 0)
    assert at_stripe.tell(paid["disorder"]) == 200
    assert at_stripe.tell(shapes.event("refund.updated", went)) == 200

    less = at_stripe.pay(waits["less"].session, amount_total=1000)
    assert at_stripe.tell(less) == 200
    assert "£5.20 is missing" in card_site.get(waits["less"].path).decode()

    body = json.dumps(paid["replayed"])
    old = signed(body, at=int(time.time()) - 600)
    request = urllib.request.Request(at_stripe.webhook, body.encode(), {"Stripe-Signature": old})
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(request, timeout=30)
    assert answer.value.code == 400

    of_nobody = {"id": "cs_stray", "client_reference_id": "BK0000000", "metadata": {}}
    page = paid["stray"]["data"]["object"] | of_nobody | {"payment_intent": "pi_stray"}
    assert at_stripe.tell(shapes.event("checkout.session.completed", page)) == 200
    stray = "SELECT order_id, pence FROM orders_cardpayment WHERE intent_id = 'pi_stray'"
    assert ask(card_site, stray) == [(None, TOTAL)]

    assert {name: stands(card_site, one.pk) for name, one in waits.items()} == {
        "before": ("to_pack", TOTAL), "twice": ("to_pack", TOTAL), "late": ("to_pack", TOTAL),
        "disorder": ("to_pack", TOTAL - 500), "less": ("unpaid", 1000), "replayed": ("unpaid", 0),
        "stray": ("unpaid", 0),
    }  # fmt: skip
