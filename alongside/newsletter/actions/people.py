"""What founders do about one person: look her up, stop her letters, let them go again, erase her.

Each is one transaction and one line in the log of who did what; the line names a number, no address.
"""

from datetime import datetime
from enum import Enum
from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.newsletter.contact import mark_of
from alongside.newsletter.finding import by_address, suppressed
from alongside.newsletter.models import Delivery, Subscriber, Suppressed

from . import leaving

Why = Suppressed.Why


class Because(Enum):
    """Why a founder lets letters go to an address again."""

    asked = "She asked us for it herself, in writing or on the telephone"
    works = "The address works again"
    mistake = "It was a mistake of ours"


def note_address_seen(delivery: Delivery, *, by: Any) -> None:
    record(actor=by, action="newsletter.address_seen", target=f"delivery:{delivery.pk}")


def look_up(address: str, *, by: Any) -> Subscriber | None:
    """Who has this address, if we know her. That somebody looked is in the log even if not."""
    subscriber = by_address(address)
    _log("looked_up", by, subscriber)
    return subscriber


@transaction.atomic
def stop(address: str, *, by: Any, now: datetime | None = None) -> None:
    """No letter goes to this address until a founder lifts it, whether or not it gets letters now."""
    subscriber = by_address(address)
    suppress(address, why=Why.FOUNDER, subscriber=subscriber, now=now or timezone.now())
    _log("suppressed", by, subscriber)


@transaction.atomic
def suppress(
    address: str,
    *,
    why: Suppressed.Why,
    subscriber: Subscriber | None,
    now: datetime,
    mailing: int = 0,
) -> bool:
    """Put an address on the list; she leaves in the same moment. False if it was there.

    mailing: the letter that she left from, if she did so herself. What she asked for outranks what a
    mail server said: a bounce never takes the place of a complaint or an erasure.
    """
    row, is_new = Suppressed.objects.get_or_create(
        mark=mark_of(address), defaults={"why": why, "at": now}
    )
    if not is_new and row.why in (Why.BOUNCED, Why.FOUNDER) and why == Why.COMPLAINED:
        row.why, row.at = why, now
        row.save(update_fields=["why", "at"])
    if subscriber is not None:
        leaving.leave(subscriber=subscriber, mailing=mailing, now=now)
    return is_new


@transaction.atomic
def lift(address: str, *, because: Because, by: Any) -> bool:
    """Letters may go to this address again. False if they might all the time.

    Who was stopped by a bounce or by a founder gets them as before; everybody else has left and asks
    for them herself.
    """
    subscriber = by_address(address)
    row = suppressed(address).select_for_update().first()
    if row is None:
        return False
    if subscriber and row.why in (Why.BOUNCED, Why.FOUNDER) and _left_with(row, subscriber):
        subscriber.state, subscriber.left_at = Subscriber.State.ACTIVE, None
        subscriber.save(update_fields=["state", "left_at"])
    suppressed(address).delete()
    _log(f"lifted_{because.name}", by, subscriber)
    return True


def _left_with(row: Suppressed, subscriber: Subscriber) -> bool:
    """She did not leave by herself: both were written in the same moment."""
    return subscriber.state == Subscriber.State.LEFT and subscriber.left_at == row.at


@transaction.atomic
def erase(address: str, *, by: Any) -> bool:
    """Her row goes at once; only a mark of her address stays. False if we do not know her."""
    subscriber = by_address(address)
    if subscriber is None:
        return False
    _log("erased", by, subscriber)
    leaving.erase(subscriber=subscriber)
    return True


def note_exported(*, by: Any) -> None:
    record(actor=by, action="newsletter.exported")


def _log(verb: str, by: Any, subscriber: Subscriber | None) -> None:
    target = f"subscriber:{subscriber.pk}" if subscriber else ""
    record(actor=by, action=f"newsletter.{verb}", target=target)
