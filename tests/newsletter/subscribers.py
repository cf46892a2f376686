"""People who get letters, for the tests of this room."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from alongside.newsletter.contact import Contact
from alongside.newsletter.models import Consent, NewsletterSettings, Subscriber


def subscribe(address: str = "ann@example.org", first_name: str = "", **fields: Any) -> Subscriber:
    """Somebody who said yes yesterday, to everything; `fields` say what is different."""
    contact, yesterday = Contact(address, first_name), timezone.now() - timedelta(days=1)
    known = {"state": "active", "parts": 15, "asked_at": yesterday, "confirmed_at": yesterday}
    subscriber = Subscriber.objects.create(
        mark=contact.mark(), locked=contact.lock(), **known | fields
    )
    Consent.objects.create(
        subscriber=subscriber, wording="letters-1", where="page", parts=15, at=yesterday,
        confirmed_at=yesterday,
    )  # fmt: skip
    return subscriber


def at_any_hour(**limits: Any) -> None:
    always = {"from_hour": 0, "until_hour": 0}
    NewsletterSettings.objects.update_or_create(pk=1, defaults=always | limits)
