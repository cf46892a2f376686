"""Who may see the screens about the inbox key. They are for one person, and no browser keeps them."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from alongside.accounts.permissions import View

from . import permissions
from .inbox_door import door
from .unlocking import inbox_secret


def for_founders(view: View) -> View:
    """Founders only; whether they hold the key or not."""
    guarded = permissions.for_founders(view)
    return wraps(view)(cache_control(private=True, no_store=True)(_quiet(guarded)))


def _quiet(view: View) -> View:
    """What is typed here never gets into a report of an error."""

    @wraps(view)
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return guarded


def with_open_inbox(view: View) -> View:
    """Founders whose inbox is open in this browser. Gives the view the `secret`.

    Locked: the door of the inbox, which leads back to this page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = inbox_secret(request)
        if secret is not None:
            return view(request, *args, secret=secret, **kwargs)
        return door(request) if request.method == "GET" else redirect(request.path)

    return for_founders(guarded)
