"""What Django and allauth tell us about signing in, handed on to the actions."""

import time
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from . import actions, second_step
from .models import User


def connect() -> None:
    for signal, receiver in (
        (user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (mfa.authenticator_added, _factor_added),
        (mfa.authenticator_removed, _factor_removed),
        (mfa.authenticator_reset, _new_codes),
        (mfa.authentication_failed, _step_failed),
        (password_changed, _password_changed),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts{receiver.__name__}")


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    sign_in = actions.note_sign_in(
        user=user, how=second_step.how(request, user), user_agent=user_agent(request)
    )
    second_step.forget_address(request)
    request.session["sign_in"] = sign_in.pk
    request.session["touched"] = int(time.time())


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user:
        actions.note_sign_out(user=user, sign_in=request.session.get("sign_in"))


def _factor_added(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    """Recovery codes come with the first step and are not told about on their own."""
    if authenticator.type in second_step.KINDS:
        actions.note_factor_added(user=user, kind=authenticator.type)


def _factor_removed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    if authenticator.type in second_step.KINDS:
        actions.note_factor_removed(
            user=user, kind=authenticator.type, sign_in=request.session.get("sign_in")
        )


def _new_codes(user: User, **kwargs: Any) -> None:
    actions.note_new_codes(user=user)


def _step_failed(
    request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any
) -> None:
    how = second_step.HOW[authenticator.type]
    actions.note_failed_step(user=user, how=how, user_agent=user_agent(request))


def _password_changed(request: HttpRequest, user: User, **kwargs: Any) -> None:
    actions.note_password_changed(user=user, sign_in=request.session.get("sign_in"))


def user_agent(request: HttpRequest) -> str:
    return request.META.get("HTTP_USER_AGENT", "")
