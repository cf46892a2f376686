"""`alongside orders_reconcile`: compare our books with Stripe's balance, now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alongside.orders.cards import NotReachable, is_on, reconcile
from alongside.orders.money import decimal


class Command(BaseCommand):
    """Names no person. The worker does the same once a day."""

    help = (
        "Book what Stripe moved since the last time (fees, payouts, payments nobody told us of) and compare "
        "balances. The exit code is 1 when something differs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_on():
            raise CommandError("No card payments: ALONGSIDE_STRIPE_KEY is not set")
        try:
            found = reconcile.run()
        except NotReachable:
            raise CommandError("Stripe does not answer, or not to this key") from None
        self.stdout.write(f"Our books: {decimal(found.ours)}. Stripe: {decimal(found.theirs)}.")
        for kind, about in found.findings.items():
            self.stdout.write(f"{kind}: {', '.join(about)}")
        if not found.is_well:
            raise CommandError(f"Difference: {decimal(found.difference)} (docs/stripe.md)")
