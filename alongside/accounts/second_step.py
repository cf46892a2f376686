"""The second step of signing in: what a session knows of it, and who has one.

allauth notes in the session by which means somebody came in. Nobody but staff has a session.
"""

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
)
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from .models import SignIn

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
HOW = {
    Authenticator.Type.TOTP.value: SignIn.How.APP,
    Authenticator.Type.WEBAUTHN.value: SignIn.How.PASSKEY,
    Authenticator.Type.RECOVERY_CODES.value: SignIn.How.RECOVERY,
}


def has_one(user: Any) -> bool:
    """Whether she has a passkey or an app. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=KINDS).exists()


def steps_of(user: Any) -> list[dict[str, Any]]:
    """Of which kinds her steps are, when they were made and when they were last used. No secret."""
    own = Authenticator.objects.filter(user_id=user.pk).order_by("pk")
    return list(own.values("type", "created_at", "last_used_at"))


def is_complete(request: HttpRequest) -> bool:
    """Whether this session was made with a second step, or with a passkey."""
    return any(record["method"] == "mfa" for record in _records(request, request.user))


def how(request: HttpRequest, user: Any) -> str:
    """By which means she came in; the last second step counts."""
    records = _records(request, user)
    steps = [record["type"] for record in records if record["method"] == "mfa"]
    if steps:
        return HOW[steps[-1]]
    return SignIn.How.LINK if any(r["method"] == "link" for r in records) else SignIn.How.PASSWORD


def is_fresh(request: HttpRequest) -> bool:
    """Whether she showed within the last five minutes who she is, by any means."""
    newest = max((record["at"] for record in _records(request, request.user)), default=0)
    return time.time() - newest < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page where she shows once more that it is she; then back to this address."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    where = methods[0]["url"] if methods else reverse("account_login")
    return redirect(f"{where}?{urlencode({'next': request.path})}")


def note_link(request: HttpRequest, user: Any) -> None:
    """She came by a link of ours and has just chosen her password."""
    record_authentication(request, user, "link")


def note_new(request: HttpRequest, kind: str) -> Authenticator:
    """She has just proved that she holds a new passkey or app: her session counts as complete."""
    new = Authenticator.objects.filter(user=request.user.pk, type=kind).latest("pk")
    record_authentication(request, new.user, "mfa", type=new.type, id=new.pk)
    request.session.cycle_key()
    return new


def forget_address(request: HttpRequest) -> None:
    """allauth notes the address that was typed; the session needs the number of the account only."""
    for note in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []):
        note.pop("email", None)
        note.pop("username", None)
    request.session.modified = True


def _records(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    return list(get_authentication_records(request, user))
