"""A letter came back, somebody complained, wants to leave, or replied."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from alongside.newsletter.coming_back.reports import Kind, Report
from alongside.newsletter.models import BOUNCES, Bounce, Delivery, Mailing, Subscriber, Suppressed

from .leaving import leave

SOFT_ONES = 5
"""So many soft bounces in 30 days are a hard one."""


@transaction.atomic
def record(report: Report, *, mark: bytes, now: datetime | None = None) -> bool:
    """Write down what came back. False if it was written down before, or is about nobody here.

    mark: 16 bytes that are the same when the same report comes again. Hard: no letter goes there any more.
    Soft: after five in 30 days. A complaint: she has left this moment, and nobody signs her up again.
    """
    now = now or timezone.now()
    rows = Subscriber.objects.select_for_update()
    subscriber = rows.filter(pk=report.token.subscriber).first()
    mailing = Mailing.objects.filter(pk=report.token.mailing).first()
    if report.kind == Kind.REPLY:
        return bool(
            mailing and Mailing.objects.filter(pk=mailing.pk).update(replies=F("replies") + 1)
        )
    if subscriber is None:
        return False
    if report.kind == Kind.LEAVE:
        return leave(subscriber=subscriber, mailing=report.token.mailing, now=now)
    if report.kind == Kind.COMPLAINT:
        _suppress(subscriber, Suppressed.Why.COMPLAINED, now)
        return leave(subscriber=subscriber, mailing=report.token.mailing, now=now)
    return _bounced(subscriber, mailing, report, mark=mark, now=now)


def _bounced(
    subscriber: Subscriber, mailing: Mailing | None, report: Report, *, mark: bytes, now: datetime
) -> bool:
    is_hard = report.kind == Kind.HARD
    _, is_new = Bounce.objects.get_or_create(
        mark=mark,
        defaults={"subscriber": subscriber, "mailing": mailing, "is_hard": is_hard,
                  "status": report.status, "at": now},
    )  # fmt: skip
    if not is_new:
        return False
    if mailing:
        its = Delivery.objects.filter(mailing=mailing, subscriber=subscriber)
        its.filter(state=Delivery.State.SENT).update(
            state=Delivery.State.FAILED, why=f"came back {report.status}".strip()
        )
    lately = subscriber.bounces.filter(at__gt=now - BOUNCES, is_hard=False).count()
    if is_hard or lately >= SOFT_ONES:
        _suppress(subscriber, Suppressed.Why.BOUNCED, now)
        Subscriber.objects.filter(pk=subscriber.pk).update(state=Subscriber.State.LEFT, left_at=now)
    return True


def _suppress(subscriber: Subscriber, why: Suppressed.Why, now: datetime) -> None:
    mark = subscriber.contact().mark()
    Suppressed.objects.get_or_create(mark=mark, defaults={"why": why, "at": now})
