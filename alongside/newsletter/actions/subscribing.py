"""Somebody asks for letters."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alongside.core.mail.actions import put_in_outbox
from alongside.newsletter import tokens
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import by_address, gets_no_letters
from alongside.newsletter.models import Subscriber
from alongside.newsletter.parts import ContentNote, Part

State = Subscriber.State


@dataclass(frozen=True)
class Wish:
    """What she asks for. wording and where: see `models.Consent`."""

    contact: Contact
    parts: Part
    spared: ContentNote
    wording: str
    where: str


@transaction.atomic
def ask(wish: Wish, *, now: datetime | None = None) -> None:
    """Write her down and send the one mail that asks for her yes; again each time she asks.

    Whoever gets letters already, and whoever wants none ever again, gets nothing.
    """
    now = now or timezone.now()
    if gets_no_letters(wish.contact.address):
        return
    subscriber = by_address(wish.contact.address) or Subscriber()
    if subscriber.state == State.ACTIVE:
        return
    subscriber.mark, subscriber.locked = wish.contact.mark(), wish.contact.lock()
    subscriber.state, subscriber.asked_at = State.ASKED, now
    subscriber.parts, subscriber.spared = int(wish.parts), int(wish.spared)
    subscriber.save()
    subscriber.consents.filter(confirmed_at=None).delete()
    subscriber.consents.create(
        wording=wish.wording, where=wish.where, parts=int(wish.parts), at=now
    )
    token = tokens.make(subscriber=subscriber.pk, purpose="confirm")
    put_in_outbox(
        to=wish.contact.address,
        template="newsletter/mail/confirm.txt",
        context={"link": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/letters/confirm/{token}/"},
        kind="newsletter.confirm",
        private=True,
        reference=f"subscriber:{subscriber.pk}",
    )
