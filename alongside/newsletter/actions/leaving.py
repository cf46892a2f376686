"""Somebody leaves, comes back, or is erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.newsletter import emails, links
from alongside.newsletter.finding import by_address, gets_no_letters
from alongside.newsletter.models import Delivery, Mailing, Subscriber, Suppressed

State = Subscriber.State


@transaction.atomic
def leave(*, subscriber: Subscriber, mailing: int = 0, now: datetime | None = None) -> bool:
    """No letter any more, from this moment on. False if she had left before.

    mailing: the letter she left from; it counts that, and not who. For 30 days she can come back; who had
    never said yes is erased at once.
    """
    now = now or timezone.now()
    if Subscriber.objects.filter(pk=subscriber.pk, state=State.ASKED).delete()[0]:
        return True
    rows = Subscriber.objects.filter(pk=subscriber.pk, state=State.ACTIVE)
    left = rows.update(state=State.LEFT, left_at=now, new_locked=b"", new_asked_at=None)
    if left:
        Mailing.objects.filter(pk=mailing).update(left=F("left") + 1)
    return bool(left)


@transaction.atomic
def come_back(*, subscriber: Subscriber, mailing: int = 0) -> bool:
    """Undo `leave`, as if it had not been. False if she has not left, or may get no letters."""
    row = Subscriber.objects.select_for_update().filter(pk=subscriber.pk, state=State.LEFT).first()
    if row is None or gets_no_letters(row.contact().address):
        return False
    row.state, row.left_at = State.ACTIVE, None
    row.save(update_fields=["state", "left_at"])
    Mailing.objects.filter(pk=mailing, left__gt=0).update(left=F("left") - 1)
    return True


@transaction.atomic
def send_way_out(*, address: str, now: datetime | None = None) -> None:
    """Send the link with which she can leave, if letters go to this address.

    If none do, the same is written and not sent, so that nobody can find out who gets letters.
    """
    now = now or timezone.now()
    subscriber = by_address(address)
    silent = (
        subscriber is None
        or subscriber.state == State.LEFT
        or gets_no_letters(address)
        or emails.had_enough(subscriber, emails.LEAVE, now=now)
    )
    link = links.letter_link("letter-leave", subscriber)
    emails.send(emails.LEAVE, to=address, about=subscriber, silent=silent, link=link)


@transaction.atomic
def erase(*, subscriber: Subscriber, now: datetime | None = None) -> None:
    """Her row goes now, and what waits to be sent to her. Letters that went out count on without her.

    What stays is a mark of her address, so that nobody can sign her up again (`Suppressed`).
    """
    now = now or timezone.now()
    emails.stop_all(subscriber)
    open_states = (Delivery.State.WAITING, Delivery.State.DEFERRED)
    subscriber.deliveries.filter(state__in=open_states).update(
        state=Delivery.State.SKIPPED, why="erased", settled_at=now
    )
    why = {"why": Suppressed.Why.ERASED, "at": now}
    Suppressed.objects.get_or_create(mark=subscriber.contact().mark(), defaults=why)
    subscriber.delete()
