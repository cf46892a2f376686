"""Releases: what the next one would show and hide, and publishing it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import can_read_enquiries
from alongside.signs.releases import Release

from . import actions
from .models import experience_settings
from .permissions import for_moderators, signed_in

MOST_CHANGES = 200


@require_safe
@for_moderators
def releases(request: HttpRequest) -> HttpResponse:
    """The next one as it would be now, and all that were."""
    preview = actions.preview()
    shown = {
        "preview": preview,
        "changes": preview.changes[:MOST_CHANGES],
        "more_changes": max(0, len(preview.changes) - MOST_CHANGES),
        "releases": Release.objects.all(),
        "is_weekly": experience_settings().releases_weekly,
        "may_publish": can_read_enquiries(request.user),
        "is_real": not settings.DEMONSTRATION_ALLOWED,
    }
    return render(request, "experiences/desk/releases.html", shown)


@require_POST
@for_moderators
def publish(request: HttpRequest) -> HttpResponse:
    """By a founder: the figures speak for the organisation."""
    if not can_read_enquiries(request.user):
        messages.warning(request, "A founder has to publish a release.")
        return redirect("releases")
    try:
        release = actions.publish(by=signed_in(request))
    except actions.TooFewNew:
        messages.warning(
            request, "Nothing was published: fewer than 10 people are new since the last release."
        )
    except actions.MadeUp:
        messages.error(
            request, "Nothing was published: some people were made up for demonstration."
        )
    else:
        messages.success(request, f"Release {release.number} is on the website now.")
    return redirect("releases")


# Collating takes its time: nobody else shall wait to write meanwhile.
publish.opens_transaction = True  # type: ignore[attr-defined]


@require_POST
@for_moderators
def weekly(request: HttpRequest) -> HttpResponse:
    if can_read_enquiries(request.user):
        is_on = request.POST.get("weekly") == "on"
        actions.set_weekly(weekly=is_on, by=signed_in(request))
        messages.success(
            request, "A release comes weekly." if is_on else "No release comes by itself."
        )
    return redirect("releases")
