"""Who may see which part of what people tell us.

The role first (founder or moderator): it shows the facts, which come from lists. Then the open key of this
browser: it shows the words. Then a line in the log, for each experience that is read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters

from alongside.accounts.models import AuditEntry, User
from alongside.accounts.permissions import (
    Predicate,
    View,
    can_catalogue,
    can_let_moderators_in,
    can_moderate,
    can_publish_figures,
    staff_view,
)

from . import keys
from .actions import OPENED, target
from .models import Experience, UnlockedExperiences

_kept_nowhere = cache_control(private=True, no_store=True)
_quiet = sensitive_post_parameters()  # what is typed here never gets into a report of an error


def _only(predicate: Predicate) -> Callable[[View], View]:
    """Decorator: only for who may, and no browser keeps the page."""
    guard = staff_view(predicate)
    return lambda view: wraps(view)(_kept_nowhere(_quiet(guard(view))))


for_moderators = _only(can_moderate)
"""Decorator: founders and moderators, with the words locked or not."""
for_founders = _only(can_let_moderators_in)
"""Decorator: founders, who let moderators in and look after what is urgent."""
for_publishers = _only(can_publish_figures)
"""Decorator: founders only. The figures speak for the organisation."""
for_cataloguers = _only(can_catalogue)
"""Decorator: moderators, editors and founders: nothing here is what one person wrote."""


def with_open_experiences(view: View) -> View:
    """Decorator: gives the view the `secret` that opens what people wrote. Locked: the door."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from .moderation.door import door

        secret = keys.moderation_secret(request)
        if secret is None:
            return door(request)
        return view(request, *args, secret=secret, **kwargs)

    return for_moderators(guarded)


def signed_in(request: HttpRequest) -> User:
    """Who does it. Behind `for_moderators` there is always somebody."""
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    return request.user


def has_opened(request: HttpRequest, experience: Experience) -> bool:
    """Whether the log says that she opened it, today as it were: no key stays open longer than that."""
    since = timezone.now() - UnlockedExperiences.LONGEST
    lines = AuditEntry.objects.filter(actor=request.user.pk, action=OPENED, at__gte=since)
    return lines.filter(target=target(experience)).exists()
