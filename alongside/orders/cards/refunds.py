"""Money back to the card it came from."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from alongside.orders.actions import card_refunds
from alongside.orders.models import CardRefund, Order

from .client import NotReachable, Refused, asking

_BEFORE_AGAIN = timedelta(minutes=5)


def give_back(order: Order, pence: int, *, key: str, by: Any) -> None:
    """Give so much of an order back to her card. key: of the form; twice is once.

    Not in a transaction: it waits for Stripe (mark the view `opens_transaction`). What is wished for is a row
    first. Raises giving_back.TooMuch (nothing was written); NotReachable (it is written down, and the worker
    tries again until it is done); Refused (Stripe says no; it is written down why, and nothing went back).
    """
    for row in card_refunds.wish_back(order, pence, key=key, by=by):
        if row.state == CardRefund.State.WANTED:
            send(row)


def send(row: CardRefund) -> None:
    """Raises NotReachable, Refused."""
    try:
        refund = _there_already(row) if row.tries else None
        if refund is None:
            if not card_refunds.is_still_hers(row):
                return
            refund = _ask_for(row)
    except NotReachable:
        card_refunds.not_gone(row)
        raise
    except Refused as error:
        card_refunds.not_gone(row, problem=error.code)
        raise
    card_refunds.take_refund(refund)


def _ask_for(row: CardRefund) -> dict[str, Any]:
    wish = {
        "payment_intent": row.payment.intent_id,
        "amount": row.pence,
        "reason": "requested_by_customer",
        "metadata": {"wish": row.key},
    }
    with asking() as ask:
        key = {"idempotency_key": f"alongside:refund:{row.pk}:{row.key}"}
        return dict(ask.v1.refunds.create(wish, key).to_dict())


def _there_already(row: CardRefund) -> dict[str, Any] | None:
    """The answer to an earlier try may be lost, and after a day Stripe takes the same request for another."""
    return next((one for one in of_payment(row) if one["metadata"].get("wish") == row.key), None)


def of_payment(row: CardRefund) -> list[dict[str, Any]]:
    """All that Stripe gave back of this payment. Raises NotReachable, Refused."""
    return list_of(str(row.payment.intent_id))


def list_of(intent: str) -> list[dict[str, Any]]:
    with asking() as ask:
        found = ask.v1.refunds.list({"payment_intent": intent, "limit": 100})
        return [one.to_dict() for one in found.auto_paging_iter()]


def send_waiting() -> None:
    """What could not be sent. Raises NotReachable at the first that still cannot."""
    again = timezone.now() - _BEFORE_AGAIN
    waiting = CardRefund.objects.filter(state=CardRefund.State.WANTED)
    due = waiting.filter(Q(tried_at=None, at__lt=again) | Q(tried_at__lt=again))
    for row in due.order_by(F("tried_at").asc(nulls_first=True), "pk")[:20]:
        try:
            send(row)
        except Refused:  # it is written down, and Today says so
            continue
