"""What `alongside doctor` looks at around card payments: keys, clock, whether Stripe is heard."""

import time
from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from alongside.orders import cards
from alongside.orders.cards import reconcile
from alongside.orders.cards.client import Refused, asking
from alongside.orders.models import CardPayment, Reconciliation, StripeEvent

from .health import Finding

NAME = "card payments"
HOW = "(docs/stripe.md)"
APART = 120  # seconds; Stripe's signatures are good for 300
LATELY = timedelta(days=7)


def stripe_answers() -> Finding:
    """Key, mode, and how far our clock is from Stripe's: a webhook that looks old is refused."""
    if not settings.STRIPE_KEY and not settings.STRIPE_WEBHOOK_SECRET:
        return Finding(NAME, "off: no keys are set")
    if not cards.is_on():
        missing = (
            "ALONGSIDE_STRIPE_WEBHOOK_SECRET" if settings.STRIPE_KEY else "ALONGSIDE_STRIPE_KEY"
        )
        return Finding(NAME, f"off: {missing} is not set", f"Set {missing} {HOW}")
    mode = "live" if cards.is_live() else "test mode: no money moves"
    try:
        with asking() as ask:
            date = ask.v1.balance.retrieve().last_response.headers["Date"]
    except (cards.NotReachable, Refused):
        advice = f"Is the key right, may this machine reach api.stripe.com? {HOW}"
        return Finding(NAME, f"{mode}; Stripe does not answer to our key", advice)
    apart = abs(time.time() - parsedate_to_datetime(date).timestamp())
    if apart > APART:
        advice = "Set the clock, best by a time service (systemd-timesyncd or chrony)"
        return Finding(NAME, f"{mode}; our clock is {apart:.0f} seconds from Stripe's", advice)
    return Finding(NAME, f"{mode}; Stripe answers, clocks {apart:.0f} seconds apart")


def stripe_is_heard() -> Finding:
    """Whether events come in. Payments are found without them too, only later."""
    name = "what Stripe tells us"
    if not cards.is_on():
        return Finding(name, "nothing: card payments are off")
    since = timezone.now() - LATELY
    try:
        last = StripeEvent.objects.order_by("pk").last()
        is_paid = CardPayment.objects.filter(state="paid", created_at__gt=since).exists()
        is_odd = StripeEvent.objects.filter(outcome="odd", received_at__gt=since).count()
    except DatabaseError:
        return Finding(name, "unknown: the database does not answer", "See database.")
    where = f"{settings.WAGTAILADMIN_BASE_URL}/webhooks/stripe/"
    if is_paid and (last is None or last.received_at < since):
        advice = f"Stripe has to send events to {where} {HOW}"
        return Finding(name, "payments came, and no event told us of them", advice)
    if is_odd:
        advice = f"Look at these events on Stripe's screens {HOW}"
        return Finding(name, f"{is_odd} events that do not fit our books", advice)
    heard = (
        f"last heard {last.received_at:%Y-%m-%d %H:%M} UTC" if last else f"nothing yet at {where}"
    )
    return Finding(name, heard)


def stripe_is_compared() -> Finding:
    name = "books and Stripe"
    if not cards.is_on():
        return Finding(name, "not compared: card payments are off")
    try:
        found, tried = reconcile.newest(), Reconciliation.objects.last()
    except DatabaseError:
        return Finding(name, "unknown: the database does not answer", "See database.")
    if tried is not None and tried.problem:
        return Finding(name, f"not compared: {tried.problem}", "Run: alongside orders_reconcile")
    if found is None:
        return Finding(name, "not compared yet: there was no card payment")
    if not found.is_well:
        state = f"they differ by {found.difference} pence ({found.at:%Y-%m-%d})"
        return Finding(name, state, f"Run: alongside orders_reconcile {HOW}")
    return Finding(name, f"the same on {found.at:%Y-%m-%d %H:%M} UTC")


STRIPE_CHECKS: tuple[Callable[[], Finding], ...] = (
    stripe_answers,
    stripe_is_heard,
    stripe_is_compared,
)
