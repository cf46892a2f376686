"""What the mail server refused while we talked to it, from the ledger: it bounces without a bounce."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from alongside.newsletter.actions.bouncing import note
from alongside.newsletter.models import Bounce, Delivery

from .reports import kind_of

AT_ONCE = 500
SETTLED = timedelta(minutes=10)  # by then the sender knows whether it was these people, or us
LATELY = timedelta(days=2)


def note_refusals() -> None:
    """The worker's look. Each refusal is noted once."""
    now = timezone.now()
    noted = Bounce.objects.filter(subscriber=OuterRef("subscriber"), mailing=OuterRef("mailing"))
    refused = Delivery.objects.filter(
        ~Exists(noted), state=Delivery.State.FAILED, why__startswith="recipient 5",
        subscriber__isnull=False, settled_at__gt=now - LATELY, settled_at__lt=now - SETTLED,
    )  # fmt: skip
    for row in refused.order_by("pk")[:AT_ONCE]:
        status = row.why.split()[2] if row.why.count(" ") > 1 else ""
        note(
            kind_of(status), subscriber=row.subscriber_id or 0, mailing=row.mailing_id,
            status=status, now=now,
        )  # fmt: skip
