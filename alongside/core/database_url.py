"""`DATABASE_URL` of a PostgreSQL server as Django's settings want it."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def postgresql(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=require` → a DATABASES entry.

    A host that begins with `/` (written `%2F…`) is the folder of a socket. Raises
    ImproperlyConfigured, without repeating the password, on anything else.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name "
            "(leave it out to use SQLite)"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, **dict(parse_qsl(parts.query))},
    }
