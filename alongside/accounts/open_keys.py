"""An opened key belongs to one browser: it lies in the database, locked under a key that is only in that
browser's cookie. Locking, signing out and time drop the row, and the cookie opens nothing.

A room makes its own table of `OpenKey` and decides each time whether its owner still may (`row_of`, then
`secret_of`).
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from nacl.utils import random as random_bytes

from alongside.core import installation_key, sealing

PATH = "/admin/"


class OpenKey(models.Model):
    """A secret key for one signed-in browser, locked under a key that only its cookie holds."""

    IDLE = timedelta(minutes=45)
    LONGEST = timedelta(hours=12)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_mark = models.BinaryField(help_text="Of the sign-in that it belongs to.")
    locked_secret = models.BinaryField()
    unlocked_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)

    kept_for = "until she locks it or signs out; 45 minutes after she last used it"

    class Meta:
        abstract = True

    @classmethod
    def purge(cls, now: datetime) -> int:
        over = models.Q(used_at__lt=now - cls.IDLE) | models.Q(unlocked_at__lt=now - cls.LONGEST)
        return int(cls._default_manager.filter(over).delete()[0])

    def is_over(self, now: datetime) -> bool:
        return self.used_at < now - self.IDLE or self.unlocked_at < now - self.LONGEST


Row = TypeVar("Row", bound=OpenKey)


def keep_open(
    request: HttpRequest,
    response: HttpResponse,
    *,
    model: type[Row],
    cookie: str,
    secret: bytes,
    **more: Any,
) -> Row:
    """Keep it open for this browser and give it its cookie, for as long as the browser runs.

    more: further fields of the row, `user` among them.
    """
    drop(
        request, model, cookie
    )  # a cookie that is deleted first stays deleted in the same response
    cookie_key = random_bytes(32)
    row = model._default_manager.create(
        session_mark=_session_mark(request),
        locked_secret=sealing.lock(secret, cookie_key),
        **more,
    )
    response.set_cookie(
        cookie,
        f"{row.pk}.{cookie_key.hex()}",
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return row


def row_of(request: HttpRequest, model: type[Row], cookie: str) -> tuple[Row | None, bytes]:
    """Her row and what its cookie holds, if this browser and this sign-in have one."""
    number, _, key = request.COOKIES.get(cookie, "").partition(".")
    try:
        pk, cookie_key = int(number), bytes.fromhex(key)
    except ValueError:
        return None, b""
    rows = model._default_manager.select_related("key", "user")
    mark = _session_mark(request)
    return rows.filter(pk=pk, user=request.user.pk, session_mark=mark).first(), cookie_key


def secret_of(row: OpenKey, cookie_key: bytes, *, now: datetime) -> bytes | None:
    """The key, and 45 minutes more from now. None if it is over or cannot be opened."""
    if row.is_over(now):
        return None
    try:
        secret = sealing.unlock(bytes(row.locked_secret), cookie_key)
    except sealing.CannotOpen:
        return None
    if row.used_at < now - row.IDLE / 15:  # not a write for every page
        type(row)._default_manager.filter(pk=row.pk).update(used_at=now)
    return secret


def lock(
    request: HttpRequest, response: HttpResponse, *, model: type[OpenKey], cookie: str
) -> None:
    """Drop it for this browser."""
    drop(request, model, cookie)
    response.delete_cookie(cookie, path=PATH, samesite="Strict")


def drop(request: HttpRequest, model: type[OpenKey], cookie: str) -> None:
    row, _ = row_of(request, model, cookie)
    if row is not None:
        row.delete()


def _session_mark(request: HttpRequest) -> bytes:
    return installation_key.mark(request.session.session_key or "", purpose="inbox session")
