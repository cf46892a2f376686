"""What the delivery ledger of a mailing says in numbers."""

from dataclasses import asdict

from django.db.models import Count

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
