"""Money goes back to a card: by a wish of ours (a row before Stripe is asked), or on Stripe's screens."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import books, emails, ledger, owed
from alongside.orders.models import Account, CardPayment, CardRefund, Entry, Order

from . import giving_back, orders
from .card_money import Outcome, Thing, an_id, is_ours, pence_of, post, settle, take_charge

State = CardRefund.State
AT_STRIPE = "given back at Stripe"
"""Stands in the ledger for what somebody gave back on Stripe's own screens."""
DID_NOT_GO = ("failed", "canceled")


@transaction.atomic
def take_refund(refund: Thing) -> Outcome:
    """Money went back to a card: by our own wish, or by somebody on Stripe's screens."""
    intent = refund.get("payment_intent") or refund["charge"]
    payment = CardPayment.objects.filter(
        intent_id=an_id(intent), state=CardPayment.State.PAID
    ).first()
    if payment is None or not is_ours(refund):
        return Outcome.WAITS
    if payment.order is None:  # a founder may find its order at this moment
        payment = CardPayment.objects.select_for_update().get(pk=payment.pk)
    if payment.order:
        orders.held(payment.order)
    row = _refund_of(refund, payment)
    if refund["status"] in DID_NOT_GO:
        return _came_back(row, str(refund.get("failure_reason") or refund["status"])[:60])
    if row.state == State.FAILED:  # an older word of Stripe's came late
        return Outcome.NOTHING
    return _gone(row)


def _refund_of(refund: Thing, payment: CardPayment) -> CardRefund:
    number, pence = an_id(refund["id"]), pence_of(refund, "amount")
    wish = str((refund.get("metadata") or {}).get("wish", ""))
    if wish:
        mine = payment.refunds.filter(key=wish, refund_id=None, pence=pence)
        mine.update(refund_id=number)
    new = {"payment": payment, "pence": pence}
    return CardRefund.objects.get_or_create(refund_id=number, defaults=new)[0]


def _gone(row: CardRefund) -> Outcome:
    order, key = row.payment.order, f"stripe:{row.refund_id}"
    try:
        is_new = _book_back(order, row.pence, key, row.by)
    except ledger.KeyUsed:
        return Outcome.ODD
    row.state, row.problem = State.GONE, ""
    row.save(update_fields=["state", "problem"])
    if order is None and row.payment.pence <= sum(
        one.pence for one in row.payment.refunds.filter(state=row.state)
    ):
        settle(row.payment)
    return Outcome.DONE if is_new else Outcome.KNOWN


def _book_back(order: Order | None, pence: int, key: str, by: Any) -> bool:
    """The money has gone: it is written down even if nobody here allowed it. A founder sees what is owing."""
    if order is None:
        return post(Entry.Kind.REFUND, -pence, key, None, "no order")
    try:
        return giving_back.pay_back(order, pence, Account.STRIPE, key=key, by=by)
    except giving_back.TooMuch:
        post(Entry.Kind.REFUND, -pence, key, order, AT_STRIPE)
        record(actor=None, action="card.given-back-at-stripe", target=f"order:{order.pk}")
        emails.paid_back(order, pence)
        return True


def _came_back(row: CardRefund, problem: str) -> Outcome:
    """Her bank did not take it: it is at Stripe again, and hers again."""
    was_gone = row.state == State.GONE
    row.state, row.problem = State.FAILED, problem
    row.save(update_fields=["state", "problem"])
    if not was_gone:
        return Outcome.NOTHING
    key, order = f"stripe:{row.refund_id}:back", row.payment.order
    post(Entry.Kind.CORRECTION, row.pence, key, order, "refund came back")
    record(actor=None, action="card.refund-came-back", target=f"refund:{row.pk}")
    return Outcome.DONE


@transaction.atomic
def take_refunded_charge(charge: Thing) -> Outcome:
    """Stripe says how much of a charge went back in all. Each refund has to be known by its number."""
    outcome = take_charge(charge)
    if outcome is Outcome.WAITS:
        return outcome
    known = CardRefund.objects.filter(
        payment__intent_id=an_id(charge.get("payment_intent") or charge["id"]),
        state=State.GONE,
    )
    if sum(row.pence for row in known) == charge["amount_refunded"]:
        return Outcome.KNOWN
    return Outcome.WAITS


def left_of(payment: CardPayment) -> int:
    """Pence of a payment that did not go back and are not wanted back."""
    gone = payment.refunds.exclude(state=State.FAILED)
    return payment.pence - sum(row.pence for row in gone)


@transaction.atomic
def wish_back(order: Order, pence: int, *, key: str, by: Any) -> list[CardRefund]:
    """Write down that so much is to go back to her card; of the newest payment first.

    key: of the form. The same key gives the same rows. Raises giving_back.TooMuch.
    """
    order = orders.held(order)
    rows = CardRefund.objects.filter(payment__order=order)
    known = list(rows.filter(key__startswith=f"{key}/"))
    if known:
        return known
    payments = list(order.card_payments.filter(state=CardPayment.State.PAID).order_by("-pk"))
    hers = books.money_of(order).credit - owed.on_its_way(order)
    most = max(0, min(hers, sum(left_of(payment) for payment in payments)))
    if not 0 < pence <= most:
        raise giving_back.TooMuch(most)
    made: list[CardRefund] = []
    for payment in payments:
        if part := min(pence, left_of(payment)):
            made.append(
                CardRefund.objects.create(
                    payment=payment, pence=part, key=f"{key}/{len(made)}", by=by
                )
            )
            pence -= part
    record(actor=by, action="card.give-back", target=f"order:{order.pk}")
    return made


NOT_HERS = "not owed any more"


@transaction.atomic
def is_still_hers(row: CardRefund) -> bool:
    """Asked before it is sent: she may have had it another way meanwhile. If not, the wish is over."""
    if (order := row.payment.order) is None:
        return True
    order = orders.held(order)
    if books.money_of(order).credit >= owed.on_its_way(order):
        return True
    not_gone(row, problem=NOT_HERS)
    return False


@transaction.atomic
def not_gone(row: CardRefund, *, problem: str = "") -> None:
    """Stripe was not reached: it is tried again. With a problem: it said no, for good."""
    still = CardRefund.objects.filter(pk=row.pk, state=State.WANTED)
    state = State.FAILED if problem else State.WANTED
    still.update(state=state, problem=problem[:60], tries=row.tries + 1, tried_at=timezone.now())
