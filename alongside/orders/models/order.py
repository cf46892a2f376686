"""An order and what is in it. Written by `actions` alone; where it stands: `states`."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from alongside.orders.buyer import Buyer
from alongside.orders.order_numbers import new_number
from alongside.orders.states import CAN_CANCEL, CAN_MOVE_HOUSE, State
from alongside.orders.vat import Rate

from .stock import BookEdition

ADDRESS = timedelta(days=90)
LAW = timedelta(days=7 * 366)  # six years after the end of the year that it belongs to
_SALT = "alongside.orders.order"
TAKEN_BACK = ("open", "lost")  # `CardPayment.dispute`: a bank has the money


def unused_number() -> str:
    """A number that no order has: among 35,000 random ones two would be the same as likely as not."""
    while Order.objects.filter(number=(number := new_number())).exists():
        pass
    return number


class OrderQuerySet(models.QuerySet["Order"]):
    def to_erase(self, now: datetime) -> "OrderQuerySet":
        """Whose name and address are not needed any more."""
        return self.filter(closed_at__lt=now - ADDRESS).exclude(locked=b"")

    def undisputed(self) -> "OrderQuerySet":
        """Nobody's bank wants the money back, or has it: those are not posted."""
        return self.exclude(card_payments__dispute__in=TAKEN_BACK)


class Order(models.Model):
    """What somebody ordered. Its prices are frozen: they are those of the moment in which she ordered."""

    kept_for: ClassVar[str] = (
        "name and address until 90 days after it was posted or came to nothing; what was sold for how much, "
        "without a name, six years after the end of that year (tax law)"
    )

    class Source(models.TextChoices):
        WEB = "web", "from the website"
        FREE = "free", "asked for a free copy"
        HAND = "hand", "came by post or telephone"
        EVENT = "event", "at an event"
        BULK = "bulk", "bulk order"

    class PayBy(models.TextChoices):
        CARD = "card", "card"
        TRANSFER = "transfer", "bank transfer"
        CHEQUE = "cheque", "cheque"
        CASH = "cash", "cash"
        INVOICE = "invoice", "invoice"
        FUND = "fund", "paid forward by somebody"

    number = models.CharField(max_length=9, unique=True, default=unused_number)
    submission = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="Of the form: twice is once."
    )
    source = models.CharField(max_length=5, choices=Source, default=Source.WEB)
    state = models.CharField(max_length=9, choices=State, default=State.UNPAID)
    pay_by = models.CharField(max_length=8, choices=PayBy)
    locked = models.BinaryField(blank=True, help_text="`buyer.Buyer`; empty when it is erased.")
    mark = models.BinaryField(max_length=16, null=True, db_index=True)
    country = models.CharField(max_length=2, default="GB")
    copies_pence = models.PositiveIntegerField(default=0)
    postage_pence = models.PositiveIntegerField(default=0)
    forward_copies = models.PositiveSmallIntegerField(default=0)
    forward_pence = models.PositiveIntegerField(default=0, help_text="For all of them.")
    gift_pence = models.PositiveIntegerField(default=0)
    total_pence = models.PositiveIntegerField(default=0)
    has_vat = models.BooleanField(default=False, help_text="The seller was registered for VAT.")
    terms_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Sent on account, to be paid within so many days."
    )
    placed_at = models.DateTimeField(default=timezone.now)
    kept_until = models.DateTimeField(
        null=True, blank=True, help_text="Copies are reserved so long."
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="Posted, cancelled or expired."
    )
    is_made_up = models.BooleanField(default=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["placed_at", "pk"]
        indexes = [models.Index(fields=["state", "placed_at"], name="order_state")]
        constraints = [
            models.CheckConstraint(
                name="order_adds_up",
                condition=Q(
                    total_pence=models.F("copies_pence")
                    + models.F("postage_pence")
                    + models.F("forward_pence")
                    + models.F("gift_pence")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"Order {self.pk}"

    def buyer(self) -> Buyer:
        """Raises installation_key.Unreadable. Empty but for the country when it is erased."""
        return Buyer.unlock(bytes(self.locked)) if self.locked else Buyer(country=self.country)

    @property
    def can_be_cancelled(self) -> bool:
        """By its buyer. Not while copies that were posted before are sent anew: a founder decides then."""
        return self.state in CAN_CANCEL and not self.lines.filter(sent_anew__isnull=False).exists()

    @property
    def is_disputed(self) -> bool:
        """Her bank wants the money back, or has it."""
        return self.card_payments.filter(dispute__in=TAKEN_BACK).exists()

    @property
    def can_change_address(self) -> bool:
        return self.state in CAN_MOVE_HOUSE and bool(self.locked)

    @property
    def erased_on(self) -> datetime | None:
        return self.closed_at + ADDRESS if self.closed_at else None

    @property
    def token(self) -> str:
        """Opens its page; signed, and holds its number only."""
        return signing.Signer(salt=_SALT, sep=".").sign(self.number)

    def get_absolute_url(self) -> str:
        return reverse("order", args=[self.token])

    @classmethod
    def of_token(cls, token: str) -> "Order":
        """Raises Order.DoesNotExist, also if the token is not one of ours."""
        try:
            number = signing.Signer(salt=_SALT, sep=".").unsign(token)
        except signing.BadSignature:
            raise cls.DoesNotExist from None
        return cls.objects.get(number=number)

    @classmethod
    def purge(cls, now: datetime) -> int:
        erased = cls.objects.to_erase(now).update(locked=b"", mark=None)
        entries: Any = cls._meta.get_field("entries").related_model
        young = entries.objects.filter(order__isnull=False, at__gte=now - LAW)
        old = cls.objects.filter(closed_at__lt=now - LAW).exclude(pk__in=young.values("order"))
        old = old.exclude(gift_aid__claimed__isnull=False)  # they go with their schedule
        entries.objects.filter(order__in=old).carry_forward()
        return erased + int(old.delete()[0])


class OrderLine(models.Model):
    """So many copies of one edition, at the price of that day."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    edition = models.ForeignKey(BookEdition, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    copies = models.PositiveIntegerField()
    unit_pence = models.PositiveIntegerField()
    vat = models.CharField(max_length=8, choices=Rate)
    later = models.CharField(
        max_length=80,
        blank=True,
        help_text="When it is printed, as she read it before she ordered.",
    )
    posted = models.PositiveIntegerField(default=0, help_text="Copies of it that are posted.")
    not_sent = models.PositiveIntegerField(
        default=0, help_text="Copies of it that are not sent after all."
    )
    downloaded_at = models.DateTimeField(
        null=True, blank=True, help_text="The first time. An e-book cannot be cancelled then."
    )

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "edition"], name="one_line_an_edition"),
            models.CheckConstraint(
                condition=Q(copies__gte=models.F("posted") + models.F("not_sent")),
                name="not_more_than_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"OrderLine {self.pk}"

    @property
    def pence(self) -> int:
        return self.copies * self.unit_pence

    @property
    def still_to_post(self) -> int:
        return self.copies - self.posted - self.not_sent


class GiftAidDeclaration(models.Model):
    """That tax may be reclaimed on the gift in this order, never on its price.

    Kept with name and home address: HMRC may ask for it (Income Tax Act 2007 s 428; The Donations to
    Charity by Individuals (Appropriate Declarations) Regulations 2016; records six years, HMRC guidance
    “Gift Aid: what to do”).
    """

    kept_for: ClassVar[str] = (
        "six years after the end of the year of the gift (Gift Aid records); 90 days if no gift came"
    )

    order = models.OneToOneField(Order, on_delete=models.CASCADE, related_name="gift_aid")
    locked = models.BinaryField(help_text="`gift_aid.Declaration`: name and home address.")
    wording = models.CharField(max_length=40, help_text="Version of the words that she read.")
    at = models.DateTimeField(default=timezone.now)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="In a schedule for HMRC.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"GiftAidDeclaration {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Of an order that was never paid it goes with the address: no gift came. Claimed, it goes after its
        schedule."""
        no_gift = Q(order__paid_at=None, order__closed_at__lt=now - ADDRESS)
        over = cls.objects.filter(Q(at__lt=now - LAW) | no_gift)
        return int(over.filter(claimed=None).delete()[0])
