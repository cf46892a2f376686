"""What the delivery ledger of a mailing says in numbers."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from .models import Delivery, Mailing, Totals


def totals(mailing: Mailing) -> Totals:
    """How many deliveries are in each state; from the ledger, or as written down when it was erased."""
    if mailing.totals:
        return Totals(**mailing.totals)
    rows = Delivery.objects.filter(mailing=mailing).values_list("state").annotate(n=Count("pk"))
    return Totals(**dict(rows.order_by()))


def write_totals(mailing: Mailing) -> None:
    """Keep the numbers before the rows go."""
    Mailing.objects.filter(pk=mailing.pk).update(totals=asdict(totals(mailing)))


@dataclass(frozen=True)
class Progress:
    """`seconds_left` is None while nothing goes out."""

    rate_per_second: float
    seconds_left: float | None


def progress(mailing: Mailing) -> Progress:
    """How fast it went in the last minute, and how long the rest takes at that pace."""
    now, minute = timezone.now(), timedelta(minutes=1)
    began = max(mailing.filled_at or now, now - minute)
    settled = mailing.deliveries.filter(settled_at__gt=now - minute).count()
    rate = settled / max((now - began).total_seconds(), 1.0)
    left = totals(mailing).open / rate if rate and mailing.state == Mailing.State.SENDING else None
    return Progress(rate, left)
