"""An unlocked inbox belongs to one browser: the key lies in the database, locked under a key that is
only in that browser's cookie. Locking, signing out and time drop the row, and the cookie opens nothing.

The one exception to promise 5 (no GET changes anything): reading a page of the open inbox notes `used_at`, so
that 45 minutes count from the last use. Nobody but the owner of the cookie can cause that, and it only
lets her own inbox stay open.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from nacl.utils import random as random_bytes

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.accounts.roles import FOUNDERS
from alongside.core import installation_key, sealing

from .models import InboxKey, KeyHolder, UnlockedInbox

COOKIE = "inbox"
PATH = "/admin/"


def unlock_for(
    request: HttpRequest, response: HttpResponse, *, user: User, key: InboxKey, secret: bytes
) -> None:
    """Keep the inbox open for this browser and give it its cookie, for as long as it runs.

    Audited: from here on she can see names and needs in the lists.
    """
    _drop(request)  # not `lock`: a cookie that is deleted first stays deleted in the same response
    cookie_key = random_bytes(32)
    row = UnlockedInbox.objects.create(
        user=user,
        key=key,
        session_mark=_session_mark(request),
        locked_secret=sealing.lock(secret, cookie_key),
    )
    audit.record(actor=user, action="inbox.unlocked", target=f"inbox_key:{key.pk}")
    response.set_cookie(
        COOKIE,
        f"{row.pk}.{cookie_key.hex()}",
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def inbox_secret(request: HttpRequest, *, now: datetime | None = None) -> bytes | None:
    """The key, if this browser has the inbox open; None if it is locked."""
    now = now or timezone.now()
    row, cookie_key = _row(request)
    if row is None or row.used_at < now - row.IDLE or row.unlocked_at < now - row.LONGEST:
        return None
    holder = KeyHolder.objects.filter(
        user=row.user,
        user__is_active=True,
        user__groups__name=FOUNDERS,
        key=row.key,
        sealed_key__isnull=False,
    )
    if not holder.exists() or row.key.retired_at:
        return None
    try:
        secret = sealing.unlock(bytes(row.locked_secret), cookie_key)
    except sealing.CannotOpen:
        return None
    if row.used_at < now - row.IDLE / 15:  # not a write for every page
        UnlockedInbox.objects.filter(pk=row.pk).update(used_at=now)
    return secret


def unlocked_at(request: HttpRequest) -> datetime | None:
    """Since when this browser has the inbox open."""
    row, _ = _row(request)
    return row.unlocked_at if row else None


def lock(request: HttpRequest, response: HttpResponse) -> None:
    """Drop it for this browser."""
    _drop(request)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def drop_for(sender: Any, user: User | None, request: HttpRequest | None, **kwargs: Any) -> None:
    """Receiver of `user_logged_out`: signing out locks the inbox of this browser."""
    if request is not None:
        _drop(request)


def _drop(request: HttpRequest) -> None:
    row, _ = _row(request)
    if row is not None:
        row.delete()


def _row(request: HttpRequest) -> tuple[UnlockedInbox | None, bytes]:
    number, _, key = request.COOKIES.get(COOKIE, "").partition(".")
    try:
        pk, cookie_key = int(number), bytes.fromhex(key)
    except ValueError:
        return None, b""
    row = (
        UnlockedInbox.objects.select_related("key", "user")
        .filter(pk=pk, user=request.user.pk, session_mark=_session_mark(request))
        .first()
    )
    return row, cookie_key


def _session_mark(request: HttpRequest) -> bytes:
    return installation_key.mark(request.session.session_key or "", purpose="inbox session")
