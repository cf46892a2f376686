"""What Stripe says of money becomes our books. Whatever it says, however often and in whichever order.

Every function takes a thing of Stripe's as a plain `dict`, whoever brought it: a webhook, the worker that
asked, the daily comparison. All of them end in the same lines of the ledger, under the same names:
`stripe:pi_…` a payment, `stripe:re_…` money given back, `stripe:txn_…` what else moved Stripe's balance.
Raises KeyError, TypeError, ValueError for what makes no sense; nothing was written then.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import books, ledger
from alongside.orders.models import Account, CardPayment, Entry, Order, StripeEvent
from alongside.orders.models.order import TAKEN_BACK

from . import orders, paying
from .card_pages import MOST

Thing = Mapping[str, Any]
Outcome = StripeEvent.Outcome
State = CardPayment.State
_ID = re.compile(r"\w{1,255}", re.ASCII)


def an_id(value: Any) -> str:
    """The number of a thing, whether Stripe wrote the number alone or the whole thing. Raises ValueError."""
    found = value["id"] if isinstance(value, Mapping) else value
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise ValueError("not a number of Stripe's")
    return found


def pence_of(thing: Thing, name: str) -> int:
    pence = thing[name]
    if type(pence) is not int or not 0 < pence <= MOST:
        raise ValueError("not an amount")
    return pence


def is_ours(thing: Thing) -> bool:
    """Pence, and no other money."""
    return bool(thing["currency"] == "gbp")


@transaction.atomic
def take_session(session: Thing, *, failed: bool = False) -> Outcome:
    """How it stands with a page of Checkout. failed: the money that was on its way did not come."""
    if session["payment_status"] == "paid":
        if not is_ours(session):
            return Outcome.WAITS
        intent = an_id(session["payment_intent"])
        payment = _payment_of(session, intent, an_id(session["id"]))
        return _paid(payment, intent, pence_of(session, "amount_total"))
    now = {"complete": State.COMING, "expired": State.CLOSED}.get(session["status"])
    if failed:
        now = State.FAILED
    page = CardPayment.objects.filter(session_id=an_id(session["id"])).exclude(state=State.PAID)
    if now is None or not page.exclude(state=now).update(state=now, tell_her=False):
        return Outcome.NOTHING
    return Outcome.DONE


@transaction.atomic
def take_charge(charge: Thing) -> Outcome:
    """A card was charged: in case nobody told us of the page on which it was."""
    if not charge["paid"]:
        return Outcome.NOTHING
    if not is_ours(charge):
        return Outcome.WAITS
    intent = an_id(charge.get("payment_intent") or charge["id"])
    return _paid(_payment_of(charge, intent, None), intent, pence_of(charge, "amount"))


def in_pounds(charge: Thing) -> Thing:
    """A charge in other money, as what came of it on our account; as it is if that is not known."""
    moved = charge.get("balance_transaction")
    if is_ours(charge) or not isinstance(moved, Mapping):
        return charge
    return {**charge, "amount": moved["amount"], "currency": moved["currency"]}


def _payment_of(thing: Thing, intent: str, session: str | None) -> CardPayment:
    """The row of this payment. A new one if it is not of a page of ours; of no order if we know none."""
    for known in ({"intent_id": intent}, {"session_id": session} if session else {}):
        if known and (payment := CardPayment.objects.filter(**known).first()):
            return payment
    metadata = thing.get("metadata") or {}
    number = str(thing.get("client_reference_id") or metadata.get("order", ""))
    order = Order.objects.filter(number=number).first()
    begun = str(metadata.get("page", ""))
    if order and begun.isascii() and begun.isdigit() and len(begun) < 19:
        page = order.card_payments.filter(pk=int(begun), intent_id=None).first()
        if page and (session is None or page.session_id in (None, session)):
            page.session_id = session or page.session_id
            return page
    new = {"order": order, "session_id": session, "pence": 0, "state": State.COMING}
    return CardPayment.objects.get_or_create(intent_id=intent, defaults=new)[0]


def _paid(payment: CardPayment, intent: str, pence: int) -> Outcome:
    """The money is at Stripe. It goes into the books as it is, whatever was asked for."""
    order = orders.held(payment.order) if payment.order else None
    is_known = CardPayment.objects.filter(intent_id=intent, state=State.PAID).first()
    if is_known:
        return Outcome.KNOWN if is_known.pence == pence else Outcome.ODD
    key = f"stripe:{intent}"
    try:
        if order:
            paying.receive(order, pence, Account.STRIPE, key=key, why="card")
        else:
            post(Entry.Kind.PAYMENT, pence, key, None, "no order")
    except ledger.KeyUsed:
        return Outcome.ODD
    payment.intent_id, payment.pence, payment.state = intent, pence, State.PAID
    payment.tell_her = False
    payment.save()
    target = f"order:{order.pk}" if order else f"card:{payment.pk}"
    record(actor=None, action="card.paid", target=target)
    return Outcome.DONE if order else Outcome.NO_ORDER


def post(kind: Entry.Kind, pence: int, key: str, order: Order | None, why: str) -> bool:
    """+ came to Stripe and is the buyer's, - went."""
    postings = {Account.STRIPE: pence, Account.BUYERS: -pence}
    return ledger.post(kind, postings, key=key, order=order, why=why)[1]


@transaction.atomic
def take_dispute(dispute: Thing) -> Outcome:
    """Her bank wants the money back, or has decided. Stripe takes it at once and gives it back if we win."""
    intent = an_id(dispute.get("payment_intent") or dispute["charge"])
    payment = CardPayment.objects.filter(intent_id=intent, state=State.PAID).first()
    if payment is None:
        return Outcome.WAITS
    ends = {"won": CardPayment.Dispute.WON, "lost": CardPayment.Dispute.LOST}
    now = ends.get(dispute["status"], CardPayment.Dispute.OPEN)
    moved = [book_dispute(payment, one) for one in dispute.get("balance_transactions") or ()]
    if payment.dispute in ends.values() and now == CardPayment.Dispute.OPEN:
        return Outcome.NOTHING  # an older word came late
    if payment.dispute == now:
        return Outcome.DONE if any(moved) else Outcome.KNOWN
    payment.dispute = now
    payment.save(update_fields=["dispute"])
    record(actor=None, action=f"card.dispute-{now}", target=f"card:{payment.pk}")
    return Outcome.DONE


def book_dispute(payment: CardPayment, moved: Thing) -> bool:
    """One movement of Stripe's balance because of a dispute, and what Stripe takes for it."""
    if not is_ours(moved):
        return False
    kind = Entry.Kind.REFUND if moved["amount"] < 0 else Entry.Kind.PAYMENT
    key = f"stripe:{an_id(moved)}"
    is_new = post(kind, int(moved["amount"]), key, payment.order, books.DISPUTED)
    if is_new:
        paying.came_after_all(Entry.objects.get(key=key))
    book_fee(moved)
    return is_new


def book_fee(moved: Thing) -> bool:
    """What Stripe kept of a movement of its balance. No matter of an order: all that she paid can go back to
    her card."""
    fee = int(moved["fee"])
    if not fee:
        return False
    postings = {Account.FEES: fee, Account.STRIPE: -fee}
    key = f"stripe:fee:{an_id(moved)}"
    return ledger.post(Entry.Kind.FEE, postings, key=key, why="Stripe")[1]


def settle(payment: CardPayment) -> None:
    payment.settled_at = timezone.now()
    payment.save(update_fields=["settled_at"])


@transaction.atomic
def give_to(payment: CardPayment, order: Order, *, by: Any) -> None:
    """A founder found out for which order this money is. Raises ledger.KeyUsed if it went back meanwhile."""
    order = orders.held(order)
    payment = CardPayment.objects.select_for_update().get(pk=payment.pk, order=None)
    gone = payment.refunds.exists() or payment.dispute in TAKEN_BACK
    if payment.settled_at or gone:
        raise ledger.KeyUsed(payment.pk)
    key = f"stripe:{payment.intent_id}"
    post(Entry.Kind.CORRECTION, -payment.pence, f"{key}:found", None, "order found")
    payment.order = order
    payment.save(update_fields=["order"])
    settle(payment)
    paying.receive(order, payment.pence, Account.STRIPE, key=f"{key}:given", by=by, why="card")
    record(actor=by, action="card.order-found", target=f"order:{order.pk}")
