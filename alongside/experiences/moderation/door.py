"""The closed door in front of the words: what she has to do before she can read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.accounts.permissions import can_let_moderators_in
from alongside.accounts.telling import founders
from alongside.core import organisation_key
from alongside.core.passphrases import check_phrase
from alongside.experiences import keys
from alongside.experiences.figures import moderation_figures
from alongside.experiences.models import Moderator

NOT_CARRIED = ("csrfmiddlewaretoken", "passphrase", "after")


def door(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page in front of the words. What she sent when it had locked itself stands on it still."""
    shown = {**door_words(request, problem=problem), "figures": moderation_figures()}
    shown["sent"] = _sent(request)
    return render(request, "experiences/moderation/door.html", shown, status=status)


def door_words(request: HttpRequest, *, problem: str = "") -> dict[str, Any]:
    """What `door_form.html` needs."""
    row = Moderator.objects.filter(user=request.user.pk).first()
    is_founder = can_let_moderators_in(request.user)
    let_in = row is not None and keys.is_let_in(row.user)
    return {
        "is_locked": True,
        "problem": problem,
        "after": after(request),
        "is_founder": is_founder,
        "is_open_to_public": keys.is_open(),
        "cannot_be_opened": is_founder and organisation_key.keeper().opened(request) is not None,
        "has_passphrase": row is not None,
        "is_let_in": let_in,
        "check_phrase": check_phrase(bytes(row.public)) if row and not let_in else "",
        "founders": [user.first_name for user in founders() if user.first_name],
    }


def after(request: HttpRequest) -> str:
    """Where she wanted to go: one of our pages that can be read with GET."""
    home, match = reverse("experiences"), request.resolver_match
    wanted = request.POST.get("after", "") if request.method == "POST" else request.get_full_path()
    if not wanted and match is not None and "pk" in match.kwargs:
        wanted = reverse("experience", args=[match.kwargs["pk"]])
    is_ours = wanted.startswith(home) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else home


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field of a form that was sent to a locked page, to be sent once more."""
    if request.method != "POST":
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED
    ]
