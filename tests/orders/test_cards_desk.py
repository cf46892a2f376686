"""A founder sees on Today what card payments want of her, and settles it; the doctor sees the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.core.checks import run_checks
from django.utils import timezone

from alongside.backoffice.stripe_health import stripe_answers, stripe_is_compared, stripe_is_heard
from alongside.backoffice.today import today_for
from alongside.orders import books
from alongside.orders.actions import cancelling
from alongside.orders.cards import reconcile
from alongside.orders.models import CardPayment, CardRefund, Entry
from alongside.orders.states import State

from . import stripe_shapes as shapes

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(paid_by_card, paperback):
    return paid_by_card({paperback: 1})


def lines(user):
    return {line.what: line.count for line in today_for(user).lines}


def stray(at_stripe, tell, pence=900):
    charge = at_stripe.charge(shapes.new("pi"), pence, {})
    tell(shapes.event("charge.refunded", charge))


def test_money_for_no_order_gets_its_order(
    ordered, paperback, at_stripe, tell, founder, dispatcher, signed_in
):
    order = ordered({paperback: 1})
    stray(at_stripe, tell, order.total_pence)
    assert lines(founder)["Card money for no order"] == 1
    assert "Card money for no order" not in lines(dispatcher)
    page, payment = signed_in(founder), CardPayment.objects.get()
    assert "£15.20" in page.get("/admin/book/cards/").content.decode()
    wrong = page.post(
        f"/admin/book/cards/{payment.pk}/order/", {"number": "BK0000001"}, follow=True
    )
    assert "No order has this number." in wrong.content.decode()
    typed = f" {order.number[:4].lower()} {order.number[4:]} "
    for says in (f"It belongs to {order.number} now.", "has its place already"):
        said = page.post(f"/admin/book/cards/{payment.pk}/order/", {"number": typed}, follow=True)
        assert says in said.content.decode()
    order.refresh_from_db()
    assert (order.state, books.money_of(order).paid) == (State.TO_PACK, 1520)
    assert "Card money for no order" not in lines(founder)
    assert reconcile.run().is_well


def test_a_dispute_a_refund_that_failed_and_one_that_nobody_explained(
    paid, at_stripe, tell, founder, signed_in
):
    intent = paid.card_payments.get().intent_id
    tell(shapes.event("refund.created", at_stripe.give_back(intent, 500)))
    assert lines(founder)["Given back without a word here"] == 1
    cancelling.cancel(paid)
    assert "Given back without a word here" not in lines(founder)
    CardRefund.objects.create(
        payment=paid.card_payments.get(),
        pence=1020,
        state="failed",
        problem="expired_or_canceled_card",
    )
    tell(at_stripe.dispute(intent))
    assert lines(founder)["A bank wants card money back"] == 1
    page = signed_in(founder).get("/admin/book/cards/").content.decode()
    assert f"order {paid.number}; at Stripe it is {intent}" in page
    assert "Enid" not in page and "Canary" not in page


def test_compare_now(paid, at_stripe, founder, dispatcher, signed_in):
    page = signed_in(founder)
    assert "They were not compared yet" in page.get("/admin/book/cards/").content.decode()
    said = page.post("/admin/book/cards/compare/", follow=True).content.decode()
    assert "Both say the same." in said and "Yes: £14.77" in said
    at_stripe._move("climate_order_purchase", -5, "climorder_1")
    said = page.post("/admin/book/cards/compare/", follow=True).content.decode()
    assert "Stripe moved money in a way that we do not know (1 times)" in said
    at_stripe.trouble = "down"
    said = page.post("/admin/book/cards/compare/", follow=True).content.decode()
    assert "Stripe does not answer just now." in said
    for path in ("/admin/book/cards/", "/admin/book/cards/compare/"):
        assert signed_in(dispatcher).post(path).status_code != 200
    assert not Entry.objects.filter(kind="correction").exists()


def test_the_doctor_looks_at_key_clock_and_what_is_heard(paid, at_stripe, settings):
    assert stripe_answers().state.startswith("test mode: no money moves; Stripe answers, clocks ")
    assert not stripe_answers().advice
    assert stripe_is_heard().state.startswith("last heard ") and not stripe_is_heard().advice
    assert "not compared yet" in stripe_is_compared().state
    reconcile.run()
    assert stripe_is_compared().state.startswith("the same on ")
    at_stripe._move("climate_order_purchase", -5, "climorder_1")
    reconcile.run()
    assert "differ by 5 pence" in stripe_is_compared().state and stripe_is_compared().advice
    at_stripe.clock = -240
    assert "Set the clock" in stripe_answers().advice
    CardPayment.objects.update(created_at=timezone.now() + timedelta(days=9))
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=True):
        assert "no event told us" in stripe_is_heard().state
    settings.STRIPE_KEY = "sk_test_of_somebody_else"
    assert "Is the key right" in stripe_answers().advice
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert "Set ALONGSIDE_STRIPE_WEBHOOK_SECRET" in stripe_answers().advice
    settings.STRIPE_KEY = ""
    assert (stripe_answers().state, stripe_answers().advice) == ("off: no keys are set", "")


@pytest.mark.parametrize(
    ("key", "secret", "found"),
    [
        ("", "", []),
        ("rk_live_1", "whsec_1", []),
        ("rk_test_1", "whsec_1", ["orders.W001"]),
        ("rk_live_1", "", ["orders.E001"]),
        ("", "whsec_1", ["orders.E001"]),
        ("pk_live_1", "whsec_1", ["orders.E002"]),
        ("rk_live_1", "rk_live_1", ["orders.E003"]),
    ],
)
def test_keys_that_do_not_fit_are_found_before_the_start(settings, key, secret, found):
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = key, secret
    ours = [one.id for one in run_checks(include_deployment_checks=True) if one.id[:7] == "orders."]
    assert ours == found
