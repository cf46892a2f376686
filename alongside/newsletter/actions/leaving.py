"""Somebody leaves, or is erased."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

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
def erase(*, subscriber: Subscriber, now: datetime | None = None) -> None:
    """Her row goes now, and what waits to be sent to her. Letters that went out count on without her.

    What stays is a mark of her address, so that nobody can sign her up again (`Suppressed`).
    """
    now = now or timezone.now()
    open_states = (Delivery.State.WAITING, Delivery.State.DEFERRED)
    subscriber.deliveries.filter(state__in=open_states).update(
        state=Delivery.State.SKIPPED, why="erased", settled_at=now
    )
    why = {"why": Suppressed.Why.ERASED, "at": now}
    Suppressed.objects.get_or_create(mark=subscriber.contact().mark(), defaults=why)
    subscriber.delete()
