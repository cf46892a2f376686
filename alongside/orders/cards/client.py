"""How we speak with Stripe: its own SDK, 5 seconds of patience, nothing said that need not be."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import stripe
from django.conf import settings

logger = logging.getLogger("alongside.cards")

PATIENCE = (3.05, 5)  # seconds: to reach it, and for its answer
RETRIES = 1
PAGES = "https://checkout.stripe.com"
"""Where the pages of Checkout are."""
_SAYS_NO = (stripe.InvalidRequestError, stripe.CardError)

# The only switch of the SDK that is no option of a client. It would send which machine this is, and write a
# number for it into the home folder.
stripe.enable_telemetry = False


class NotReachable(Exception):
    """Stripe does not answer, or not with what was asked for. Nothing was charged by this.

    answered: it did answer, and would answer the same request in the same way again.
    """

    def __init__(self, *, answered: bool = False) -> None:
        super().__init__("Stripe cannot be reached")
        self.answered = answered


class Refused(Exception):
    """Stripe says no. `code`: in its word for why, such as `charge_already_refunded`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_on() -> bool:
    """Both keys are set."""
    return bool(settings.STRIPE_KEY and settings.STRIPE_WEBHOOK_SECRET)


def is_live() -> bool:
    """Real money: not a key for trying things out."""
    return "_live_" in settings.STRIPE_KEY


def pages() -> list[str]:
    """Where a form that leads to a page of Stripe may end (Content-Security-Policy)."""
    return [settings.STRIPE_API_BASE or PAGES] if is_on() else []


def client() -> Any:
    """Asks Stripe. Use it within `asking`."""
    return _client(settings.STRIPE_KEY, settings.STRIPE_API_BASE)


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> Any:
    return stripe.StripeClient(
        key,
        base_addresses={"api": base} if base else None,
        http_client=stripe.RequestsClient(timeout=PATIENCE),
        max_network_retries=RETRIES,
    )


@contextmanager
def asking() -> Iterator[Any]:
    """`with asking() as ask: ask.v1.…`. Raises NotReachable, Refused; without the words of the error,
    which may repeat what was sent."""
    try:
        yield client()
    except _SAYS_NO as error:
        raise Refused(str(error.code or "invalid_request")) from None
    except stripe.StripeError as error:
        logger.warning("Stripe: %s (%s)", type(error).__name__, error.http_status or "no answer")
        status = error.http_status or 0
        raise NotReachable(answered=status >= 400 and status not in (409, 429)) from None
