"""A session of staff counts only while its device is signed in and only with a second step."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from . import actions, second_step
from .kept_words import kept_words
from .models import SignIn
from .permissions import not_for_her

ABSOLUTE = timedelta(days=14)  # however much a device is used (OWASP ASVS 5.0, 7.3.2)
TOUCH = 1800  # seconds: how exactly idle time (SESSION_COOKIE_AGE) is measured
SETTING_UP = {
    "second_step", "mfa_add_webauthn", "mfa_activate_totp", "account_reauthenticate",
    "account_logout", "account_login",
}  # fmt: skip


class StaffSessions:
    """Ends what is over; leads who has no second step to setting one up, and nowhere else.

    After `AuthenticationMiddleware` and allauth's. Readers have no cookie: nothing is looked up for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return kept_words(request)
        if not request.user.is_authenticated:
            return kept_words(request)
        sign_in = _open_sign_in(request)
        if sign_in is None:
            logout(request)
            return kept_words(request)
        _touch(request, sign_in)
        if not second_step.is_complete(request):
            return _without_second_step(request)
        return _without_role(request)


def _open_sign_in(request: HttpRequest) -> SignIn | None:
    own = SignIn.open_ones().filter(user=request.user.pk, pk=request.session.get("sign_in", 0))
    return own.filter(at__gt=timezone.now() - ABSOLUTE).first()


def _touch(request: HttpRequest, sign_in: SignIn) -> None:
    """Saving the session makes it last for another SESSION_COOKIE_AGE."""
    actions.note_seen(sign_in=sign_in)
    if time.time() - request.session.get("touched", 0) > TOUCH:
        request.session["touched"] = int(time.time())


def _without_second_step(request: HttpRequest) -> HttpResponse | None:
    if second_step.has_one(request.user):  # this session is older than her second step
        logout(request)
        return None
    if _name(request) in SETTING_UP:
        return None
    if request.path.startswith(("/admin/", "/account/")):
        return redirect("second_step")
    request.user = AnonymousUser()  # elsewhere she is a reader like everybody
    return None


def _without_role(request: HttpRequest) -> HttpResponse | None:
    if not request.path.startswith("/admin/"):
        return None
    if request.user.has_perm("wagtailadmin.access_admin"):
        return None
    return not_for_her(request)


def _name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""
