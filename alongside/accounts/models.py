"""Staff accounts. Readers have none."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A founder, editor or reviewer, and how she wants to be named on a page that she checked."""

    shown_name = models.CharField(
        "name as shown to readers",
        max_length=120,
        blank=True,
        help_text="Stands on pages that you approve. Nothing is shown before you fill it in.",
    )
    shown_role = models.CharField(
        "role as shown to readers",
        max_length=120,
        blank=True,
        help_text="For example: breast care nurse.",
    )

    def __str__(self) -> str:
        return f"Staff account {self.pk}"
