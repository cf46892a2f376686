"""The few mails that are no letters: one link each, and not a word that somebody typed.

Anybody can type the address of somebody else; what stood in a first name would reach her.
"""

from datetime import datetime, timedelta
from typing import Any

from alongside.core.mail.actions import put_in_outbox, stop
from alongside.core.mail.models import OutboxMessage, State

from .models import Subscriber

A_DAY = 3
"""Mails that one form makes for one person in 24 hours at most: nobody can flood her through it."""

CONFIRM, ALREADY, YOU_ARE_IN, LEAVE, NEW_ADDRESS, ADDRESS_ASKED, ADDRESS_CHANGED = KINDS = (
    "confirm", "already", "you_are_in", "leave", "new_address", "address_asked", "address_changed",
)  # fmt: skip


def send(
    kind: str, *, to: str, about: Subscriber | None, silent: bool = False, **context: Any
) -> None:
    """Put it into the outbox. silent: write all of it, and stop it at once.

    So whoever types an address finds out from nothing, not even from the time that the answer takes,
    whether we know it.
    """
    message = put_in_outbox(
        to=to,
        template=f"newsletter/mail/{kind}.txt",
        context=context,
        kind=f"newsletter.{kind}",
        private=True,
        reference="" if about is None or silent else reference_of(about),
    )
    if silent:
        stop(message)


def reference_of(subscriber: Subscriber) -> str:
    return f"subscriber:{subscriber.pk}"


def had_enough(subscriber: Subscriber, *kinds: str, now: datetime) -> bool:
    """Whether so many of these were written since this hour yesterday that no more may be."""
    lately = OutboxMessage.objects.about(reference_of(subscriber)).filter(
        kind__in=[f"newsletter.{kind}" for kind in kinds], created_at__gt=now - timedelta(days=1)
    )
    return lately.count() >= A_DAY


def confirmation_sent_at(subscriber: Subscriber) -> datetime | None:
    """When the newest mail that asks for her yes left us; None while it has not."""
    mails = OutboxMessage.objects.about(reference_of(subscriber))
    newest = mails.filter(kind=f"newsletter.{CONFIRM}").exclude(state=State.STOPPED).first()
    return newest.settled_at if newest and newest.state == State.SENT else None


def stop_all(subscriber: Subscriber) -> None:
    """What waits to be sent to her is not sent."""
    for message in OutboxMessage.objects.about(reference_of(subscriber)).exclude(locked=b""):
        stop(message)
