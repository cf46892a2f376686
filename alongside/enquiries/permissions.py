"""Who may see which part of the inbox.

Three doors, one behind the other: the role (founder), the key (she was let in), the open inbox (she typed
her passphrase in this browser). What is read needs all three; what is only sealed needs two.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from alongside.accounts.models import AuditEntry
from alongside.accounts.permissions import View, can_read_enquiries, private_view

from .actions import OPENED
from .inbox_door import door
from .models import Conversation, KeyHolder
from .unlocking import inbox_secret, unlocked_at

for_founders = private_view(can_read_enquiries)
"""Decorator: founders only, and no browser keeps the page.

A superuser who is not a founder is refused like everybody else.
"""


def holds_key(user: Any) -> bool:
    """Whether she was let in: with her passphrase she can read."""
    return KeyHolder.objects.filter(user=user.pk, sealed_key__isnull=False).exists()


def for_key_holders(view: View) -> View:
    """Decorator: founders who were let in, with the inbox locked or not. For what is only sealed."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not holds_key(request.user):
            return door(request)
        return view(request, *args, **kwargs)

    return for_founders(guarded)


def with_open_inbox(view: View) -> View:
    """Decorator: gives the view the `secret` of the inbox. Locked: the page where it is unlocked."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = inbox_secret(request)
        if secret is None:
            return door(request)
        return view(request, *args, secret=secret, **kwargs)

    return for_founders(guarded)


def has_opened(request: HttpRequest, conversation: Conversation) -> bool:
    """Whether the log says that she opened it since she unlocked the inbox. No line, no reading."""
    since = unlocked_at(request)
    if since is None:
        return False
    lines = AuditEntry.objects.filter(actor=request.user.pk, action=OPENED, at__gte=since)
    return lines.filter(target=f"conversation:{conversation.pk}").exists()
