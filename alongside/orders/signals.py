"""A printing that is noted, or an edition with a new name, changes what the public reads."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from alongside.core.edition import raise_edition

from .models import BookEdition, Printing


@receiver((post_save, post_delete), sender=Printing)
@receiver((post_save, post_delete), sender=BookEdition)
def raise_for_book(**kwargs: Any) -> None:
    if not kwargs.get("raw"):
        raise_edition()
