"""Founders change how letters go out."""

from typing import Any

from django.db import transaction

from alongside.accounts.audit import record
from alongside.core import edition
from alongside.newsletter.models import NewsletterSettings


@transaction.atomic
def change_settings(*, settings: NewsletterSettings, by: Any) -> None:
    """Keep them; there is one row. Pages say how often we write, so they are made anew."""
    settings.pk = settings.pk or 1
    settings.save()
    record(actor=by, action="newsletter.settings_changed")
    edition.raise_edition()
