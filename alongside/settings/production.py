"""The open web. Fails closed: whatever is missing or weak stops the start and names its variable."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  (Django settings are a module of names)
from .base import env


def _required(name: str, example: str) -> str:
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}, for example {name}={example}")
    return value


SECRET_KEY = _required("ALONGSIDE_SECRET_KEY", "<50 random characters or more>")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "ALONGSIDE_SECRET_KEY is too short: use 50 random characters or more"
    )

ALLOWED_HOSTS = [h.strip() for h in _required("ALONGSIDE_HOSTS", "www.example.org").split(",")]
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALONGSIDE_HOSTS must name the hosts: “*” would answer for any site")

WAGTAILADMIN_BASE_URL = _required("ALONGSIDE_URL", "https://www.example.org").rstrip("/")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("ALONGSIDE_URL must begin with https://")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

TRUSTED_PROXIES = env.int("ALONGSIDE_PROXIES", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("ALONGSIDE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"  # browsers take it from this host only, over https
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
DEMONSTRATION_ALLOWED = False
