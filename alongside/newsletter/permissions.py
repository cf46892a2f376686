"""Who may do what with letters: editors write them; founders send them, and see who gets them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from alongside.accounts import second_step
from alongside.accounts.models import User
from alongside.accounts.permissions import (
    Predicate,
    View,
    can_send_letters,
    can_write,
    staff_view,
)

_kept_nowhere = cache_control(private=True, no_store=True)
_quiet = sensitive_post_parameters()  # what is typed here never gets into a report of an error


def _only(predicate: Predicate) -> Callable[[View], View]:
    """Decorator: only for who may, and no browser keeps the page."""
    guard = staff_view(predicate)
    return lambda view: wraps(view)(_kept_nowhere(_quiet(guard(view))))


for_writers = _only(can_write)
"""Decorator: founders and editors: the words of a letter, and what became of it."""
for_senders = _only(can_send_letters)
"""Decorator: founders: sending, and people."""


def asks_again(view: View) -> View:
    """Decorator: only founders, and only if she showed within five minutes that it is she."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not second_step.is_fresh(request):
            return second_step.ask_again(request)
        return view(request, *args, **kwargs)

    return for_senders(guarded)


def signed_in(request: HttpRequest) -> User:
    """Who does it. Behind these doors there is always somebody."""
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    return request.user
