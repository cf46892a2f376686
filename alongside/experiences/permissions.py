"""Who may see which part of what people tell us.

The role first (founder or moderator): it shows the facts, which come from lists. Then the open key of this
browser: it shows the words. Then a line in the log, for each experience that is read.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.accounts.permissions import (
    View,
    can_catalogue,
    can_let_moderators_in,
    can_moderate,
    can_publish_figures,
    private_view,
)

from . import keys
from .actions import OPENED, target
from .models import Experience, UnlockedExperiences

for_moderators = private_view(can_moderate)
"""Decorator: founders and moderators, with the words locked or not."""
for_founders = private_view(can_let_moderators_in)
"""Decorator: founders, who let moderators in and look after what is urgent."""
for_publishers = private_view(can_publish_figures)
"""Decorator: founders only. The figures speak for the organisation."""
for_cataloguers = private_view(can_catalogue)
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


def has_opened(request: HttpRequest, experience: Experience) -> bool:
    """Whether the log says that she opened it, today as it were: no key stays open longer than that."""
    since = timezone.now() - UnlockedExperiences.LONGEST
    lines = AuditEntry.objects.filter(actor=request.user.pk, action=OPENED, at__gte=since)
    return lines.filter(target=target(experience)).exists()
