"""What a mail service tells us by webhook (django-anymail checks its signature or our secret)."""

import hashlib
from typing import Any

from anymail.signals import tracking
from anymail.urls import urlpatterns as all_of_anymail
from django.conf import settings

from alongside.newsletter.actions.coming_back import record
from alongside.newsletter.finding import by_address
from alongside.newsletter.tokens import Token

from .reports import Kind, Report

_KINDS = {"complained": Kind.COMPLAINT, "unsubscribed": Kind.LEAVE, "rejected": Kind.SOFT}
_GONE = ("invalid", "bounced")
_SECRETS = ("WEBHOOK_SECRET", "SIGNING_KEY", "VERIFICATION_KEY", "WEBHOOK_KEY", "SIGNING_SECRET")


def urls() -> list[Any]:
    """The door of the one service that is set, and only if nobody can post there in its name."""
    is_signed = any(name.endswith(_SECRETS) and value for name, value in settings.ANYMAIL.items())
    if not settings.MAIL_PROVIDER or not is_signed:
        return []
    name = f"{settings.MAIL_PROVIDER}_tracking_webhook"
    return [one for one in all_of_anymail if getattr(one, "name", "") == name]


def connect() -> None:
    tracking.connect(_heard, dispatch_uid="alongside.newsletter")


def _heard(sender: object, event: Any, **more: object) -> None:
    """Whom it is about says the signed event; the number of the mailing we gave the service ourselves."""
    kind = _kind(event)
    subscriber = by_address(event.recipient or "") if kind else None
    if kind is None or subscriber is None or subscriber.pk is None:
        return
    mailing = str((event.metadata or {}).get("mailing", ""))
    number = int(mailing) if mailing.isascii() and mailing.isdigit() and len(mailing) < 10 else 0
    known = f"{event.event_id} {event.event_type} {event.message_id} {event.timestamp}"
    mark = hashlib.sha256(known.encode()).digest()[:16]
    record(Report(kind, Token(subscriber.pk, number)), mark=mark)


def _kind(event: Any) -> Kind | None:
    if event.event_type == "bounced":
        return Kind.HARD if (event.reject_reason or "") in _GONE else Kind.SOFT
    return _KINDS.get(event.event_type)
