"""Every movement of Stripe's balance becomes an entry, once.

Its types: docs.stripe.com/reports/balance-transaction-types.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from alongside.orders import ledger
from alongside.orders.models import Account, CardPayment, Entry, Reconciliation

from . import card_money, card_refunds
from .card_money import Outcome, Thing, an_id, book_fee, is_ours

PAYMENTS = ("charge", "payment")
REFUNDS = ("refund", "payment_refund")
CAME_BACK = ("refund_failure", "payment_failure_refund")
TO_BANK = ("payout", "payout_cancel", "payout_failure", "topup", "topup_reversal")
FEES = ("stripe_fee", "stripe_fx_fee", "tax_fee")


@dataclass(frozen=True)
class Found:
    """key: how the ledger names it. kind: what the comparison says of it; empty: nothing."""

    key: str
    kind: str = ""
    about: str = ""


@transaction.atomic
def book(moved: Thing) -> Found:
    """One balance transaction, with its source (expanded)."""
    number, kind, source = an_id(moved), str(moved["type"]), moved.get("source")
    if not is_ours(moved):
        return Found("", "currency", number)
    try:
        if kind in FEES:
            return _simple(Entry.Kind.FEE, Account.FEES, moved)
        if kind in TO_BANK:
            book_fee(moved)
            return _simple(Entry.Kind.PAYOUT, Account.BANK, moved)
        if not isinstance(source, dict):
            return Found("", "unknown", number)
        return _with_source(kind, moved, source)
    except ledger.KeyUsed:
        return Found("", "odd", number)


def _with_source(kind: str, moved: Thing, source: dict[str, Any]) -> Found:
    if kind in PAYMENTS:
        return _payment(moved, source)
    if kind in REFUNDS + CAME_BACK:
        key = f"stripe:{an_id(source)}"
        return _found(key, card_refunds.take_refund(source | _in_pence(moved)), moved)
    if source.get("object") == "dispute":
        key = f"stripe:{an_id(moved)}"
        intent = source.get("payment_intent") or source.get("charge")
        payment = CardPayment.objects.filter(intent_id=an_id(intent)).first()
        if payment is None:
            return Found("", "unknown", an_id(moved))
        is_new = card_money.book_dispute(payment, moved)
        return _found(key, Outcome.DONE if is_new else Outcome.KNOWN, moved)
    return Found("", "unknown", an_id(moved))


def _payment(moved: Thing, charge: dict[str, Any]) -> Found:
    intent = an_id(charge.get("payment_intent") or charge["id"])
    outcome = card_money.take_charge(charge | _in_pence(moved))
    book_fee(moved)
    return _found(f"stripe:{intent}", outcome, moved)


def _in_pence(moved: Thing) -> dict[str, Any]:
    """What was charged in other money is here what Stripe made of it in pounds."""
    return {"amount": abs(int(moved["amount"])), "currency": "gbp"}


def _found(key: str, outcome: Outcome, moved: Thing) -> Found:
    """`booked` are those of which no webhook told us."""
    kinds = {Outcome.DONE: "booked", Outcome.NO_ORDER: "no_order", Outcome.ODD: "odd"}
    kind = kinds.get(outcome, "odd" if outcome is Outcome.WAITS else "")
    return Found(key, kind, an_id(moved) if kind else "")


def _simple(kind: Entry.Kind, account: Account, moved: Thing) -> Found:
    """Between Stripe and one other account. + came to Stripe."""
    pence, key = int(moved["amount"]), f"stripe:{an_id(moved)}"
    ledger.post(kind, {Account.STRIPE: pence, account: -pence}, key=key, why="Stripe")
    return Found(key)


@transaction.atomic
def note_comparison(
    *,
    ours: int = 0,
    theirs: int = 0,
    findings: dict[str, list[str]] | None = None,
    problem: str = "",
) -> Reconciliation:
    return Reconciliation.objects.create(
        ours=ours, theirs=theirs, findings=findings or {}, problem=problem
    )
