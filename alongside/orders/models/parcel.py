"""Parcels: what is in each, when its slip was printed, when it was posted, what came back. Written by
`actions.parcels`, `actions.posting` and `actions.returns` alone."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .order import ADDRESS, Order, OrderLine

STAFF = settings.AUTH_USER_MODEL


class Parcel(models.Model):
    """One parcel. Its lines may be of several orders, if they go to the same person at the same address.

    It is packed when slip and label are printed. Of one order only one parcel is packed and not posted.
    """

    kept_for: ClassVar[str] = (
        "the tracking number as long as name and address; the rest as long as its order"
    )

    class State(models.TextChoices):
        PACKED = "packed", "packed"
        POSTED = "posted", "posted"
        RETURNED = "returned", "came back"

    order = models.ForeignKey(
        Order, on_delete=models.CASCADE, related_name="parcels", help_text="Whose address it bears."
    )
    state = models.CharField(max_length=8, choices=State, default=State.PACKED)
    run = models.UUIDField(
        default=uuid.uuid4, db_index=True, help_text="What was printed at one go has the same."
    )
    printed_at = models.DateTimeField(default=timezone.now)
    printed_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    tracking = models.CharField(max_length=40, blank=True)
    posted_at = models.DateTimeField(null=True, blank=True)
    posted_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "posted_at"], name="parcel_state")]
        constraints = [
            models.CheckConstraint(
                name="posted_has_a_time",
                condition=Q(state="packed", posted_at=None)
                | (~Q(state="packed") & Q(posted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="returned_has_a_time",
                condition=~Q(state="returned") | Q(returned_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(state="packed"), name="one_packed_parcel_an_order"
            ),
        ]

    def __str__(self) -> str:
        return f"Parcel {self.pk}"

    @property
    def can_be_undone(self) -> bool:
        """Until the end of the day on which it was posted, if nothing of it came back."""
        is_posted = self.state == self.State.POSTED and self.posted_at and not self.returned_at
        return bool(is_posted) and timezone.localdate(self.posted_at) == timezone.localdate()

    @classmethod
    def purge(cls, now: datetime) -> int:
        """Goes with the address: who has the number may see the way of the parcel."""
        gone = cls.objects.filter(order__closed_at__lt=now - ADDRESS)
        return gone.exclude(tracking="").update(tracking="")


class ParcelLine(models.Model):
    """So many copies of a line of an order are in this parcel."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="in_parcels")
    copies = models.PositiveIntegerField()
    returned = models.PositiveIntegerField(default=0, help_text="Copies of it that came back.")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "line"], name="one_parcel_line_a_line"),
            models.CheckConstraint(
                name="what_came_back_was_sent",
                condition=Q(copies__gt=0, returned__lte=F("copies")),
            ),
        ]

    def __str__(self) -> str:
        return f"ParcelLine {self.pk}"


class Reship(models.Model):
    """So many copies of a line were posted and are sent anew: they are to be packed once more."""

    class Why(models.TextChoices):
        LOST = "lost", "it never came"
        DAMAGED = "damaged", "it came damaged"
        RETURNED = "returned", "it came back to us"
        WRONG = "wrong", "we sent the wrong thing"

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="sent_anew")
    copies = models.PositiveIntegerField()
    why = models.CharField(max_length=8, choices=Why)
    by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Reship {self.pk}"
