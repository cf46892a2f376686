"""The doctor looks at card payments: keys, clock, and whether Stripe is heard."""

import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from alongside.backoffice import cards_health
from alongside.orders.models import CardPayment

from .stripe_stand_in import KEY, SECRET


def test_off_is_well(db, settings):
    settings.STRIPE_KEY = settings.STRIPE_WEBHOOK_SECRET = ""
    found = [check() for check in cards_health.CARDS_CHECKS]
    assert [one.advice for one in found] == ["", "", ""]
    assert "bank transfers and cheques" in found[0].state


@pytest.mark.parametrize(("key", "secret"), [(KEY, ""), ("", SECRET)])
def test_one_key_of_two(settings, key, secret):
    settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET = key, secret
    found = cards_health.card_keys()
    assert found.state == "one of two keys is missing"
    assert "docs/stripe.md" in found.advice


class Tomorrow(BaseHTTPRequestHandler):
    """A server whose clock is a day ahead of ours."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def date_time_string(self, timestamp=None):
        return super().date_time_string(time.time() + 86_400)

    def log_message(self, *_args):
        pass


def test_a_clock_that_is_wrong(at_stripe, settings):
    assert cards_health.card_keys().state == "Stripe, test mode: no money moves"
    assert cards_health.clock_is_stripes().advice == ""
    with HTTPServer(("127.0.0.1", 0), Tomorrow) as server:
        threading.Thread(target=server.handle_request).start()
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{server.server_port}"
        found = cards_health.clock_is_stripes()
    assert found.state.startswith("wrong by 86")
    assert "Set the clock" in found.advice


def test_stripe_cannot_be_reached(at_stripe, settings):
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    assert cards_health.clock_is_stripes().state == "unknown: Stripe does not answer"


def test_somebody_paid_and_stripe_is_not_heard(db, at_stripe):
    assert cards_health.stripe_is_heard().state == "none yet"
    CardPayment.objects.create(intent_id="pi_1", pence=100, state=CardPayment.State.PAID)
    assert "although somebody paid" in cards_health.stripe_is_heard().state
