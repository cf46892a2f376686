"""What Stripe tells us. Each event is written down once, together with what it changes, or not at all.

Events come twice, in any order and up to three days late (docs.stripe.com/webhooks): what they say is booked
under the name of the payment or refund, so that neither changes anything.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import stripe
from django.conf import settings
from django.db import transaction

from alongside.orders.actions import card_money, card_refunds
from alongside.orders.actions.card_money import Outcome, Thing, an_id
from alongside.orders.models import StripeEvent

from .client import is_live

_DISPUTES = ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")
EFFECTS: Mapping[str, Callable[[Thing], Outcome]] = {
    "checkout.session.completed": card_money.take_session,
    "checkout.session.async_payment_succeeded": card_money.take_session,
    "checkout.session.async_payment_failed": partial(card_money.take_session, failed=True),
    "checkout.session.expired": card_money.take_session,
    "charge.refunded": card_refunds.take_refunded_charge,
    "refund.created": card_refunds.take_refund,
    "refund.updated": card_refunds.take_refund,
    "refund.failed": card_refunds.take_refund,
    "charge.refund.updated": card_refunds.take_refund,
    **{f"charge.dispute.{what}": card_money.take_dispute for what in _DISPUTES},
}
"""What Stripe has to be told to send us (docs/stripe.md)."""


class NotFromStripe(Exception):
    """Not signed with our secret, or signed more than five minutes ago; or no event at all."""


def signed_event(body: bytes, signature: str) -> dict[str, Any]:
    """Raises NotFromStripe. Nothing in the body is believed, or even read, before its signature is."""
    try:
        stripe.Webhook.construct_event(body, signature, settings.STRIPE_WEBHOOK_SECRET)
        event = json.loads(body)
        an_id(event), str(event["type"]), event["data"]["object"]["object"]
    except (stripe.SignatureVerificationError, RecursionError):
        raise NotFromStripe from None
    except (ValueError, LookupError, TypeError, AttributeError):
        raise NotFromStripe from None
    return dict(event)


@transaction.atomic
def hear(event: Thing) -> Outcome:
    """What came of it. Raises KeyError, TypeError, ValueError for an event that makes no sense."""
    thing = event["data"]["object"]
    about = thing.get("id")
    kind = str(event["type"])[:255]
    known = {"type": kind, "object_id": an_id(about) if about else ""}
    row, is_new = StripeEvent.objects.get_or_create(event_id=an_id(event), defaults=known)
    if not is_new:
        return Outcome.KNOWN
    row.outcome = _effect(event, kind, thing)
    row.save(update_fields=["outcome"])
    return Outcome(row.outcome)


def _effect(event: Thing, kind: str, thing: Thing) -> Outcome:
    if bool(event.get("livemode")) != is_live():
        return Outcome.MODE
    effect = EFFECTS.get(kind)
    return effect(thing) if effect else Outcome.NOTHING
