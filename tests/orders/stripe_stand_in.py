"""Somebody who speaks like Stripe, for tests only: the API, its pages of Checkout, signed webhooks.

It keeps what Stripe keeps (idempotency keys, one balance), refuses what Stripe refuses (a parameter that the
SDK does not know, a page that closes too soon), and can be slow, down, or lose its answers.
"""

import contextlib
import copy
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe

from . import stripe_shapes as shapes
from .stripe_shapes import Thing

KEY, SECRET = "sk_test_of_the_stand_in", "whsec_of_the_stand_in"
FEE_PERCENT, FEE = 1.5, 20


def signed(body: str, *, secret: str = SECRET, at: int | None = None) -> str:
    """The header Stripe-Signature of a body, by the SDK's own scheme."""
    at = at or int(time.time())
    signature = stripe.WebhookSignature._compute_signature(f"{at}.{body}", secret)
    return f"t={at},v1={signature}"


class Refusal(Exception):
    def __init__(self, status: int, kind: str, code: str) -> None:
        self.status, self.body = status, shapes.problem(kind, code)


class StripeStandIn:
    """trouble: "" | "down" (hangs up) | "broken" (500) | "lost" (does it, and hangs up) | "slow"."""

    def __init__(self) -> None:
        self.address, self.webhook, self.trouble = "", "", ""
        self.clock = 0  # seconds that it is before ours
        self.things: dict[str, Thing] = {}
        self.movements: list[Thing] = []
        self.requests: list[tuple[str, str, Thing]] = []
        self.told: list[int] = []
        self._answers: dict[str, tuple[Thing, int, Thing]] = {}
        self._lock = threading.RLock()
        self.woken = threading.Event()

    # What tests and its pages do

    def pay(self, session_id: str, **other: Any) -> Thing:
        """Somebody pays on the page. The event of it; `tell` it, or not. other: values of the session."""
        page = self.things[session_id]
        page.update(
            {"payment_intent": shapes.new("pi"), "payment_status": "paid", "status": "complete"}
            | other
        )
        if page["payment_status"] == "paid":
            metadata = page["metadata"]
            self.charge(page["payment_intent"], page["amount_total"], metadata, page["currency"])
        return shapes.event("checkout.session.completed", copy.deepcopy(page))

    def charge(self, intent: str, pence: int, metadata: Thing, currency: str = "gbp") -> Thing:
        made = shapes.charge(intent, pence, metadata, currency=currency)
        self.things[intent] = shapes.intent(intent, pence, made["id"], currency=currency)
        self.things[made["id"]] = made
        settled = pence if currency == "gbp" else round(pence * 0.8)
        fee = round(settled * FEE_PERCENT / 100) + FEE
        made["balance_transaction"] = self._move("charge", settled, made["id"], fee)["id"]
        return made

    def give_back(self, intent: str, pence: int, metadata: Thing | None = None) -> Thing:
        charge = self.things[self.things[intent]["latest_charge"]]
        if pence > charge["amount"] - charge["amount_refunded"]:
            raise Refusal(400, "invalid_request_error", "charge_already_refunded")
        made = shapes.refund(charge, pence, metadata)
        charge["amount_refunded"] += pence
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.things[made["id"]] = made
        made["balance_transaction"] = self._move("refund", -pence, made["id"])["id"]
        return made

    def refund_fails(self, refund: Thing) -> Thing:
        refund.update(status="failed", failure_reason="lost_or_stolen_card")
        self._move("refund_failure", refund["amount"], refund["id"])
        return shapes.event("refund.failed", copy.deepcopy(refund))

    def dispute(self, intent: str) -> Thing:
        charge = self.things[self.things[intent]["latest_charge"]]
        made = shapes.dispute(charge, "needs_response", [])
        self.things[made["id"]] = made
        made["balance_transactions"].append(
            self._move("adjustment", -charge["amount"], made["id"], 2000)
        )
        return shapes.event("charge.dispute.created", copy.deepcopy(made))

    def decide(self, dispute: Thing, status: str) -> Thing:
        if status == "won":
            back = self._move("adjustment", dispute["amount"], dispute["id"])
            dispute["balance_transactions"].append(back)
        dispute["status"] = status
        return shapes.event("charge.dispute.closed", copy.deepcopy(dispute))

    def pay_out(self, pence: int) -> Thing:
        number = shapes.new("po")
        self.things[number] = {"id": number, "object": "payout", "amount": pence}
        return self._move("payout", -pence, number)

    def balance(self) -> int:
        return sum(one["net"] for one in self.movements)

    def _move(self, kind: str, pence: int, source: str, fee: int = 0) -> Thing:
        self.movements.append(shapes.moved(kind, pence, source, fee=fee))
        self.things[self.movements[-1]["id"]] = self.movements[-1]
        return self.movements[-1]

    def tell(self, event: Thing) -> int:
        """Send an event to the site. The status that it answers with."""
        body = json.dumps(event)
        request = urllib.request.Request(
            self.webhook, body.encode(), {"Stripe-Signature": signed(body)}
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                self.told.append(response.status)
        except urllib.error.HTTPError as error:
            self.told.append(error.code)
        return self.told[-1]

    # What the API answers

    def answer(self, method: str, path: str, asked: Thing, headers: Any) -> tuple[int, Thing]:
        if headers["Authorization"] != f"Bearer {KEY}":
            raise Refusal(401, "invalid_request_error", "api_key_invalid")
        with self._lock:
            self.requests.append((method, path, asked))
            key = headers["Idempotency-Key"] if method == "POST" else None
            if key in self._answers:
                before, status, body = self._answers[key]
                if before != asked:
                    raise Refusal(400, "idempotency_error", "idempotency_error")
                return status, body
            try:
                status, body = 200, copy.deepcopy(self._do(method, path, asked))
            except Refusal as no:
                status, body = no.status, no.body
            if key:
                self._answers[key] = asked, status, body
            return status, body

    def _do(self, method: str, path: str, asked: Thing) -> Thing:
        if (method, path) == ("POST", "/v1/checkout/sessions"):
            return self._make_page(asked)
        if method == "POST" and path.endswith("/expire"):
            return self._expire(path.split("/")[-2])
        if (method, path) == ("POST", "/v1/refunds"):
            _only(asked, shapes.REFUND_PARAMETERS)
            return self.give_back(
                asked["payment_intent"], int(asked["amount"]), asked.get("metadata")
            )
        if path == "/v1/balance":
            return {
                "object": "balance",
                "available": [{"amount": 0, "currency": "gbp"}],
                "pending": [
                    {"amount": self.balance(), "currency": "gbp"},
                    {"amount": 77, "currency": "eur"},
                ],
            }
        if path == "/v1/balance_transactions":
            since = int(asked["created"]["gte"])
            found = [one for one in self.movements if one["created"] >= since]
            return self._list(path, found[::-1], asked)
        if path == "/v1/refunds":
            every = [t for t in self.things.values() if t["object"] == "refund"]
            mine = [t for t in every if t["payment_intent"] == asked["payment_intent"]]
            return self._list(path, mine, asked)
        number = path.rpartition("/")[2]
        if method == "GET" and number in self.things:
            return self._expanded(self.things[number], asked)
        raise Refusal(404, "invalid_request_error", "resource_missing")

    def _make_page(self, asked: Thing) -> Thing:
        _only(asked, shapes.PAGE_PARAMETERS)
        if not 1800 <= int(asked["expires_at"]) - time.time() <= 86_400:
            raise Refusal(400, "invalid_request_error", "expires_at_invalid")
        made = shapes.session(asked, page=self.address)
        if made["amount_total"] < 30:
            raise Refusal(400, "invalid_request_error", "amount_too_small")
        self.things[made["id"]] = made
        return made

    def _expire(self, number: str) -> Thing:
        page = self.things[number]
        if page["status"] != "open":
            raise Refusal(400, "invalid_request_error", "session_not_open")
        page.update(status="expired", url=None)
        return page

    def _list(self, path: str, things: list[Thing], asked: Thing) -> Thing:
        """Three at a time, so that whoever forgets to turn the page misses something."""
        ids = [one["id"] for one in things]
        start = ids.index(asked["starting_after"]) + 1 if "starting_after" in asked else 0
        data = [self._expanded(one, asked) for one in things[start : start + 3]]
        more = len(things) > start + 3
        return {"object": "list", "url": path, "has_more": more, "data": data}

    def _expanded(self, thing: Thing, asked: Thing) -> Thing:
        thing = copy.deepcopy(thing)
        for name in asked.get("expand", {}).values():
            at = thing
            for part in name.removeprefix("data.").split("."):
                if isinstance(number := at.get(part), str):
                    unknown = {"id": number, "object": number.partition("_")[0]}
                    at[part] = copy.deepcopy(self.things.get(number, unknown))
                at = at[part]
        return thing


def _only(asked: Thing, known: set[str]) -> None:
    if set(asked) - known:
        raise Refusal(400, "invalid_request_error", "parameter_unknown")


def nested(query: str) -> Thing:
    """`a[b][0]=c` as Stripe reads it; lists are by number."""
    found: Thing = {}
    for name, value in parse_qsl(query):
        parts = [part for part in re.split(r"[\[\]]+", name) if part]
        at = found
        for part in parts[:-1]:
            at = at.setdefault(part, {})
        at[parts[-1]] = value
    return found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stand_in: StripeStandIn

    def do_GET(self) -> None:
        self._handle("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self._handle("POST", self.rfile.read(length).decode())

    def _handle(self, method: str, query: str) -> None:
        path = urlsplit(self.path).path
        trouble = self.stand_in.trouble
        if path.startswith("/c/pay/"):
            return self._page(method, path.rpartition("/")[2])
        if trouble == "slow":
            self.stand_in.woken.wait(20)
        if trouble in ("down", "slow"):
            self.close_connection = True
            return None
        if trouble == "broken":
            return self._send(500, json.dumps(shapes.problem("api_error", "")))
        try:
            status, body = self.stand_in.answer(method, path, nested(query), self.headers)
        except Refusal as no:
            status, body = no.status, no.body
        if trouble == "lost":
            self.close_connection = True
            return None
        return self._send(status, json.dumps(body))

    def _page(self, method: str, number: str) -> None:
        """The page of Checkout: paying tells the site first, and then leads back to it."""
        page = self.stand_in.things[number]
        if method == "GET":
            return self._send(200, _PAGE.format(**page), "text/html; charset=utf-8")
        if page["status"] == "open":
            event = self.stand_in.pay(number)
            if self.stand_in.webhook:
                self.stand_in.tell(event)
        return self._send(303, "", Location=page["success_url"])

    def _send(self, status: int, body: str, kind: str = "application/json", **more: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Request-Id": "req_1", **more}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string(time.time() + self.stand_in.clock)

    def log_message(self, *words: Any) -> None:
        pass


_PAGE = """<!doctype html><html lang="en"><title>Stand-in for Stripe</title><main><h1>Pay order
{client_reference_id}</h1><p>{amount_total} pence</p><form method="post"><button>Pay</button></form>
<a href="{cancel_url}">Back</a></main></html>"""


@contextlib.contextmanager
def stand_in() -> Iterator[StripeStandIn]:
    told = StripeStandIn()
    handler = type("Handler", (_Handler,), {"stand_in": told})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield told
    told.woken.set()
    server.shutdown()
    server.server_close()
