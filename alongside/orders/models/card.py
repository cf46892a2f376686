"""What we know of card payments: pages of Stripe, money given back, what Stripe told us, comparisons.

No card, no name and no address is in here: only numbers of Stripe's and pence. Written by `actions` alone.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .order import LAW, Order

EVENTS = timedelta(days=90)
_ID = 255  # letters: Stripe promises no more for a number of its own


class CardPayment(models.Model):
    """One page of Stripe on which an order could be paid; or money at Stripe that belongs to no order.

    `wanted` means that Stripe has not answered us yet. An order has one page at a time.
    """

    kept_for: ClassVar[str] = "with its order; money for no order six years (tax law)"

    class State(models.TextChoices):
        WANTED = "wanted", "Stripe has not answered yet"
        OPEN = "open", "its page can be paid on"
        CLOSING = "closing", "its page is to be closed"
        COMING = "coming", "sent; the money is on its way"
        PAID = "paid", "paid"
        FAILED = "failed", "the money did not come"
        CLOSED = "closed", "its page is closed, unpaid"

    class Dispute(models.TextChoices):
        NONE = "", "nobody disputes it"
        OPEN = "open", "her bank wants it back"
        WON = "won", "disputed, and ours"
        LOST = "lost", "disputed, and gone"

    order = models.ForeignKey(
        Order, null=True, on_delete=models.CASCADE, related_name="card_payments"
    )
    session_id = models.CharField(max_length=_ID, null=True, unique=True)  # noqa: DJ001
    intent_id = models.CharField(max_length=_ID, null=True, unique=True)  # noqa: DJ001
    state = models.CharField(max_length=7, choices=State, default=State.WANTED)
    dispute = models.CharField(max_length=4, choices=Dispute, blank=True)
    pence = models.PositiveIntegerField()
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="Answers of Stripe's that were no page: each try is a new request."
    )
    tell_her = models.BooleanField(
        default=False, help_text="Stripe did not answer; she hears when it does again."
    )
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, help_text="Its page closes then.")
    asked_at = models.DateTimeField(null=True, help_text="When we last asked Stripe about it.")
    settled_at = models.DateTimeField(
        null=True, help_text="Money for no order: when its place was found, or it went back."
    )

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="card_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state__in=["wanted", "open"]),
                name="one_page_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"CardPayment {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(order=None, created_at__lt=now - LAW).delete()[0])


class CardRefund(models.Model):
    """So much of a card payment goes back: wished for here, or done on Stripe's own screens."""

    class State(models.TextChoices):
        WANTED = "wanted", "Stripe was not reached yet: it is tried again"
        GONE = "gone", "given back"
        FAILED = "failed", "did not go through"

    payment = models.ForeignKey(CardPayment, on_delete=models.CASCADE, related_name="refunds")
    refund_id = models.CharField(max_length=_ID, null=True, unique=True)  # noqa: DJ001
    key = models.CharField(  # noqa: DJ001
        max_length=80, null=True, unique=True, help_text="Of the form: twice is once."
    )
    pence = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.WANTED)
    problem = models.CharField(max_length=60, blank=True, help_text="Stripe's word for it.")
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"CardRefund {self.pk}"


class StripeEvent(models.Model):
    """Stripe told us something, once. What it was about is a number of Stripe's."""

    kept_for: ClassVar[str] = "90 days after Stripe told us"

    class Outcome(models.TextChoices):
        DONE = "done", "booked"
        KNOWN = "known", "was known already"
        NOTHING = "nothing", "changes nothing"
        WAITS = "waits", "Stripe has to be asked"
        NO_ORDER = "no_order", "money for no order"
        ODD = "odd", "does not fit what is booked"
        MODE = "mode", "of the other mode (test, live)"

    event_id = models.CharField(max_length=_ID, unique=True)
    type = models.CharField(max_length=_ID)
    object_id = models.CharField(max_length=_ID, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.NOTHING)
    tries = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"StripeEvent {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(received_at__lt=now - EVENTS).delete()[0])


class Reconciliation(models.Model):
    """Our Stripe account compared with Stripe's own balance. No person is in it.

    findings: numbers of Stripe's, by kind: `booked` (no webhook told us: booked now), `no_order`, `unknown`,
    `currency`, `odd`; and `missing`, numbers of entries of which Stripe knows nothing.
    """

    kept_for: ClassVar[str] = "six years after the end of the year (with the books)"
    TROUBLE: ClassVar[tuple[str, ...]] = ("missing", "unknown", "currency", "odd")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    ours = models.BigIntegerField(default=0, help_text="Pence, by our ledger.")
    theirs = models.BigIntegerField(default=0, help_text="Pence, by Stripe.")
    findings = models.JSONField(default=dict)
    problem = models.CharField(max_length=40, blank=True, help_text="Nothing was compared.")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Reconciliation {self.pk}"

    @property
    def difference(self) -> int:
        """Pence. + is more in our books than at Stripe."""
        return self.ours - self.theirs

    @property
    def is_well(self) -> bool:
        found = any(self.findings.get(kind) for kind in self.TROUBLE)
        return not (self.problem or self.difference or found)

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(at__lt=now - LAW).delete()[0])
