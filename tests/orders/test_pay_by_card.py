"""She pays by card: to Stripe's page and back, twice, in two tabs, and when Stripe does not answer."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, cards, ledger
from alongside.orders.actions import cancelling, paying
from alongside.orders.cards import checkout, looks
from alongside.orders.cards import client as stripe_client
from alongside.orders.models import Account, BookEdition, CardPayment, Entry, Order, Shop
from alongside.orders.states import State

from .conftest import BUYER

pytestmark = pytest.mark.django_db
Page = CardPayment.State


@pytest.fixture
def order(ordered, paperback):
    return ordered({paperback: 2}, pay_by="card", gift_pence=500, forward_copies=1)


def press(client, order, **headers):
    return client.post(
        f"{order.get_absolute_url()}pay/", headers={"origin": "http://testserver"} | headers
    )


def page_at(at_stripe, address):
    return at_stripe.things[address.rpartition("/")[2]]


def made(at_stripe):
    return [asked for _, path, asked in at_stripe.requests if path == "/v1/checkout/sessions"]


def mails(order, kind):
    return OutboxMessage.objects.filter(
        kind=f"orders.{kind}", reference=f"order:{order.pk}"
    ).count()


def test_from_the_button_to_the_books(client, order, at_stripe, tell):
    shown = client.get(order.get_absolute_url())
    assert f"Pay £{order.total_pence / 100:.2f} by card" in shown.content.decode()
    assert f"form-action 'self' {at_stripe.address}" in shown["Content-Security-Policy"]
    assert not CardPayment.objects.exists()  # looking begins nothing

    response = press(client, order)
    assert (response.status_code, response["Cache-Control"]) == (303, "no-store")
    page = page_at(at_stripe, response["Location"])
    assert page["amount_total"] == order.total_pence == 2400 + 430 + 1500 + 500
    assert timedelta(minutes=30) < _open_for(page) <= timedelta(hours=24)
    assert CardPayment.objects.get().state == Page.OPEN

    event = at_stripe.pay(page["id"])
    waits = client.get(order.get_absolute_url() + "?paid").content.decode()
    assert "wait for word of your card payment" in waits and "Pay £" not in waits
    order.refresh_from_db()
    assert order.state == State.UNPAID  # coming back is no proof

    assert tell(event).content == b"heard"
    order.refresh_from_db()
    assert (order.state, order.paid_at is not None) == (State.TO_PACK, True)
    assert ledger.balance(Account.STRIPE) == order.total_pence
    assert Entry.objects.get(kind="payment").key == f"stripe:{page['payment_intent']}"
    assert mails(order, "paid") == 1
    after = client.get(order.get_absolute_url() + "?paid").content.decode()
    assert "wait for word" not in after and "by card</button>" not in after


def _open_for(page):
    return timedelta(seconds=page["expires_at"]) - timedelta(seconds=timezone.now().timestamp())


def test_stripe_learns_what_is_bought_and_nothing_about_her(client, order, at_stripe):
    press(client, order)
    (asked,) = made(at_stripe)
    said = json.dumps(asked)
    for word in (
        BUYER.name,
        BUYER.email,
        "Canary",
        "Lewes",
        BUYER.postcode,
        "cancer",
        "customer_email",
    ):
        assert word not in said
    names = [line["price_data"]["product_data"]["name"] for line in asked["line_items"].values()]
    assert names == ["Paperback", "Postage", "Copies paid forward (1)", "Gift"]
    assert asked["payment_intent_data"]["statement_descriptor_suffix"] == order.number
    assert asked["payment_intent_data"]["description"] == f"Order {order.number}"


def test_pressed_twice_in_two_tabs_and_after_going_back_it_is_one_page(
    client, order, at_stripe, tell
):
    addresses = {press(client, order)["Location"] for _ in range(3)}
    assert len(addresses) == 1 and len(made(at_stripe)) == 1
    tell(at_stripe.pay(CardPayment.objects.get().session_id))
    assert press(client, order)["Location"] == order.get_absolute_url()  # paid: nothing to pay
    assert CardPayment.objects.count() == 1 == Entry.objects.filter(kind="payment").count()


def test_paid_and_pressed_again_before_stripe_told_us(client, order, at_stripe):
    press(client, order)
    at_stripe.pay(CardPayment.objects.get().session_id)
    assert press(client, order)["Location"] == order.get_absolute_url()
    order.refresh_from_db()
    assert (order.state, len(made(at_stripe))) == (State.TO_PACK, 1)


def test_prices_are_those_of_the_order(client, order, at_stripe):
    BookEdition.objects.update(pence=99_00)
    page = page_at(at_stripe, press(client, order)["Location"])
    assert page["amount_total"] == order.total_pence
    forged = client.post(
        f"{order.get_absolute_url()}pay/", {"amount": "1", "pence": "1", "total_pence": "1"}
    )
    assert page_at(at_stripe, forged["Location"])["amount_total"] == order.total_pence


def test_a_page_that_closed_gives_way_to_a_new_one(client, order, at_stripe):
    first = press(client, order)["Location"]
    page_at(at_stripe, first).update(status="expired", url=None)
    second = press(client, order)["Location"]
    assert second != first
    assert list(CardPayment.objects.values_list("state", flat=True)) == [Page.CLOSED, Page.OPEN]


def test_what_came_by_transfer_is_not_asked_for_again(client, order, at_stripe):
    first = press(client, order)["Location"]
    paying.receive(order, 1000, Account.BANK, key="bank:1")
    second = press(client, order)["Location"]
    assert page_at(at_stripe, second)["amount_total"] == order.total_pence - 1000
    looks.look_after_cards()
    assert page_at(at_stripe, first)["status"] == "expired"  # nobody can pay too much on it


def test_after_the_money_came_another_way_or_she_cancelled_the_page_is_closed(
    client, order, at_stripe, tell
):
    press(client, order)
    session = CardPayment.objects.get().session_id
    cancelling.cancel(order)
    looks.look_after_cards()
    assert at_stripe.things[session]["status"] == "expired"
    assert press(client, order)["Location"] == order.get_absolute_url()
    tell(at_stripe.pay(session))  # she was quicker than we
    order.refresh_from_db()
    assert (order.state, books.money_of(order).credit) == (State.HELD, order.total_pence)


def test_only_pressing_it_on_our_page_begins_a_payment(client, order, at_stripe):
    address = f"{order.get_absolute_url()}pay/"
    assert client.get(address)["Location"] == order.get_absolute_url()
    elsewhere = press(client, order, origin="https://elsewhere.example")
    assert elsewhere["Location"] == order.get_absolute_url()
    assert client.post("/book/orders/BK0000000.forged/pay/").status_code == 404
    client.get(order.get_absolute_url() + "?paid")
    assert not CardPayment.objects.exists() and not at_stripe.requests


def test_without_keys_there_are_no_card_payments(client, order):
    shown = client.get(order.get_absolute_url())
    assert "by card" not in shown.content.decode()
    assert "form-action 'self';" in shown["Content-Security-Policy"] + ";"
    assert press(client, order)["Location"] == order.get_absolute_url()
    assert client.post("/webhooks/stripe/", "{}", "application/json").status_code == 404
    assert not cards.is_on() and not CardPayment.objects.exists()


def test_an_order_that_was_made_up_takes_no_real_money(ordered, paperback, at_stripe, settings):
    Shop.objects.update(is_made_up=True)
    order = ordered({paperback: 1}, pay_by="card")
    settings.STRIPE_KEY = "sk_live_of_the_stand_in"
    with pytest.raises(checkout.NothingToPay):
        cards.start(order)
    assert not at_stripe.requests


@pytest.mark.parametrize("trouble", ["down", "broken", "slow"])
def test_stripe_does_not_answer(client, order, at_stripe, trouble, monkeypatch):
    monkeypatch.setattr(stripe_client, "PATIENCE", (1, 0.1))
    at_stripe.trouble = trouble
    response = press(client, order)
    assert response["Location"] == order.get_absolute_url() + "?away"
    said = client.get(response["Location"]).content.decode()
    assert "The card payment does not answer just now" in said and "Try again" in said
    assert "12345678" in said  # or by transfer
    order.refresh_from_db()
    assert order.kept_until - order.placed_at == timedelta(days=14)
    assert f"until {timezone.localtime(order.kept_until):%-d %B %Y}" in said
    looks.look_after_cards()  # still nothing
    assert mails(order, "card_again") == 0

    at_stripe.trouble = ""
    for _ in range(2):
        looks.look_after_cards()
    assert mails(order, "card_again") == 1
    assert "does not answer" not in client.get(response["Location"]).content.decode()
    assert len(made(at_stripe)) == 1
    page = page_at(at_stripe, press(client, order)["Location"])
    assert (page["status"], page["amount_total"]) == ("open", order.total_pence)
    assert len(made(at_stripe)) == 1  # the one that the mail spoke of


def test_a_page_whose_address_got_lost_on_the_way_is_the_same_page(client, order, at_stripe):
    at_stripe.trouble = "lost"
    assert press(client, order)["Location"].endswith("?away")
    at_stripe.trouble = ""
    press(client, order)
    assert sum(one["object"] == "checkout.session" for one in at_stripe.things.values()) == 1


def test_she_paid_by_transfer_while_stripe_was_away(client, order, at_stripe):
    at_stripe.trouble = "down"
    press(client, order)
    paying.receive(order, order.total_pence, Account.BANK, key="bank:1")
    at_stripe.trouble = ""
    looks.look_after_cards()
    assert mails(order, "card_again") == 0 and not made(at_stripe)


def test_stripe_wants_other_things_than_we_send(client, order, at_stripe):
    """What it refuses once it would refuse for ever under the same name: the next try is another request."""
    page = CardPayment.objects.create(
        order=order, pence=order.total_pence, expires_at=timezone.now() + timedelta(minutes=29)
    )
    assert press(client, order)["Location"].endswith("?away")
    page.refresh_from_db()
    assert page.tries == 1
    assert at_stripe.address in press(client, order)["Location"]


def test_she_looks_again_and_stripe_says_that_she_paid(client, order, at_stripe):
    press(client, order)
    again = f"{order.get_absolute_url()}card/"
    not_yet = client.post(again)
    assert not_yet["Location"] == order.get_absolute_url() + "?paid"
    at_stripe.pay(CardPayment.objects.get().session_id)
    assert client.get(again)["Location"] == order.get_absolute_url()
    order.refresh_from_db()
    assert order.state == State.UNPAID
    assert client.post(again)["Location"] == order.get_absolute_url()
    order.refresh_from_db()
    assert order.state == State.TO_PACK


def test_a_word_of_stripes_that_never_came_is_asked_for(client, order, at_stripe):
    press(client, order)
    page = CardPayment.objects.get()
    at_stripe.pay(page.session_id)
    looks.look_at_pages()
    order.refresh_from_db()
    assert order.state == State.UNPAID  # not every minute
    CardPayment.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    looks.look_at_pages()
    order.refresh_from_db()
    assert order.state == State.TO_PACK
    assert Order.objects.count() == 1 == Entry.objects.filter(kind="payment").count()
