"""What is done about a letter that came back, a complaint, somebody who leaves by mail, and a reply."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from alongside.core.installation_key import Unreadable
from alongside.newsletter.bouncing.reports import Kind
from alongside.newsletter.models import BOUNCES, Bounce, Mailing, Subscriber, Suppressed

from . import leaving, people

SOFT_ONES = 5  # within 30 days count as a hard one


@transaction.atomic
def note(kind: Kind, *, subscriber: int, mailing: int, status: str = "", now: datetime) -> None:
    """subscriber, mailing: numbers; 0, or of somebody who is gone: then only what is counted is counted.

    A hard bounce, the fifth soft one and a complaint put the address on the suppression list; she has
    left then, and what we know of her goes after 30 days. A complaint is counted as leaving from that letter.
    """
    if kind == Kind.REPLY:
        Mailing.objects.filter(pk=mailing).update(replies=F("replies") + 1)
        return
    row = Subscriber.objects.select_for_update().filter(pk=subscriber).first()
    if row is None or kind == Kind.NOTHING:
        return
    if kind == Kind.LEAVE:
        leaving.leave(subscriber=row, mailing=mailing, now=now)
    elif kind == Kind.COMPLAINT:
        _suppress(row, Suppressed.Why.COMPLAINED, now, mailing)
    else:
        _came_back(row, kind, mailing, status, now)


def _came_back(row: Subscriber, kind: Kind, mailing: int, status: str, now: datetime) -> None:
    known = Mailing.objects.filter(pk=mailing).first()
    is_hard = kind == Kind.HARD
    row.bounces.create(mailing=known, is_hard=is_hard, status=status[:20], at=now)
    soft = Bounce.objects.filter(subscriber=row, is_hard=False, at__gt=now - BOUNCES)
    if is_hard or soft.count() >= SOFT_ONES:
        _suppress(row, Suppressed.Why.BOUNCED, now)


def _suppress(row: Subscriber, why: Suppressed.Why, now: datetime, mailing: int = 0) -> None:
    try:
        address = row.contact().address
    except Unreadable:
        leaving.leave(subscriber=row, mailing=mailing, now=now)
    else:
        people.suppress(address, why=why, subscriber=row, now=now, mailing=mailing)
