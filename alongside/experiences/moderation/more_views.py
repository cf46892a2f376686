"""Take a quote off the website; say that something is urgent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.permissions import signed_in
from alongside.core import sealing
from alongside.experiences import actions, keys
from alongside.experiences.models import Experience
from alongside.experiences.permissions import for_founders, for_moderators, has_opened
from alongside.experiences.told import Contact

from .desk import find, to_page, was_taken_back
from .reading import read


@require_POST
@for_moderators
def hide_quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one quote off the website. Also while the words are locked: it must go at once."""
    one = find(pk)
    shown = one.quotes.filter(published=_uuid(request.POST.get("quote", ""))).first()
    if shown is None:
        messages.info(request, "It was not there any more.")
    else:
        actions.hide_quote(shown=shown, by=signed_in(request))
        messages.success(request, "It is off the website.")
    return to_page(one)


def _uuid(typed: str) -> str:
    from uuid import UUID

    try:
        return str(UUID(typed))
    except ValueError:
        return "00000000-0000-0000-0000-000000000000"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """What to do when somebody's life may be at risk, and the button that tells the founders."""
    if gone := was_taken_back(request, pk):
        return gone
    one = find(pk)
    if request.method == "POST":
        if actions.flag_urgent(experience=one, by=signed_in(request)):
            messages.success(request, "The founders are told. Ring one of them now as well.")
        one.refresh_from_db()
    shown = {"experience": one, "contact": _contact(request, one)}
    return render(request, "experiences/moderation/urgent.html", shown)


@require_POST
@for_founders
def urgent_done(request: HttpRequest, pk: int) -> HttpResponse:
    """A founder says that what can be done is done."""
    one = find(pk)
    actions.urgent_is_done(experience=one, by=signed_in(request))
    messages.success(request, "Done. Thank you. It stands in its place in the list again.")
    return to_page(one)


def _contact(request: HttpRequest, one: Experience) -> Contact | None:
    """How she may be reached, for who has opened it; None while it is locked."""
    secret = keys.moderation_secret(request)
    if secret is None or not has_opened(request, one):
        return None
    try:
        return read(one, secret).contact
    except sealing.CannotOpen:
        return None
