"""What `alongside doctor` asks Stripe itself: whether our key is good, and what the last comparison said."""

from collections.abc import Callable

from django.db import DatabaseError

from alongside.orders import cards
from alongside.orders.cards import reconcile
from alongside.orders.cards.client import Refused, asking
from alongside.orders.models import Reconciliation, StripeEvent

from .health import Finding

HOW = "(docs/stripe.md)"


def stripe_takes_our_key() -> Finding:
    """One question that every key of ours must be allowed to ask."""
    if not cards.is_on():
        return Finding("key for cards", "not needed: cards are off")
    try:
        with asking() as ask:
            ask.v1.balance.retrieve()
    except (cards.NotReachable, Refused):
        advice = f"Is ALONGSIDE_STRIPE_KEY right, and may it read the balance? {HOW}"
        return Finding("key for cards", "Stripe does not answer to it", advice)
    return Finding("key for cards", "Stripe answers to it")


def books_and_stripe_agree() -> Finding:
    """The newest comparison; and events that fit nothing in our books."""
    name = "books and Stripe"
    if not cards.is_on():
        return Finding(name, "not compared: cards are off")
    try:
        found, tried = reconcile.newest(), Reconciliation.objects.last()
        odd = StripeEvent.objects.filter(outcome=StripeEvent.Outcome.ODD).count()
    except DatabaseError:
        return Finding(name, "unknown: the database does not answer", "See database.")
    again = f"Run: alongside orders_reconcile {HOW}"
    if tried is not None and tried.problem:
        return Finding(name, f"not compared: {tried.problem}", again)
    if found is not None and not found.is_well:
        return Finding(name, f"they differ by {found.difference} pence", again)
    if odd:
        advice = f"Look at the newest events on Stripe's screens {HOW}"
        return Finding(name, f"{odd} events do not fit our books", advice)
    if found is None:
        return Finding(name, "not compared yet: nobody has paid by card")
    return Finding(name, f"the same on {found.at:%Y-%m-%d %H:%M} UTC")


STRIPE_CHECKS: tuple[Callable[[], Finding], ...] = (stripe_takes_our_key, books_and_stripe_agree)
