"""Editions of the book, and how many copies there are. Written by `actions.stock` alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from alongside.orders.vat import Rate

STAFF = settings.AUTH_USER_MODEL


class BookEdition(models.Model):
    """Paperback, large print, e-book; or the journal that goes with it.

    `on_hand` copies lie in the cupboard, `expected` are being printed, `reserved` belong to orders that
    are not posted. Whoever orders gets of what is not reserved: the database itself keeps
    `reserved` from growing past the other two.
    """

    class Kind(models.TextChoices):
        PAPERBACK = "paperback", "Paperback"
        LARGE_PRINT = "large", "Large print"
        JOURNAL = "journal", "Journal"
        EBOOK = "ebook", "E-book"

    kind = models.CharField(max_length=9, choices=Kind, default=Kind.PAPERBACK)
    name = models.CharField(max_length=80, help_text="As people read it: Paperback.")
    about = models.CharField(
        max_length=200, blank=True, help_text="Pages, size, size of the print."
    )
    isbn = models.CharField("ISBN", max_length=17, blank=True)
    pence = models.PositiveIntegerField("price (pence)")
    vat = models.CharField("VAT", max_length=8, choices=Rate, default=Rate.ZERO)
    is_on_sale = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    on_hand = models.PositiveIntegerField(default=0, editable=False)
    expected = models.PositiveIntegerField(default=0, editable=False)
    reserved = models.PositiveIntegerField(default=0, editable=False)
    is_made_up = models.BooleanField(default=False, editable=False)

    class Meta:
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ebook") | Q(reserved__lte=F("on_hand") + F("expected")),
                name="never_oversold",
                violation_error_message="More copies are promised than there are.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_posted(self) -> bool:
        """Whether it goes in a parcel."""
        return self.kind != self.Kind.EBOOK

    @property
    def free(self) -> int:
        """Copies that lie here and that nobody waits for."""
        return max(0, self.on_hand - self.reserved)

    @property
    def left(self) -> int:
        """Copies that can still be ordered, of those that are printed or being printed."""
        return self.on_hand + self.expected - self.reserved


class Printing(models.Model):
    """One printing: ordered from the printer, then here. A copy says which it is of (`number`)."""

    edition = models.ForeignKey(BookEdition, on_delete=models.PROTECT, related_name="printings")
    number = models.PositiveSmallIntegerField()
    copies = models.PositiveIntegerField()
    printed_on = models.DateField(help_text="The words are those of this day.")
    expected_on = models.DateField(null=True, blank=True, help_text="When copies should be here.")
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="printing_number")
        ]

    def __str__(self) -> str:
        return f"{self.edition}, printing {self.number}"


class StockMove(models.Model):
    """Copies came or went. Never changed; their sum is `BookEdition.on_hand`."""

    class Why(models.TextChoices):
        PRINTED = "printed", "came from the printer"
        COUNTED = "counted", "counted anew"
        DAMAGED = "damaged", "damaged or lost"
        GIVEN = "given", "given away or sold by hand"
        POSTED = "posted", "posted"
        UNPOSTED = "unposted", "not posted after all"
        RETURNED = "returned", "came back"

    edition = models.ForeignKey(BookEdition, on_delete=models.PROTECT, related_name="moves")
    copies = models.IntegerField(help_text="Less than 0: they went.")
    why = models.CharField(max_length=8, choices=Why)
    note = models.CharField(max_length=200, blank=True)
    order = models.ForeignKey(
        "orders.Order", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"StockMove {self.pk}"
