"""The invoice of a bulk order. Written by `actions.bulk` alone."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from alongside.orders.buyer import Buyer

from .order import Order


class Invoice(models.Model):
    """Numbers run on without a gap: an invoice with VAT must have one of a series (VAT Regulations 1995,
    regulation 14). Whom it is for stays readable when the order's own address is erased: whoever sells on
    account has to know who owes, and the law wants it on the copy that is kept.
    """

    kept_for: ClassVar[str] = "with its order: six years after the end of the year (tax law)"

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="invoice")
    number = models.PositiveIntegerField()
    locked = models.BinaryField(help_text="`buyer.Buyer`: the organisation that pays.")
    reference = models.CharField(
        max_length=40, blank=True, help_text="The number of their order with us."
    )
    made_on = models.DateField(default=timezone.localdate)
    due_on = models.DateField()
    credited_on = models.DateField(
        null=True, blank=True, help_text="Its order was cancelled: the credit note is of this day."
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_made_up = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["is_made_up", "number"], name="invoice_number")
        ]

    def __str__(self) -> str:
        return f"Invoice {self.pk}"

    @property
    def label(self) -> str:
        """INV00012; one that was made up is of a series of its own."""
        return f"{'DEMO' if self.is_made_up else 'INV'}{self.number:05d}"

    @property
    def credit_label(self) -> str:
        """CN00012: of the credit note, if its order was cancelled. One each: the invoice's number."""
        return f"{'DEMO-' if self.is_made_up else ''}CN{self.number:05d}"

    @property
    def title(self) -> str:
        return f"Credit note {self.credit_label}" if self.credited_on else f"Invoice {self.label}"

    @property
    def stands_for(self) -> date:
        """The day of the invoice, or of the credit note."""
        return self.credited_on or self.made_on

    @property
    def is_before_posting(self) -> bool:
        return self.order.terms_days is None

    def billed_to(self) -> Buyer:
        """Raises installation_key.Unreadable."""
        return Buyer.unlock(bytes(self.locked))

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed. What is still owed the ledger says (`owed`)."""
        return self.due_on < today
