"""What the back office itself has to remember."""

from django.db import models
from django.utils import timezone


class RestoreRehearsal(models.Model):
    """A backup was brought back in a place of its own, and looked at. No row of anybody is in here."""

    at = models.DateTimeField(default=timezone.now)
    succeeded = models.BooleanField()
    rows = models.PositiveBigIntegerField(help_text="How many rows the restored copy had.")

    class Meta:
        default_permissions = ()
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Rehearsal of a restore {self.pk}"
