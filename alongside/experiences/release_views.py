"""Releases: what the next one would show and hide, and publishing it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import can_publish_figures, signed_in
from alongside.signs.releases import Release

from . import actions
from .models import experience_settings
from .permissions import for_moderators, for_publishers

MOST_LINES = 200


@require_safe
@for_moderators
def releases(request: HttpRequest) -> HttpResponse:
    """The next one as it would be now, and all that were."""
    shown = {
        **_next(),
        "releases": Release.objects.defer("figures"),
        "is_weekly": experience_settings().releases_weekly,
        "may_publish": can_publish_figures(request.user),
    }
    return render(request, "experiences/desk/releases.html", shown)


def _next() -> dict[str, Any]:
    preview = actions.preview()
    return {
        "preview": preview,
        "in_words": [table for table in preview.collated.figures.tables if table.is_shown],
        "changes": preview.changes[:MOST_LINES],
        "more_changes": max(0, len(preview.changes) - MOST_LINES),
        "hidden": preview.collated.hidden[:MOST_LINES],
        "more_hidden": max(0, len(preview.collated.hidden) - MOST_LINES),
        "current": preview.current.number if preview.current else 0,
        "is_real": not settings.DEMONSTRATION_ALLOWED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_publishers
def publish(request: HttpRequest) -> HttpResponse:
    """Asked once more what she is about to do; then done, once, however often she presses."""
    if request.method != "POST":
        return render(request, "experiences/desk/publish.html", _next())
    after = request.POST.get("after", "")
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        return redirect("release_publish")
    try:
        release = actions.publish(by=signed_in(request), after=int(after))
    except (actions.TooFewNew, actions.MadeUp, actions.PublishedMeanwhile) as refused:
        messages.warning(request, f"Nothing was published now: {_why(refused)}")
    else:
        messages.success(request, f"Release {release.number} is on the website now.")
    return redirect("releases")


# Collating takes its time: nobody else shall wait to write meanwhile.
publish.opens_transaction = True  # type: ignore[attr-defined]


def _why(refused: Exception) -> str:
    if isinstance(refused, actions.TooFewNew):
        return "fewer than 10 people are new since the last release."
    if isinstance(refused, actions.MadeUp):
        return "some people were made up for demonstration."
    return "another release came since you looked. Here is what stands on the website."


@require_POST
@for_publishers
def weekly(request: HttpRequest) -> HttpResponse:
    """Says what shall be, not “the other way round”: pressed twice it is the same."""
    is_on = request.POST.get("weekly") == "on"
    actions.set_weekly(weekly=is_on, by=signed_in(request))
    messages.success(request, "A release comes weekly." if is_on else "No release comes by itself.")
    return redirect("releases")
