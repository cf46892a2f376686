"""What a mail service tells us (django-anymail): it bounced, she complained, she left.

anymail checks that the service says it, by its signature or by the secret in the address of the
webhook. Without such a secret there is no webhook at all.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.urls import URLPattern, path
from django.utils import timezone

from alongside.newsletter.actions.bouncing import note
from alongside.newsletter.finding import by_address

from .reports import STATUS, Kind, kind_of

LONGEST = 4_000  # letters of what a mail server said
_NEVER = ("bounced", "invalid")
# anymail calls it `bounced` whether or not it is for good; services say so in words of their own.
_MAY_PASS = re.compile(
    r"(?i)soft[ _-]?(?:bounce|fail)|transient|temporar|quota|mailbox[ _]?full|too[ _]?large|"
    r"unreachable|'hard_bounce': False"
)
_SAYS = {"complained": Kind.COMPLAINT, "unsubscribed": Kind.LEAVE}
_REASONS = {"spam": Kind.COMPLAINT, "unsubscribed": Kind.LEAVE}


def urls(provider: str) -> list[URLPattern]:
    """The one webhook of this service; none without a service, or without `ANYMAIL_WEBHOOK_SECRET`."""
    if not provider or not is_safe():
        return []
    from anymail.urls import urlpatterns

    name = f"{provider}_tracking_webhook"
    return [_strict(pattern) for pattern in urlpatterns if pattern.name == name]


def _strict(pattern: URLPattern) -> URLPattern:
    view: Any = pattern.callback
    strict: Any = type(view.view_class.__name__, (Strict, view.view_class), {})
    return path(str(pattern.pattern), strict.as_view(), name=pattern.name)


class Strict:
    """Before a view of anymail: a body that it cannot read is answered with 400, and with nothing else."""

    def run_validators(self, request: Any) -> None:
        """Some services sign in the body, so it is read here. Raises BadRequest."""
        with _readable():
            super().run_validators(request)  # type: ignore[misc]

    def parse_events(self, request: Any) -> list[Any]:
        """All of them before the first is believed. Raises BadRequest."""
        with _readable():
            return [_checked(event) for event in super().parse_events(request)]  # type: ignore[misc]


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise BadRequest from None


def _checked(event: Any) -> Any:
    """Raises TypeError."""
    kinds = ((event.recipient, str), (event.metadata, dict))
    if not all(value is None or isinstance(value, kind) for value, kind in kinds):
        raise TypeError
    return event


def is_safe() -> bool:
    return bool(settings.ANYMAIL.get("WEBHOOK_SECRET"))


def listen() -> None:
    from anymail.signals import tracking

    tracking.connect(hear, dispatch_uid="alongside.newsletter")


def hear(sender: Any, event: Any, **more: Any) -> None:
    """One event. The address is believed here, because the service has shown who it is."""
    kind, status = _kind(event)
    subscriber = by_address(event.recipient or "") if kind != Kind.NOTHING else None
    if subscriber is None:
        return
    written = str((event.metadata or {}).get("mailing", ""))
    mailing = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
    note(kind, subscriber=subscriber.pk, mailing=mailing, status=status, now=timezone.now())


def _kind(event: Any) -> tuple[Kind, str]:
    reason = event.reject_reason or ""
    if event.event_type in _SAYS:
        return _SAYS[event.event_type], ""
    if event.event_type == "rejected" and reason in _REASONS:
        return _REASONS[reason], ""
    if event.event_type not in ("bounced", "rejected"):
        return Kind.NOTHING, ""
    words = f"{event.mta_response or ''} {event.description or ''}"[:LONGEST]
    found = STATUS.search(words)
    if found:
        return kind_of(found[1], words), found[1]
    is_soft = reason not in _NEVER or _MAY_PASS.search(f"{event.esp_event}"[:LONGEST])
    return (Kind.SOFT if is_soft else Kind.HARD), ""
