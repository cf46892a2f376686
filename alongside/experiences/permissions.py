"""Who may see which part of what people tell us: the role (moderator or founder), then the opened key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from alongside.accounts.models import AuditEntry, User
from alongside.accounts.permissions import (
    Predicate,
    View,
    can_catalogue,
    can_moderate,
    can_publish_figures,
    staff_view,
)

from .actions import OPENED
from .door import door
from .keys import moderation_secret
from .models import Experience

_kept_nowhere = cache_control(private=True, no_store=True)
_quiet = sensitive_post_parameters()  # what is typed here never gets into a report of an error


def _only(predicate: Predicate) -> Callable[[View], View]:
    """Decorator: only for who may, and no browser keeps the page."""
    guard = staff_view(predicate)
    return lambda view: wraps(view)(_kept_nowhere(_quiet(guard(view))))


for_moderators = _only(can_moderate)
"""Decorator: moderators and founders only."""
for_publishers = _only(can_publish_figures)
"""Decorator: founders only. The figures speak for the organisation."""
for_cataloguers = _only(can_catalogue)
"""Decorator: moderators, editors and founders: nothing here is what one person wrote."""


def with_open_experiences(view: View) -> View:
    """Decorator: gives the view the `secret` that opens experiences. Locked: the page that unlocks."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        secret = moderation_secret(request)
        if secret is None:
            return door(request)
        return view(request, *args, secret=secret, **kwargs)

    return for_moderators(guarded)


def signed_in(request: HttpRequest) -> User:
    """Who does it. Behind `for_moderators` there is always somebody."""
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    return request.user


def has_opened(user: User, experience: Experience) -> bool:
    """Whether the log says that she opened it. No line, no reading."""
    lines = AuditEntry.objects.filter(actor=user.pk, action=OPENED)
    return lines.filter(target=f"experience:{experience.pk}").exists()
