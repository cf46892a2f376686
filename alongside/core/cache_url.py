"""What is kept for a short time: in `var/`, or in the Redis or Valkey that ALONGSIDE_CACHE_URL names."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Caches = dict[str, dict[str, Any]]


def caches_in(var: Path) -> Caches:
    """For one machine. `limits` counts rightly when several processes add at the same moment."""
    return {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": var / "cache",
            # At 300, Django's default, a third is thrown away at random: wrong passwords forgotten.
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        },
        "limits": {
            "BACKEND": "alongside.core.counter_file.CounterFile",
            "LOCATION": var / "limits.sqlite3",
        },
    }


def caches_at(url: str) -> Caches:
    """For several machines. Raises ImproperlyConfigured if the address or the package is missing."""
    if not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured(
            "ALONGSIDE_CACHE_URL must look like redis://host:6379/0 (or rediss://…)"
        )
    if find_spec("redis") is None:
        raise ImproperlyConfigured("ALONGSIDE_CACHE_URL needs the Python package “redis”")
    redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {name: {**redis, "KEY_PREFIX": name} for name in ("default", "limits")}
