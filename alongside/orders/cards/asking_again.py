"""Events that were not enough by themselves: Stripe is asked for what they are about."""

from typing import Any

from django.db import transaction

from alongside.orders.actions import card_money, card_refunds
from alongside.orders.actions.card_money import Outcome, an_id
from alongside.orders.models import StripeEvent

from . import refunds
from .client import Refused, asking

GIVE_UP = 60  # looks


def ask_about_events() -> None:
    """Raises NotReachable."""
    for event in StripeEvent.objects.filter(outcome=Outcome.WAITS).order_by("pk")[:20]:
        try:
            outcome = _of(event)
        except Refused:
            outcome = Outcome.ODD
        except (ValueError, LookupError, TypeError):
            outcome = Outcome.ODD
        _note(event, outcome)


@transaction.atomic
def _note(event: StripeEvent, outcome: Outcome) -> None:
    event.tries += 1
    if outcome is Outcome.WAITS and event.tries >= GIVE_UP:
        outcome = Outcome.ODD
    event.outcome = outcome
    event.save(update_fields=["outcome", "tries"])


def _of(event: StripeEvent) -> Outcome:
    """First the payment, then what happened to it. Raises NotReachable, Refused."""
    if event.object_id.startswith("cs_"):
        return take_intent(_ask("checkout.sessions", event.object_id)["payment_intent"])
    if event.object_id.startswith("ch_"):
        charge = _ask("charges", event.object_id)
        card_money.take_charge(charge)
        return _refunds_of(an_id(charge.get("payment_intent") or charge["id"]))
    if event.object_id.startswith(("re_", "pyr_")):
        refund = _ask("refunds", event.object_id)
        take_intent(refund["payment_intent"])
        return card_refunds.take_refund(refund)
    dispute = _ask("disputes", event.object_id)
    take_intent(dispute["payment_intent"])
    return card_money.take_dispute(dispute)


def _refunds_of(intent: str) -> Outcome:
    outcomes = [card_refunds.take_refund(refund) for refund in refunds.list_of(intent)]
    return Outcome.DONE if outcomes and Outcome.WAITS not in outcomes else Outcome.WAITS


def take_intent(intent: Any) -> Outcome:
    """The charge of a payment. Paid in other money than pounds: what Stripe made of it in pounds."""
    with asking() as ask:
        found = ask.v1.payment_intents.retrieve(
            an_id(intent), {"expand": ["latest_charge.balance_transaction"]}
        ).to_dict()
    charge = found.get("latest_charge")
    if not charge:
        return Outcome.WAITS
    return card_money.take_charge(card_money.in_pounds(charge))


def _ask(what: str, number: str) -> dict[str, Any]:
    with asking() as ask:
        service = ask.v1
        for name in what.split("."):
            service = getattr(service, name)
        return dict(service.retrieve(number).to_dict())
