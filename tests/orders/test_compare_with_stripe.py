"""Once a day our books are compared with Stripe's balance: fees, payouts, what nobody told us of."""

import json
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from alongside.orders import books, ledger
from alongside.orders.cards import looks, reconcile
from alongside.orders.models import Account, CardPayment, Entry, Order, Reconciliation, StripeEvent
from alongside.orders.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(paid_by_card, paperback):
    return partial(paid_by_card, {paperback: 1})


def test_fees_and_payouts_are_booked_once_and_all_is_equal(paid, at_stripe):
    for _ in range(4):
        paid()  # more movements than Stripe lists at once
    at_stripe.pay_out(3000)
    at_stripe._move("stripe_fee", -150, "fee_1")
    for _ in range(2):
        found = reconcile.run()
    fee = 4 * (23 + 20) + 150
    assert (found.ours, found.difference) == (4 * 1520 - fee - 3000, 0)
    assert found.is_well and found.findings == {}
    assert ledger.balance(Account.FEES) == fee
    assert ledger.balance(Account.STRIPE, order=Order.objects.first()) == 1520  # can all go back
    assert ledger.balance(Account.BANK) == 3000
    assert Entry.objects.filter(kind="fee").count() == 5
    assert Entry.objects.filter(kind="payout").count() == 1


def test_a_payment_that_nobody_told_us_of_is_found(paid, at_stripe):
    told, silent = paid(), paid(is_told=False)
    found = reconcile.run()
    silent.refresh_from_db()
    assert silent.state == State.TO_PACK
    assert len(found.findings["booked"]) == 1 and found.is_well
    assert books.money_of(told).paid == books.money_of(silent).paid == 1520
    assert not StripeEvent.objects.filter(outcome="waits").exists()


def test_what_we_have_and_stripe_has_not(paid, at_stripe):
    order = paid()
    with time_machine.travel(timezone.now() - timedelta(hours=2), tick=True):
        invented = ledger.post(
            Entry.Kind.PAYMENT, {Account.STRIPE: 700, Account.BUYERS: -700},
            key="stripe:pi_invented", order=order,
        )[0]  # fmt: skip
    found = reconcile.run()
    assert found.findings["missing"] == [str(invented.pk)]
    assert (found.difference, found.is_well) == (700, False)
    with pytest.raises(CommandError, match=r"Difference: 7\.00"):
        call_command("orders_reconcile", stdout=StringIO())


def test_disputes_refunds_that_failed_and_what_we_do_not_know(paid, at_stripe):
    order = paid()
    intent = order.card_payments.get().intent_id
    went = at_stripe.give_back(intent, 100)
    at_stripe.refund_fails(went)
    dispute = at_stripe.things[at_stripe.dispute(intent)["data"]["object"]["id"]]
    assert reconcile.run().is_well
    assert books.money_of(order).paid == 0
    at_stripe.decide(dispute, "won")
    assert reconcile.run().is_well
    assert books.money_of(order).paid == 1520
    strange = at_stripe._move("climate_order_purchase", -5, "climorder_1")
    found = reconcile.run()
    assert (found.findings["unknown"], found.difference) == ([strange["id"]], 5)


def test_stripe_does_not_answer_and_it_is_tried_again_in_an_hour(paid, at_stripe):
    paid()
    at_stripe.trouble = "down"
    for _ in range(2):
        looks.look_after_cards()
    assert [row.problem for row in Reconciliation.objects.all()] == ["Stripe does not answer"]
    assert reconcile.newest() is None
    at_stripe.trouble = ""
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=61), tick=True):
        for _ in range(2):
            looks.look_after_cards()
    assert reconcile.newest().is_well and Reconciliation.objects.count() == 2
    with time_machine.travel(now + timedelta(hours=26), tick=True):
        looks.look_after_cards()
    assert Reconciliation.objects.count() == 3


def test_nothing_is_asked_before_the_first_card_payment(shop, at_stripe):
    looks.look_after_cards()
    assert not at_stripe.requests and not Reconciliation.objects.exists()


def test_the_command_and_a_row_say_nothing_of_anybody(paid, at_stripe):
    order = paid(is_told=False)
    said = StringIO()
    call_command("orders_reconcile", stdout=said)
    assert said.getvalue().startswith("Our books: 14.77. Stripe: 14.77.")
    row = json.dumps(list(Reconciliation.objects.values()), default=str)
    assert at_stripe.movements[0]["id"] in row and order.number not in row
    at_stripe.trouble = "down"
    with pytest.raises(CommandError, match="does not answer"):
        call_command("orders_reconcile")
    assert Reconciliation.purge(timezone.now() + timedelta(days=8 * 366)) == 2
    assert CardPayment.objects.count() == 1
