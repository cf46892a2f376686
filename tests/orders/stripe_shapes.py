"""Things of Stripe's, in the shapes of its API (version 2026-10-28.endive), cut down to what is read here."""

import itertools
import time
from typing import Any

import stripe

Thing = dict[str, Any]
_numbers = itertools.count(1)
PAGE_PARAMETERS = set(stripe.params.checkout.SessionCreateParams.__annotations__)
REFUND_PARAMETERS = set(stripe.params.RefundCreateParams.__annotations__)


def new(prefix: str) -> str:
    return f"{prefix}_test{next(_numbers):08d}{time.time_ns() % 10**9:09d}"


def session(asked: Thing, *, page: str) -> Thing:
    number = new("cs")
    items = asked["line_items"].values()
    total = sum(int(i["price_data"]["unit_amount"]) * int(i["quantity"]) for i in items)
    return {
        "id": number,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "client_reference_id": asked["client_reference_id"],
        "created": int(time.time()),
        "currency": next(iter(items))["price_data"]["currency"],
        "customer": None,
        "customer_details": None,
        "customer_email": asked.get("customer_email"),
        "expires_at": int(asked["expires_at"]),
        "livemode": False,
        "metadata": asked["metadata"],
        "mode": asked["mode"],
        "payment_intent": None,
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "status": "open",
        "success_url": asked["success_url"],
        "cancel_url": asked["cancel_url"],
        "url": f"{page}/c/pay/{number}",
    }


def charge(intent: str, pence: int, metadata: Thing, *, currency: str = "gbp") -> Thing:
    return {
        "id": new("ch"),
        "object": "charge",
        "amount": pence,
        "amount_captured": pence,
        "amount_refunded": 0,
        "balance_transaction": None,
        "created": int(time.time()),
        "currency": currency,
        "disputed": False,
        "livemode": False,
        "metadata": metadata,
        "paid": True,
        "payment_intent": intent,
        "refunded": False,
        "status": "succeeded",
    }


def intent(number: str, pence: int, charge_id: str, *, currency: str = "gbp") -> Thing:
    return {
        "id": number,
        "object": "payment_intent",
        "amount": pence,
        "amount_received": pence,
        "created": int(time.time()),
        "currency": currency,
        "latest_charge": charge_id,
        "livemode": False,
        "status": "succeeded",
    }


def refund(of: Thing, pence: int, metadata: Thing | None = None) -> Thing:
    return {
        "id": new("re"),
        "object": "refund",
        "amount": pence,
        "balance_transaction": None,
        "charge": of["id"],
        "created": int(time.time()),
        "currency": of["currency"],
        "metadata": metadata or {},
        "payment_intent": of["payment_intent"],
        "reason": "requested_by_customer",
        "status": "succeeded",
    }


def moved(kind: str, pence: int, source: str | None, *, fee: int = 0) -> Thing:
    """A balance transaction."""
    return {
        "id": new("txn"),
        "object": "balance_transaction",
        "amount": pence,
        "available_on": int(time.time()) + 7 * 86_400,
        "created": int(time.time()),
        "currency": "gbp",
        "exchange_rate": None,
        "fee": fee,
        "fee_details": [],
        "net": pence - fee,
        "reporting_category": kind,
        "source": source,
        "status": "pending",
        "type": kind,
    }


def dispute(of: Thing, status: str, movements: list[Thing]) -> Thing:
    return {
        "id": new("du"),
        "object": "dispute",
        "amount": of["amount"],
        "balance_transactions": movements,
        "charge": of["id"],
        "created": int(time.time()),
        "currency": of["currency"],
        "payment_intent": of["payment_intent"],
        "reason": "fraudulent",
        "status": status,
    }


def event(kind: str, thing: Thing) -> Thing:
    return {
        "id": new("evt"),
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "data": {"object": thing},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }


def problem(kind: str, code: str, words: str = "no") -> Thing:
    return {"error": {"type": kind, "code": code, "message": words}}
