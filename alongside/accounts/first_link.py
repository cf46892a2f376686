"""The secret of the first founder's link: a file that only the operator's machine holds.

It exists only while there is no staff account, so that it can be used once.
"""

import hmac
import secrets
from pathlib import Path

from django.conf import settings

from .models import User


def _path() -> Path:
    return Path(settings.VAR) / "first-founder"


def waiting_token() -> str | None:
    """The token of the open invitation, made if need be; None when staff exist."""
    if User.objects.exists():
        close()
        return None
    path = _path()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32))
    return path.read_text()


def is_valid(token: str) -> bool:
    """Compared in constant time. False once any staff account exists."""
    path = _path()
    if not path.exists() or User.objects.exists():
        return False
    return hmac.compare_digest(path.read_text().encode(), token.encode())


def close() -> None:
    _path().unlink(missing_ok=True)
