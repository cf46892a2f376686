"""Somebody asks for letters, and says yes a second time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.newsletter import emails, links
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import by_address, gets_no_letters
from alongside.newsletter.models import Consent, Delivery, Mailing, Subscriber
from alongside.newsletter.parts import ContentNote, Part

State = Subscriber.State
NOTHING = ContentNote(0)


@dataclass(frozen=True)
class Wish:
    """What she asks for. wording and where: see `models.Consent`."""

    contact: Contact
    parts: Part
    spared: ContentNote
    wording: str
    where: str


def ask(wish: Wish, *, now: datetime | None = None) -> None:
    """Write her down and send the one mail that asks for her yes; again each time she asks.

    Whoever gets letters already is told so instead, and nothing about her changes. Whoever wants none
    ever again gets nothing. The way is the same for all of them: rows, a mail, a commit.
    """
    asking = partial(_ask, wish, now or timezone.now())
    try:
        asking()
    except IntegrityError:  # PostgreSQL: asked twice at the same moment, and the other was first
        asking()


@transaction.atomic
def _ask(wish: Wish, now: datetime) -> None:
    is_unwanted = gets_no_letters(wish.contact.address)
    with transaction.atomic():
        subscriber = _write_down(wish, now)
        transaction.set_rollback(is_unwanted)
    has_said_yes = subscriber.state == State.ACTIVE
    if has_said_yes:
        kind, link = emails.ALREADY, links.letter_link("letter-preferences", subscriber)
    else:
        kind, link = emails.CONFIRM, links.confirm_link(subscriber)
    silent = is_unwanted or emails.had_enough(subscriber, emails.CONFIRM, emails.ALREADY, now=now)
    emails.send(kind, to=wish.contact.address, about=subscriber, silent=silent, link=link)


def _write_down(wish: Wish, now: datetime) -> Subscriber:
    subscriber = by_address(wish.contact.address) or Subscriber()
    if subscriber.state == State.ACTIVE:
        return subscriber
    subscriber.mark, subscriber.locked = wish.contact.mark(), wish.contact.lock()
    subscriber.state, subscriber.asked_at = State.ASKED, now
    subscriber.parts, subscriber.spared = int(wish.parts), int(wish.spared)
    subscriber.confirmed_at = subscriber.left_at = subscriber.paused_until = None
    subscriber.save()
    subscriber.consents.filter(confirmed_at=None).delete()
    subscriber.consents.create(
        wording=wish.wording, where=wish.where, parts=int(wish.parts), at=now
    )
    return subscriber


@transaction.atomic
def confirm(*, subscriber: Subscriber, now: datetime | None = None) -> bool:
    """She says yes: letters come from now on, the welcome first.

    False if she may get none (`gets_no_letters`), or is gone meanwhile. Saying it twice is one yes.
    """
    now = now or timezone.now()
    row = Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    if row is None or row.state == State.LEFT:
        return False
    contact = row.contact()
    if gets_no_letters(contact.address):
        return False
    if row.state == State.ASKED:
        row.state, row.confirmed_at = State.ACTIVE, now
        row.save(update_fields=["state", "confirmed_at"])
        row.consents.filter(confirmed_at=None).update(confirmed_at=now)
        _welcome(row, contact.address, now)
    return True


def _welcome(subscriber: Subscriber, address: str, now: datetime) -> None:
    """The series that stands open; a plain note where no letter of it comes today."""
    over = (Mailing.State.CANCELLED, Mailing.State.DONE)
    series = list(Mailing.objects.filter(kind=Mailing.Kind.SERIES).exclude(state__in=over))
    Delivery.objects.bulk_create(
        [_due(mailing, subscriber, now) for mailing in series], ignore_conflicts=True
    )
    if not any(mailing.days_after == 0 for mailing in series):
        link = links.letter_link("letter-preferences", subscriber)
        emails.send(emails.YOU_ARE_IN, to=address, about=subscriber, link=link)


def _due(mailing: Mailing, subscriber: Subscriber, now: datetime) -> Delivery:
    due_at = max(now, mailing.due_at) + timedelta(days=mailing.days_after)
    return Delivery(mailing=mailing, subscriber=subscriber, due_at=due_at)


def agree(
    subscriber: Subscriber, *, wording: str, where: str, parts: Part, now: datetime
) -> Consent:
    """Keep what somebody who has said yes chose later."""
    return subscriber.consents.create(
        wording=wording, where=where, parts=int(parts), at=now, confirmed_at=now
    )
