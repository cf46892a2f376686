"""What `alongside doctor` looks at in card payments: keys, clock, and whether Stripe is heard."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from alongside.orders import cards
from alongside.orders.models import CardPayment, StripeEvent

from .health import Finding

STRIPE = "https://api.stripe.com/healthcheck"
SIGNED_FOR = timedelta(minutes=5)
"""So old a signature of Stripe's may be: with a clock that is wrong by more, nothing is believed."""


def card_keys() -> Finding:
    """Both keys, or neither (`orders.checks` says more)."""
    if cards.is_on():
        mode = "real money" if cards.is_live() else "test mode: no money moves"
        return Finding("cards", f"Stripe, {mode}")
    if settings.STRIPE_KEY or settings.STRIPE_WEBHOOK_SECRET:
        return Finding("cards", "one of two keys is missing", "See docs/stripe.md, step 5.")
    return Finding("cards", "off: the shop takes bank transfers and cheques")


def clock_is_stripes() -> Finding:
    """Against the Date header (RFC 9110 §6.6.1) of Stripe's own server."""
    if not cards.is_on():
        return Finding("clock for cards", "not needed: cards are off")
    ask = Request(settings.STRIPE_API_BASE or STRIPE, method="HEAD")  # noqa: S310  (https)
    try:
        with urlopen(ask, timeout=5) as answer:  # noqa: S310
            said = answer.headers["Date"]
    except HTTPError as error:  # an answer all the same
        said = error.headers["Date"]
    except (URLError, OSError):
        advice = "Can this machine reach api.stripe.com? Until then orders are kept, and unpaid."
        return Finding("clock for cards", "unknown: Stripe does not answer", advice)
    wrong = abs(datetime.now(UTC) - parsedate_to_datetime(said))
    if wrong >= SIGNED_FOR:
        advice = (
            "Set the clock (systemd-timesyncd, chrony): Stripe's words are not believed until then."
        )
        return Finding("clock for cards", f"wrong by {wrong.total_seconds():.0f} seconds", advice)
    return Finding("clock for cards", f"as Stripe's, within {wrong.total_seconds():.0f} seconds")


def stripe_is_heard() -> Finding:
    """Somebody paid, and Stripe told us nothing of its own: its webhook goes elsewhere."""
    try:
        last = StripeEvent.objects.order_by("pk").last()
        pages = CardPayment.objects.filter(state=CardPayment.State.PAID)
        lately = pages.filter(created_at__gt=timezone.now() - timedelta(days=7)).exists()
    except DatabaseError:
        return Finding("words of Stripe", "unknown: the database does not answer", "See database.")
    if last is None and lately:
        advice = "Look at the endpoint at Stripe (docs/stripe.md, step 4). Until then we ask by ourselves."
        return Finding("words of Stripe", "none, although somebody paid", advice)
    if last is None:
        return Finding("words of Stripe", "none yet")
    return Finding(
        "words of Stripe", f"the last on {timezone.localtime(last.received_at):%-d %B %Y, %H:%M}"
    )


CARDS_CHECKS: tuple[Callable[[], Finding], ...] = (card_keys, clock_is_stripes, stripe_is_heard)
