"""`manage.py check`: the two keys of card payments belong together."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

HINT = "docs/stripe.md says where Stripe shows them."


@register
def stripe_keys(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Both or none, and each in its place."""
    key, secret = settings.STRIPE_KEY, settings.STRIPE_WEBHOOK_SECRET
    found: list[CheckMessage] = []
    if key and not secret:
        words = "ALONGSIDE_STRIPE_KEY is set and ALONGSIDE_STRIPE_WEBHOOK_SECRET is not: no card payments"
        found.append(Error(words, HINT, id="orders.E001"))
    if secret and not key:
        words = "ALONGSIDE_STRIPE_WEBHOOK_SECRET is set and ALONGSIDE_STRIPE_KEY is not: no card payments"
        found.append(Error(words, HINT, id="orders.E001"))
    if key and not key.startswith(("sk_", "rk_")):
        words = "ALONGSIDE_STRIPE_KEY is no secret or restricted key: it begins with rk_ or sk_"
        found.append(Error(words, HINT, id="orders.E002"))
    if secret and not secret.startswith("whsec_"):
        words = "ALONGSIDE_STRIPE_WEBHOOK_SECRET is no signing secret: it begins with whsec_"
        found.append(Error(words, HINT, id="orders.E003"))
    return found


@register(Tags.security, deploy=True)
def stripe_takes_money(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """On the open web, a book for a card that is only pretended."""
    if "_test_" not in settings.STRIPE_KEY:
        return []
    words = "Card payments are in test mode: anybody can order with a card that does not exist"
    return [Warning(words, HINT, id="orders.W001")]
