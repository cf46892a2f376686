"""Addresses under `/account/`: those of allauth that we need, by the names that it knows them by, and ours.

What is not here does not exist: no sign-up, no password by mail, no code by mail, no other identities.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from . import views
from .second_step import ask_again

View = Callable[..., Any]


def _own(route: str, view: View, name: str) -> URLPattern:
    """A page for one person: kept nowhere, found by no search engine, asks again who she is.

    allauth's middleware would keep a suspended request, with cookies and IP address, in the session;
    and in this house an exception of a view that writes does not reach it (`AtomicWrites`).
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except ReauthenticationRequired:
            response = ask_again(request)
        response["X-Robots-Tag"] = "noindex"
        return response

    return path(route, never_cache(page), name=name)


urlpatterns = [
    path("", never_cache(RedirectView.as_view(pattern_name="mfa_index")), name="account"),
    _own("sign-in/", account.login, "account_login"),
    _own("sign-in/passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    _own("sign-in/second-step/", mfa.authenticate, "mfa_authenticate"),
    _own("sign-out/", account.logout, "account_logout"),
    _own("closed/", account.account_inactive, "account_inactive"),
    _own("again/", account.reauthenticate, "account_reauthenticate"),
    _own("again/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    _own("again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("second-step/", views.choose_second_step, "second_step"),
    _own("signing-in/", mfa.index, "mfa_index"),
    _own("signing-in/app/", views.AddApp.as_view(), "mfa_activate_totp"),
    _own("signing-in/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own(
        "signing-in/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), "mfa_list_webauthn"
    ),
    _own("signing-in/passkeys/add/", views.AddPasskey.as_view(), "mfa_add_webauthn"),
    _own("signing-in/passkeys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _own(
        "signing-in/passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), "mfa_remove_webauthn"
    ),
    _own("recovery-codes/", views.recovery_codes, "mfa_view_recovery_codes"),
    _own("recovery-codes/new/", generate_recovery_codes, "mfa_generate_recovery_codes"),
    _own("password/", account.password_change, "account_change_password"),
    _own("address/", views.address, "address"),
    _own("devices/", views.devices, "devices"),
    _own("devices/sign-out/", views.end_device, "end_device"),
]
