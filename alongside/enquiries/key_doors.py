"""Who may see the screens about the inbox key. They are for one person, and no browser keeps them."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from alongside.accounts.permissions import View, can_read_enquiries, staff_view

from .unlocking import inbox_secret


def for_founders(view: View) -> View:
    """Founders only; whether they hold the key or not."""
    guarded = staff_view(can_read_enquiries)(view)
    return wraps(view)(cache_control(private=True, no_store=True)(_quiet(guarded)))


def _quiet(view: View) -> View:
    """What is typed here never gets into a report of an error."""

    @wraps(view)
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return guarded


def with_open_inbox(view: View) -> View:
    """Founders whose inbox is open in this browser. Gives the view the `secret`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = inbox_secret(request)
        if secret is None:
            return render(request, "enquiries/keys/locked.html", status=403)
        return view(request, *args, secret=secret, **kwargs)

    return for_founders(guarded)
