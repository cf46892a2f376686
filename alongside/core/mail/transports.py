"""Which way mail leaves: the settings, checked when the site starts. Knows no database."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured

FILES = "alongside.core.mail.files.FileTransport"
SMTP = "django.core.mail.backends.smtp.EmailBackend"
IMPLICIT_TLS = 465  # RFC 8314 §3.3

_CAN_STOP_TRACKING = {
    "mailersend", "mailgun", "mailjet", "mandrill", "postmark", "sendgrid", "sparkpost",
    "unisender_go",
}  # fmt: skip
_CANNOT = {"amazon_ses", "brevo", "mailtrap", "postal", "resend", "scaleway"}
PROVIDERS = _CAN_STOP_TRACKING | _CANNOT
_NAMES_OF_KEY = ("API_KEY", "API_TOKEN", "SERVER_TOKEN", "SECRET_KEY")
_LOCAL = ("localhost", "127.0.0.1", "::1")


def transport(*, provider: str, host: str) -> str:
    """Dotted name of the Django mail backend that hands mail over. Raises ImproperlyConfigured."""
    if provider and host:
        raise ImproperlyConfigured("Set ALONGSIDE_MAIL_PROVIDER or ALONGSIDE_SMTP_HOST, not both")
    if provider and provider not in PROVIDERS:
        names = ", ".join(sorted(PROVIDERS))
        raise ImproperlyConfigured(f"ALONGSIDE_MAIL_PROVIDER must be one of: {names}")
    if provider:
        return f"anymail.backends.{provider}.EmailBackend"
    return SMTP if host else FILES


def anymail(provider: str, api_key: str, environment: Mapping[str, str]) -> dict[str, Any]:
    """Settings of django-anymail: every `ANYMAIL_*` variable, the key under the provider's name for
    it, and no counting of who opens a mail or follows a link.
    """
    found: dict[str, Any] = {"REQUESTS_TIMEOUT": 10}
    if api_key:
        found |= {f"{provider.upper()}_{name}": api_key for name in _NAMES_OF_KEY}
    if provider in _CAN_STOP_TRACKING:
        found["SEND_DEFAULTS"] = {"track_clicks": False, "track_opens": False}
    prefix = "ANYMAIL_"
    given = {k.removeprefix(prefix): v for k, v in environment.items() if k.startswith(prefix)}
    return found | given


def tls(*, host: str, port: int, wanted: bool, password: str) -> tuple[bool, bool]:
    """EMAIL_USE_TLS (STARTTLS) and EMAIL_USE_SSL (TLS from the start). Raises ImproperlyConfigured."""
    if password and not wanted and host not in _LOCAL:
        raise ImproperlyConfigured(
            "ALONGSIDE_SMTP_TLS=false would send ALONGSIDE_SMTP_PASSWORD where everybody can read it"
        )
    return wanted and port != IMPLICIT_TLS, wanted and port == IMPLICIT_TLS


def dkim(*, key_file: str, selector: str, domain: str) -> dict[str, str]:
    """All three or none. Raises ImproperlyConfigured."""
    given = {"key_file": key_file, "selector": selector, "domain": domain}
    missing = [f"ALONGSIDE_DKIM_{name.upper()}" for name, value in given.items() if not value]
    if len(missing) == len(given):
        return {}
    if missing:
        raise ImproperlyConfigured(f"To sign mail, set {' and '.join(missing)} too")
    return given


def imap(
    *, host: str, port: int, user: str, password: str, folder: str, tls: bool
) -> dict[str, Any]:
    """The mailbox to which letters come back; without a host there is none. Raises ImproperlyConfigured."""
    if host and not tls and host not in _LOCAL:
        raise ImproperlyConfigured(
            "ALONGSIDE_BOUNCE_IMAP_TLS=false would send the password where everybody can read it"
        )
    if host and not (user and password):
        raise ImproperlyConfigured(
            "Set ALONGSIDE_BOUNCE_IMAP_USER and ALONGSIDE_BOUNCE_IMAP_PASSWORD, too"
        )
    if set(folder) & set('"\\\r\n'):
        raise ImproperlyConfigured("ALONGSIDE_BOUNCE_IMAP_FOLDER is no name of a folder")
    return {"host": host, "port": port, "user": user, "password": password,
            "folder": folder, "tls": tls}  # fmt: skip
