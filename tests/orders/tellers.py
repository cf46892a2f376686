"""Stripe tells us the same at the same moment, in processes of their own: `python -m tests.orders.tellers`.

`order`: an order with a page at Stripe. `tell 8`: so many deliveries of one event, once a line comes on
standard input; it prints what the site answered. `forget`: all of it goes.
"""

import json
import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

from .buyers import forget, open_shop
from .stripe_stand_in import KEY, SECRET, signed

os.environ |= {"ALONGSIDE_STRIPE_KEY": KEY, "ALONGSIDE_STRIPE_WEBHOOK_SECRET": SECRET}
ABOUT = {"id": "cs_rush", "object": "checkout.session", "payment_status": "paid", "status": "complete",
         "currency": "gbp", "payment_intent": "pi_rush", "amount_total": 1520}  # fmt: skip


def order() -> None:
    from alongside.orders.actions.placing import Wish, place
    from alongside.orders.buyer import Buyer
    from alongside.orders.models import BookEdition, CardPayment

    open_shop(5)
    wish = Wish(Buyer(name="B"), {BookEdition.objects.get().pk: 1}, pay_by="card")
    placed = place(wish, submission=b"1" * 16)[0]
    CardPayment.objects.create(order=placed, pence=1520, session_id="cs_rush", state="open")


def tell(many: str) -> None:
    from django.test import Client

    event = {"id": "evt_rush", "object": "event", "type": "checkout.session.completed",
             "livemode": False, "data": {"object": ABOUT}}  # fmt: skip
    body = json.dumps(event)

    def deliver(_: int) -> int:
        headers = {"stripe-signature": signed(body), "host": "127.0.0.1"}
        client = Client(raise_request_exception=False)
        return client.post(
            "/webhooks/stripe/", body, "application/json", headers=headers
        ).status_code

    with ThreadPoolExecutor(int(many)) as threads:
        print("ready", flush=True)
        sys.stdin.readline()
        print(dict(Counter(threads.map(deliver, range(int(many))))))


def forget_it() -> None:
    from alongside.orders.models import Entry, StripeEvent

    Entry.objects.all().forget()
    StripeEvent.objects.all().delete()
    forget()


if __name__ == "__main__":
    django.setup()
    {"order": order, "tell": tell, "forget": forget_it}[sys.argv[1]](*sys.argv[2:])
