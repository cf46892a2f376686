"""Claims for Gift Aid: which gifts stood in which schedule for HMRC. Written by `actions.claiming` alone."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from .order import LAW, GiftAidDeclaration

STAFF = settings.AUTH_USER_MODEL


class GiftAidClaim(models.Model):
    """One schedule. Until it is sent it can be thrown away; then its gifts are free for the next one."""

    kept_for: ClassVar[str] = "six years after the end of the year (Gift Aid records)"

    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="A founder sent it to HMRC.")
    sent_by = models.ForeignKey(STAFF, null=True, on_delete=models.SET_NULL, related_name="+")
    is_made_up = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"GiftAidClaim {self.pk}"

    @classmethod
    def purge(cls, now: datetime) -> int:
        return int(cls.objects.filter(made_at__lt=now - LAW).delete()[0])


class ClaimedGift(models.Model):
    """A gift as it stood in a schedule. A declaration is for one gift, so it is never claimed twice."""

    claim = models.ForeignKey(GiftAidClaim, on_delete=models.CASCADE, related_name="gifts")
    declaration = models.OneToOneField(
        GiftAidDeclaration, on_delete=models.CASCADE, related_name="claimed"
    )
    on = models.DateField(help_text="The day on which the gift came.")
    pence = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"ClaimedGift {self.pk}"


class GiftAidCorrection(models.Model):
    """So much of a gift was given back after it was claimed, and this schedule tells HMRC so."""

    claim = models.ForeignKey(GiftAidClaim, on_delete=models.CASCADE, related_name="corrections")
    gift = models.ForeignKey(ClaimedGift, on_delete=models.CASCADE, related_name="corrections")
    pence = models.PositiveIntegerField(help_text="Of the gift, not of the tax.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"GiftAidCorrection {self.pk}"
