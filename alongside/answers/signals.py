"""A heading that is renamed or moved changes what the public reads."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from alongside.core.edition import raise_edition

from .models import AnswerGroup


@receiver((post_save, post_delete), sender=AnswerGroup)
def raise_for_group(**kwargs: Any) -> None:
    if not kwargs.get("raw"):
        raise_edition()
