"""The unlocked inbox of one browser: see `accounts.open_keys`.

The one exception to promise 5 (no GET changes anything): reading a page of the open inbox notes `used_at`, so
that 45 minutes count from the last use. Nobody but the owner of the cookie can cause that, and it only
lets her own inbox stay open.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alongside.accounts import audit, open_keys
from alongside.accounts.models import User
from alongside.accounts.roles import FOUNDERS

from .models import InboxKey, KeyHolder, UnlockedInbox

COOKIE = "inbox"


def unlock_for(
    request: HttpRequest, response: HttpResponse, *, user: User, key: InboxKey, secret: bytes
) -> None:
    """Keep the inbox open for this browser.

    Audited: from here on she can see names and needs in the lists.
    """
    open_keys.keep_open(
        request, response, model=UnlockedInbox, cookie=COOKIE, secret=secret, user=user, key=key
    )
    audit.record(actor=user, action="inbox.unlocked", target=f"inbox_key:{key.pk}")


def inbox_secret(request: HttpRequest, *, now: datetime | None = None) -> bytes | None:
    """The key, if this browser has the inbox open; None if it is locked."""
    now = now or timezone.now()
    row, cookie_key = open_keys.row_of(request, UnlockedInbox, COOKIE)
    if row is None or row.key.retired_at or row.is_over(now):
        return None
    holder = KeyHolder.objects.filter(
        user=row.user,
        user__is_active=True,
        user__groups__name=FOUNDERS,
        key=row.key,
        sealed_key__isnull=False,
    )
    return open_keys.secret_of(row, cookie_key, now=now) if holder.exists() else None


def unlocked_at(request: HttpRequest) -> datetime | None:
    """Since when this browser has the inbox open."""
    row, _ = open_keys.row_of(request, UnlockedInbox, COOKIE)
    return row.unlocked_at if row else None


def lock(request: HttpRequest, response: HttpResponse) -> None:
    """Drop it for this browser."""
    open_keys.lock(request, response, model=UnlockedInbox, cookie=COOKIE)


def drop_for(sender: Any, user: User | None, request: HttpRequest | None, **kwargs: Any) -> None:
    """Receiver of `user_logged_out`: signing out locks the inbox of this browser."""
    if request is not None:
        open_keys.drop(request, UnlockedInbox, COOKIE)
