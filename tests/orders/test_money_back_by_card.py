"""Money goes back to her card: from our desk, from Stripe's own screens, and when Stripe does not answer."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage
from alongside.orders import books, books_check, cards, ledger
from alongside.orders.actions import bulk, cancelling, giving_back, parcels, paying, posting
from alongside.orders.books import Part
from alongside.orders.cards import looks, reconcile, refunds
from alongside.orders.models import Account, CardPayment, CardRefund, Entry, Refund, StripeEvent
from alongside.orders.states import State
from tests.enquiries.conftest import seen

from . import stripe_shapes as shapes

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(paid_by_card, paperback):
    return paid_by_card({paperback: 2})


def at_stripe_went_back(at_stripe):
    return [one["amount"] for one in at_stripe.things.values() if one["object"] == "refund"]


def entries_back(order):
    back = order.entries.filter(kind=Entry.Kind.REFUND, postings__account=Account.STRIPE)
    return sorted(back.values_list("postings__pence", flat=True))


def mails_back():
    return OutboxMessage.objects.filter(kind="orders.paid_back").count()


def test_all_of_it_after_she_cancelled(order, at_stripe, tell, founder):
    cancelling.cancel(order)
    for _ in range(2):  # pressed twice
        cards.give_back(order, order.total_pence, key="form-1", by=founder)
    (went,) = [one for one in at_stripe.things.values() if one["object"] == "refund"]
    for kind in ("refund.created", "refund.updated", "charge.refund.updated"):
        tell(shapes.event(kind, went))
    assert went["amount"] == order.total_pence
    assert entries_back(order) == [-order.total_pence]
    assert (books.money_of(order), ledger.balance(Account.STRIPE)) == (books.Money(0, 0), 0)
    row = CardRefund.objects.get()
    assert (row.state, row.by, mails_back()) == ("gone", founder, 1)
    assert order.entries.get(kind="refund").by == founder


def test_a_part_and_never_more_than_she_has_to_get(order, at_stripe, founder):
    with pytest.raises(giving_back.TooMuch):
        cards.give_back(order, 1, key="form-1", by=founder)
    giving_back.allow(order, {Part.COPIES: 1200}, why=Refund.Why.DAMAGED, key="f", by=founder)
    cards.give_back(order, 700, key="form-2", by=founder)
    with pytest.raises(giving_back.TooMuch) as error:
        cards.give_back(order, 501, key="form-3", by=founder)
    assert error.value.most == 500
    cards.give_back(order, 500, key="form-4", by=founder)
    assert at_stripe_went_back(at_stripe) == [700, 500]
    assert books.money_of(order).credit == 0 and mails_back() == 2


def test_what_came_to_the_bank_does_not_go_back_to_the_card(order, at_stripe, founder):
    paying.receive(order, 5000, Account.BANK, key="bank:1")
    with pytest.raises(giving_back.TooMuch) as error:
        cards.give_back(order, 5000, key="form-1", by=founder)
    assert error.value.most == order.total_pence
    assert not at_stripe_went_back(at_stripe)


def test_two_payments_each_give_back_their_own(order, at_stripe, tell, founder):
    charge = at_stripe.charge("pi_second", 1000, {"order": order.number})
    tell(shapes.event("charge.refunded", charge))
    cancelling.cancel(order)
    cards.give_back(order, order.total_pence + 1000, key="form-1", by=founder)
    assert at_stripe_went_back(at_stripe) == [1000, order.total_pence]
    assert books.money_of(order) == books.Money(0, 0)


@pytest.mark.parametrize("trouble", ["down", "lost", "broken"])
def test_stripe_does_not_answer(order, at_stripe, tell, founder, trouble):
    cancelling.cancel(order)
    at_stripe.trouble = trouble
    with pytest.raises(cards.NotReachable):
        cards.give_back(order, order.total_pence, key="form-1", by=founder)
    assert CardRefund.objects.get().state == "wanted"
    assert entries_back(order) == [] and mails_back() == 0
    at_stripe.trouble = ""
    refunds.send_waiting()
    assert CardRefund.objects.get().state == "wanted"  # not every minute
    CardRefund.objects.update(tried_at=timezone.now() - refunds._BEFORE_AGAIN)
    refunds.send_waiting()
    cards.give_back(order, order.total_pence, key="form-1", by=founder)
    assert at_stripe_went_back(at_stripe) == [order.total_pence]
    assert entries_back(order) == [-order.total_pence] and mails_back() == 1


def test_a_lost_answer_after_stripe_has_forgotten_the_request(order, at_stripe, founder):
    """After a day the same name is another request: what is there already is looked for first."""
    cancelling.cancel(order)
    at_stripe.trouble = "lost"
    with pytest.raises(cards.NotReachable):
        cards.give_back(order, order.total_pence, key="form-1", by=founder)
    at_stripe.trouble = ""
    at_stripe._answers.clear()
    CardRefund.objects.update(tried_at=timezone.now() - refunds._BEFORE_AGAIN)
    refunds.send_waiting()
    assert at_stripe_went_back(at_stripe) == [order.total_pence]
    assert CardRefund.objects.get().state == "gone"


def test_stripe_says_no(order, at_stripe, founder):
    cancelling.cancel(order)
    at_stripe.give_back(order.card_payments.get().intent_id, 1, {})
    with pytest.raises(cards.Refused) as error:
        cards.give_back(order, order.total_pence, key="form-1", by=founder)
    assert error.value.code == "charge_already_refunded"
    row = CardRefund.objects.get()
    assert (row.state, row.problem) == ("failed", "charge_already_refunded")
    assert entries_back(order) == []


def test_given_back_on_stripes_own_screens(order, at_stripe, tell):
    """It left Stripe, so it leaves the books, once; a founder sees that it is owing."""
    intent = order.card_payments.get().intent_id
    went = at_stripe.give_back(intent, 1000)
    charge = at_stripe.things[went["charge"]]
    tell(shapes.event("charge.refunded", charge))
    looks.look_after_cards()
    for kind in ("refund.created", "refund.updated"):
        tell(shapes.event(kind, went))
    reconcile.run()
    order.refresh_from_db()
    assert (order.state, entries_back(order)) == (State.TO_PACK, [-1000])
    assert books.money_of(order).owing == 1000
    assert reconcile.newest().is_well and mails_back() == 1
    assert set(StripeEvent.objects.values_list("outcome", flat=True)) == {"done", "known"}


def test_a_refund_that_we_hear_of_before_the_payment(ordered, paperback, at_stripe, tell):
    order = ordered({paperback: 1}, pay_by="card")
    cards.start(order)
    event = at_stripe.pay(CardPayment.objects.get().session_id)
    went = at_stripe.give_back(event["data"]["object"]["payment_intent"], 500)
    tell(shapes.event("refund.created", went))
    assert not Entry.objects.exists()
    looks.look_after_cards()
    tell(event)
    order.refresh_from_db()
    assert (order.state, entries_back(order)) == (State.TO_PACK, [-500])
    assert Entry.objects.filter(kind="payment").count() == 1


def test_her_bank_does_not_take_it_back(order, at_stripe, tell, founder):
    cancelling.cancel(order)
    cards.give_back(order, order.total_pence, key="form-1", by=founder)
    (went,) = [one for one in at_stripe.things.values() if one["object"] == "refund"]
    created = shapes.event("refund.created", dict(went))
    failed = at_stripe.refund_fails(went)
    for event in (failed, failed, created, shapes.event("refund.updated", went)):
        tell(event)
    assert books.money_of(order).credit == order.total_pence  # hers again: a founder sees it
    assert ledger.balance(Account.STRIPE) == order.total_pence
    row = CardRefund.objects.get()
    assert (row.state, row.problem) == ("failed", "lost_or_stolen_card")
    with pytest.raises(cards.Refused):  # Stripe does not try the same card again
        cards.give_back(order, order.total_pence, key="form-2", by=founder)
    assert giving_back.pay_back(order, order.total_pence, Account.BANK, key="bank:back", by=founder)


def test_money_for_no_order_goes_back_on_stripes_screens(db, at_stripe, tell):
    charge = at_stripe.charge("pi_stray", 900, {})
    tell(shapes.event("charge.refunded", charge))
    stray = CardPayment.objects.get()
    assert (stray.order, stray.settled_at) == (None, None)
    tell(shapes.event("refund.created", at_stripe.give_back("pi_stray", 900)))
    stray.refresh_from_db()
    assert stray.settled_at and ledger.balance(Account.STRIPE) == 0


def test_what_waits_for_stripe_is_not_sent_by_bank_too(order, at_stripe, founder, signed_in):
    cancelling.cancel(order)
    at_stripe.trouble, desk = "down", signed_in(founder)
    at = f"/admin/book/orders/{order.pk}/"
    typed = {"back-pence": "20", "back-on": str(timezone.localdate()), "press": "back"}
    sent = desk.post(
        f"{at}press/", {**typed, "back-account": "stripe", "back-ticket": uuid.uuid4()}
    )
    assert "goes as soon as Stripe answers" in seen(sent)
    page = seen(desk.get(at))
    assert "£20.00 goes back to her card as soon as Stripe answers." in page
    assert "£8.30 to give back." in page
    again = desk.post(f"{at}press/", {**typed, "back-account": "bank", "back-ticket": uuid.uuid4()})
    assert "She has less to get: £8.30." in seen(again)
    at_stripe.trouble = ""
    refunds.send(CardRefund.objects.get())
    assert entries_back(order) == [-2000]
    assert books.money_of(order) == books.Money(charged=0, paid=830)


def test_money_that_is_on_its_way_to_the_card_lets_no_book_go(order, at_stripe, founder):
    cancelling.cancel(order)
    at_stripe.trouble = "down"
    with pytest.raises(cards.NotReachable):
        cards.give_back(order, order.total_pence, key="form-1", by=founder)
    paying.receive(order, 1, Account.BANK, key="bank:1")
    with pytest.raises(paying.NotPaid) as error:
        paying.let_go(order, by=founder)
    assert error.value.missing == order.total_pence - 1


def test_what_she_has_by_now_is_not_sent_again(order, at_stripe, tell, founder):
    giving_back.allow(order, {Part.COPIES: 500}, why=Refund.Why.DAMAGED, key="f", by=founder)
    at_stripe.trouble = "down"
    with pytest.raises(cards.NotReachable):
        cards.give_back(order, 500, key="form-1", by=founder)
    at_stripe.trouble = ""
    went = at_stripe.give_back(order.card_payments.get().intent_id, 500)
    tell(shapes.event("refund.created", went))
    CardRefund.objects.filter(state="wanted").update(tried_at=timezone.now() - timedelta(hours=1))
    refunds.send_waiting()
    assert at_stripe_went_back(at_stripe) == [500]
    assert books.money_of(order) == books.Money(order.total_pence - 500, order.total_pence - 500)
    assert CardRefund.objects.get(problem="not owed any more").state == "failed"


def test_a_dispute_that_was_won_after_it_was_written_off(order, tell, founder):
    parcels.pack([order], by=founder)
    posting.post(order.parcels.get(), by=founder)
    disputed(order, tell, "needs_response", -order.total_pence)
    assert order.state == State.DONE
    bulk.write_off(order, by=founder)
    disputed(order, tell, "won", order.total_pence)
    assert books.money_of(order) == books.Money(order.total_pence, order.total_pence)
    assert ledger.balance(Account.WRITTEN_OFF) == 0


def disputed(order, tell, status, pence):
    of = shapes.charge(order.card_payments.get().intent_id, order.total_pence, {})
    moved = shapes.moved("adjustment", pence, None)
    tell(shapes.event("charge.dispute.updated", shapes.dispute(of, status, [moved])))
    order.refresh_from_db()


def test_a_chargeback_stops_the_parcel(order, reader, tell, founder, dispatcher, signed_in):
    packed = parcels.pack([order], by=founder).parcels[0]
    disputed(order, tell, "needs_response", -order.total_pence)
    with pytest.raises(parcels.NotThisParcel, match="a bank has taken back the money"):
        posting.post(packed, by=founder)
    parcels.unpack(packed, by=founder)
    assert parcels.pack([order], by=founder).parcels == []
    page = seen(reader.get(order.get_absolute_url()))
    assert "Your payment was taken back." in page
    assert "sent you" not in page and "pack it" not in page
    desk = seen(signed_in(dispatcher).get(f"/admin/book/orders/{order.pk}/"))
    assert "Do not post it. Her bank has taken the money back." in desk
    disputed(order, tell, "won", order.total_pence)
    assert len(parcels.pack([order], by=founder).parcels) == 1
    assert "sent you" not in seen(reader.get(order.get_absolute_url()))
    assert books_check.differences() == []
