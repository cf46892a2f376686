"""Signing in as staff do: an app that makes codes, and a browser whose session has a second step."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client


def give_app(user: Any) -> str:
    """Set up an app for her, with recovery codes; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app shows now (or `steps` times 30 seconds later)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes_of(user: Any) -> list[str]:
    own = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return list(own.wrap().get_unused_codes())


def sign_in(user: Any, client: Client | None = None) -> Client:
    """A browser in which she is signed in, by password and app. She gets an app if she has none."""
    client = client or Client()
    step = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if step is None:
        give_app(user)
        step = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    now = time.time()
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": now, "email": user.email},
        {"method": "mfa", "at": now, "type": step.type, "id": step.pk},
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    client.force_login(user)
    return client
