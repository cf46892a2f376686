"""What Stripe tells us: twice, late, in any order, for nothing we know, and what others send."""

import json
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, cards, ledger
from alongside.orders.actions import card_money, paying
from alongside.orders.cards import asking_again, looks, reconcile
from alongside.orders.models import Account, CardPayment, Entry, Order, StripeEvent
from alongside.orders.states import State

from . import stripe_shapes as shapes

pytestmark = pytest.mark.django_db
Outcome = StripeEvent.Outcome


@pytest.fixture
def order(ordered, paperback):
    return ordered({paperback: 1}, pay_by="card")


@pytest.fixture
def session(order, at_stripe):
    """Of the page on which she can pay."""
    cards.start(order)
    return CardPayment.objects.get().session_id


def paid_once(order):
    order.refresh_from_db()
    assert order.state == State.TO_PACK
    assert Entry.objects.filter(kind="payment").count() == 1
    assert ledger.balance(Account.STRIPE) == order.total_pence
    assert books.money_of(order) == books.Money(order.total_pence, order.total_pence)
    assert OutboxMessage.objects.filter(kind="orders.paid").count() == 1


def outcomes():
    return list(StripeEvent.objects.order_by("pk").values_list("outcome", flat=True))


def test_before_she_is_back_twice_and_once_more_in_another_event(
    client, order, session, at_stripe, tell
):
    event = at_stripe.pay(session)
    for _ in range(3):
        assert tell(event).content == b"heard"
    again = shapes.event("checkout.session.async_payment_succeeded", event["data"]["object"])
    assert tell(again).content == b"heard"
    paid_once(order)
    assert outcomes() == [Outcome.DONE, Outcome.KNOWN]
    assert "wait for word" not in client.get(order.get_absolute_url() + "?paid").content.decode()


def test_after_her_own_look_told_us(order, session, at_stripe, tell):
    event = at_stripe.pay(session)
    looks.look_at_order(order)
    paid_once(order)
    tell(event)
    paid_once(order)
    assert outcomes() == [Outcome.KNOWN]


def test_a_day_late(order, session, at_stripe, tell):
    """Stripe signs anew each time it tries. Meanwhile the order has ended, and its copies are free."""
    event = at_stripe.pay(session)
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=True):
        assert paying.expire_due() == 1
        assert tell(event).content == b"heard"
    paid_once(order)


def test_out_of_order(order, session, at_stripe, tell):
    """An older word never takes back a newer one."""
    event = at_stripe.pay(session)
    page = event["data"]["object"]
    expired = page | {"status": "expired", "payment_status": "unpaid"}
    failed = page | {"payment_status": "unpaid"}
    tell(event)
    tell(shapes.event("checkout.session.expired", expired))
    tell(shapes.event("checkout.session.async_payment_failed", failed))
    tell(shapes.event("checkout.session.completed", failed))
    paid_once(order)
    assert CardPayment.objects.get().state == CardPayment.State.PAID
    assert outcomes() == [Outcome.DONE, *[Outcome.NOTHING] * 3]


def test_money_that_is_on_its_way_comes_or_does_not(client, order, session, at_stripe, tell):
    event = at_stripe.pay(session, payment_status="unpaid")
    page = event["data"]["object"]
    tell(event)
    assert (
        "wait for word of your card payment"
        in client.get(order.get_absolute_url()).content.decode()
    )
    pressed = client.post(f"{order.get_absolute_url()}pay/")
    assert pressed["Location"] == order.get_absolute_url()  # no second charge meanwhile
    tell(shapes.event("checkout.session.async_payment_failed", page))
    said = client.get(order.get_absolute_url()).content.decode()
    assert "The money did not come." in said and "by card</button>" in said
    order.refresh_from_db()
    assert (order.state, Entry.objects.count()) == (State.UNPAID, 0)
    paid = page | {"payment_status": "paid"}
    tell(shapes.event("checkout.session.async_payment_succeeded", paid))
    paid_once(order)


def test_a_page_that_closes_unpaid_leaves_the_order_as_it_is(order, session, at_stripe, tell):
    at_stripe.things[session].update(status="expired")
    tell(shapes.event("checkout.session.expired", at_stripe.things[session]))
    order.refresh_from_db()
    assert (order.state, CardPayment.objects.get().state) == (State.UNPAID, "closed")


@pytest.mark.parametrize(("pence", "state"), [(1000, State.UNPAID), (2000, State.TO_PACK)])
def test_another_amount_than_was_asked_for(order, session, at_stripe, tell, pence, state):
    tell(at_stripe.pay(session, amount_total=pence))
    order.refresh_from_db()
    assert (order.state, ledger.balance(Account.STRIPE)) == (state, pence)
    credit = pence - (order.total_pence if state == State.TO_PACK else 0)
    assert books.money_of(order).credit == credit


def test_the_same_payment_with_another_amount_is_not_booked_twice(order, session, at_stripe, tell):
    event = at_stripe.pay(session)
    tell(event)
    other = event["data"]["object"] | {"amount_total": 1}
    assert tell(shapes.event("checkout.session.completed", other)).status_code == 200
    paid_once(order)
    assert outcomes() == [Outcome.DONE, Outcome.ODD]


def test_other_money_than_pounds_is_booked_as_what_came_of_it(order, session, at_stripe, tell):
    tell(at_stripe.pay(session, currency="eur", amount_total=1900))
    assert (outcomes(), Entry.objects.count()) == ([Outcome.WAITS], 0)
    asking_again.ask_about_events()
    paid_once(order)  # 19.00 in euros were 15.20 in pounds


def test_an_order_that_was_paid_twice_is_paid_once_and_the_rest_is_hers(
    order, session, at_stripe, tell
):
    tell(at_stripe.pay(session))
    at_stripe.charge("pi_other", order.total_pence, {"order": order.number})
    second = at_stripe.things[at_stripe.things["pi_other"]["latest_charge"]]
    tell(shapes.event("charge.refunded", second))
    order.refresh_from_db()
    assert (order.state, books.money_of(order).credit) == (State.TO_PACK, order.total_pence)


def test_money_for_no_order_is_in_the_books_and_a_founder_finds_its_place(
    order, at_stripe, tell, founder
):
    at_stripe.things["cs_other"] = shapes.session(
        {
            "line_items": {"0": {"price_data": {"unit_amount": "1520", "currency": "gbp"}, "quantity": "1"}},
            "client_reference_id": "BK0000000", "expires_at": "0", "metadata": {}, "mode": "payment",
            "success_url": "", "cancel_url": "",
        },
        page="",
    ) | {"id": "cs_other"}  # fmt: skip
    event = at_stripe.pay("cs_other")
    for _ in range(2):
        assert tell(event).status_code == 200
    assert outcomes() == [Outcome.NO_ORDER]
    stray = CardPayment.objects.get(order=None)
    assert (stray.pence, ledger.balance(Account.STRIPE)) == (1520, 1520)
    assert ledger.balance(Account.BUYERS) == -1520

    CardPayment.objects.filter(pk=stray.pk).update(dispute="open")
    with pytest.raises(ledger.KeyUsed):  # her bank has it
        card_money.give_to(stray, order, by=founder)
    CardPayment.objects.filter(pk=stray.pk).update(dispute="won")
    card_money.give_to(stray, order, by=founder)
    paid_twice = shapes.event("checkout.session.completed", event["data"]["object"])
    assert tell(paid_twice).status_code == 200
    order.refresh_from_db()
    assert (order.state, books.money_of(order).paid) == (State.TO_PACK, 1520)
    assert ledger.balances() == ledger.balances(entry__order=order) | {Account.BUYERS: 0}
    with pytest.raises(CardPayment.DoesNotExist):
        card_money.give_to(stray, order, by=founder)


def test_a_disputed_payment_goes_at_once_and_comes_back_if_we_win(order, session, at_stripe, tell):
    tell(at_stripe.pay(session))
    event = at_stripe.dispute(at_stripe.things[session]["payment_intent"])
    for _ in range(2):
        tell(event)
    assert CardPayment.objects.get().dispute == "open"
    assert books.money_of(order) == books.Money(charged=order.total_pence, paid=0)
    assert ledger.balance(Account.STRIPE) == -2000
    won = at_stripe.decide(at_stripe.things[event["data"]["object"]["id"]], "won")
    tell(won)
    tell(shapes.event("charge.dispute.updated", event["data"]["object"]))  # an old word, late
    assert CardPayment.objects.get().dispute == "won"
    assert books.money_of(order).paid == order.total_pence
    assert ledger.balance(Account.FEES) == 2000


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_in_whatever_order_and_however_often_it_comes_to_the_same(
    order, session, at_stripe, tell, data
):
    """A payment, a part of it given back on Stripe's screens, a dispute that we win; and old words."""
    with transaction.atomic():
        told = _everything(at_stripe, session)
        again = data.draw(st.lists(st.sampled_from(told), max_size=4))
        for event in data.draw(st.permutations(told + again)):
            assert tell(event).status_code == 200
        for _ in range(2):
            asking_again.ask_about_events()
        assert reconcile.run().is_well
        assert books.money_of(order) == books.Money(order.total_pence, order.total_pence - 500)
        order.refresh_from_db()
        assert (order.state, CardPayment.objects.get().dispute) == (State.TO_PACK, "won")
        assert not StripeEvent.objects.filter(outcome__in=("odd", "waits")).exists()
        transaction.set_rollback(True)


def _everything(at_stripe, session):
    """All that Stripe would tell, made once."""
    if not hasattr(at_stripe, "everything"):
        paid = at_stripe.pay(session)
        page = paid["data"]["object"]
        old = page | {"payment_status": "unpaid", "status": "expired"}
        went = at_stripe.give_back(page["payment_intent"], 500)
        disputed = at_stripe.dispute(page["payment_intent"])
        charge = at_stripe.things[went["charge"]]
        dispute = at_stripe.things[disputed["data"]["object"]["id"]]
        at_stripe.everything = [
            paid,
            shapes.event("checkout.session.expired", old),
            shapes.event("refund.created", went),
            shapes.event("refund.updated", went),
            shapes.event("charge.refunded", dict(charge)),
            disputed,
            at_stripe.decide(dispute, "won"),
        ]
    return at_stripe.everything


@pytest.mark.parametrize(
    "signing",
    [
        {"secret": "whsec_of_somebody_else"},
        {"at": int(time.time()) - 301},
        {"signature": "t=1,v1=" + "0" * 64},
        {"signature": "v1=abc"},
        {"signature": "t=\u0661,v1=ä"},
        {"signature": f"t={'9' * 5000},v1=0"},
        {"signature": " "},
    ],
    ids=["another secret", "too old", "made up", "no time", "other letters", "long", "none"],
)
def test_forged(order, session, at_stripe, tell, signing):
    assert tell(at_stripe.pay(session), **signing).status_code == 400
    order.refresh_from_db()
    assert order.state == State.UNPAID
    assert not StripeEvent.objects.exists() and not Entry.objects.exists()


def _event(**thing):
    return json.dumps(shapes.event("checkout.session.completed", thing))


GOOD = {"id": "cs_1", "object": "checkout.session", "payment_status": "paid", "currency": "gbp",
        "payment_intent": "pi_1", "amount_total": 100}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "", "{}", "[]", "null", "7", '"x"', "{", "\x00", "[" * 5000,
        json.dumps(shapes.event("x", {})), json.dumps({"id": "evt_1", "type": "x", "data": 7}),
        _event(id="cs_1", object="checkout.session"),
        _event(**GOOD | {"amount_total": "100"}), _event(**GOOD | {"amount_total": -1}),
        _event(**GOOD | {"amount_total": 10**30}), _event(**GOOD | {"amount_total": True}),
        _event(**GOOD | {"payment_intent": None}), _event(**GOOD | {"id": "c" * 300}),
        _event(**GOOD | {"id": "cs_\x00"}), _event(**GOOD | {"metadata": 7}),
        _event(**GOOD | {"status": []}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_leaves_nothing(db, at_stripe, tell, body):
    answer = tell(body)
    if '"status": []' in body:  # not looked at when it is paid: the rest of it makes sense
        assert answer.status_code == 200
    else:
        assert answer.status_code == 400
        assert not StripeEvent.objects.exists() and not Entry.objects.exists()


def test_a_body_that_is_no_text_or_too_large(db, at_stripe, client):
    for body in (b"\xff\xfe", b"x" * (5 * 1024 * 1024)):
        answer = client.post("/webhooks/stripe/", body, "application/json")
        assert answer.status_code == 400
    assert client.get("/webhooks/stripe/").status_code == 405


def test_what_we_need_not_know_and_the_other_mode(order, session, at_stripe, tell):
    tell(shapes.event("customer.created", {"id": "cus_1", "object": "customer"}))
    live = at_stripe.pay(session) | {"livemode": True}
    assert tell(live).status_code == 200
    assert outcomes() == [Outcome.NOTHING, Outcome.MODE]
    order.refresh_from_db()
    assert order.state == State.UNPAID


def test_the_database_fails_and_stripe_tells_us_again(order, session, at_stripe, tell):
    event = at_stripe.pay(session)

    def fails(execute, sql, params, many, context):
        if "orders_posting" in sql and "INSERT" in sql:
            raise OperationalError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fails):
        assert tell(event).status_code == 500
    assert not StripeEvent.objects.exists() and not Entry.objects.exists()
    assert tell(event).status_code == 200
    paid_once(order)


def test_events_go_after_ninety_days_and_hold_nobody(order, session, at_stripe, tell):
    page = at_stripe.pay(session)
    about_her = {"email": "canary@example.org", "name": "Canary"}
    page["data"]["object"]["customer_details"] = about_her
    tell(page)
    kept = json.dumps([list(StripeEvent.objects.values_list()), list(CardPayment.objects.values_list()),
                       list(AuditEntry.objects.values_list())], default=str)  # fmt: skip
    assert page["id"] in kept and "anary" not in kept
    assert StripeEvent.purge(timezone.now() + timedelta(days=89)) == 0
    assert StripeEvent.purge(timezone.now() + timedelta(days=91)) == 1
    assert Order.objects.get().state == State.TO_PACK
