"""Decide: accept, ask, decline, undo. Afterwards straight on to the next one that waits."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from alongside.accounts.permissions import signed_in
from alongside.core import sealing
from alongside.experiences import actions
from alongside.experiences.models import Experience
from alongside.experiences.permissions import (
    for_moderators,
    has_opened,
    with_open_experiences,
)

from .desk import Desk, desk_of, find, show, to_page, was_taken_back
from .queue import next_waiting

CHANGED = "She has written something meanwhile. Nothing was done yet: please read it first."
GONE = "Her words were erased in time. Nothing can be decided on them any more."
NOT_AGREED = "She does not agree to be quoted any more. Nothing was shown, and nothing was decided."
Step = Callable[[HttpRequest, Desk], HttpResponse]


def step(press: str) -> Callable[[Step], Callable[..., HttpResponse]]:
    """Decorator: the view of a button on the page of an experience that is open. Refused: nothing is done,
    and what was filled in stands there still."""

    def decorate(view: Step) -> Callable[..., HttpResponse]:
        @require_POST
        @with_open_experiences
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
            if gone := was_taken_back(request, pk):
                return gone
            one = find(pk)
            if not has_opened(request, one):
                return to_page(one)
            try:
                desk = desk_of(one, secret, request.POST, press=press)
                return view(request, desk)
            except sealing.CannotOpen:
                return to_page(one)
            except actions.DecidedMeanwhile as other:
                messages.warning(request, _who_decided(other.experience))
                return to_page(one)
            except actions.WordsGone:
                messages.warning(request, GONE)
                return to_page(one)
            except (actions.ChangedMeanwhile, actions.NotAgreed) as why:
                is_new = isinstance(why, actions.ChangedMeanwhile)
                messages.warning(request, CHANGED if is_new else NOT_AGREED)
                return show(request, one, _with_what_is_new(one, secret, request), status=409)

        return guarded

    return decorate


def _with_what_is_new(one: Experience, secret: bytes, request: HttpRequest) -> Desk:
    """What was filled in stays; the next press counts on what stands on the screen now."""
    sent = request.POST.copy()
    desk = desk_of(one, secret)
    sent["seen"] = str(desk.reading.seen)
    return desk_of(one, secret, sent)


def _who_decided(one: Experience) -> str:
    who = (one.decided_by.first_name if one.decided_by else "") or "Another moderator"
    return f"{who} was quicker: it is “{one.get_state_display()}” now. Nothing of yours was done."


def _found(desk: Desk) -> dict[str, Any]:
    """What she linked and chose to show, for an action."""
    return {
        "experience": desk.experience,
        "seen": desk.links.cleaned_data["seen"],
        "links": desk.links.links(),
        "story": desk.reading.story,
        "quotes": desk.quotes_to_show(),
    }


@step("accept")
def accept(request: HttpRequest, desk: Desk) -> HttpResponse:
    """It counts from the next release on; the chosen quotes are shown at once."""
    if not desk.is_valid():
        return show(request, desk.experience, desk, status=422)
    actions.accept(by=signed_in(request), **_found(desk))
    return on_to_the_next(request, desk.experience)


@step("keep")
def keep(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Keep what was linked; of an accepted one, show the chosen quotes."""
    if not desk.is_valid():
        return show(request, desk.experience, desk, status=422)
    actions.keep(by=signed_in(request), **_found(desk))
    messages.success(request, "Kept.")
    return to_page(desk.experience)


@step("preview")
def preview(request: HttpRequest, desk: Desk) -> HttpResponse:
    """How readers will see the quotes. Nothing is kept yet."""
    status = 200 if desk.is_valid() else 422
    return show(request, desk.experience, desk, is_preview=True, status=status)


@step("ask")
def ask(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Seal a question for her."""
    if not (desk.links.is_valid() and desk.question.is_valid()):
        return show(request, desk.experience, desk, status=422)
    is_told = actions.ask(
        experience=desk.experience,
        by=signed_in(request),
        question=desk.question.cleaned_data["question"],
        seen=desk.links.cleaned_data["seen"],
        send_to=desk.reading.contact.email,
        links=desk.links.links(),
    )
    how = (
        "She gets an e-mail that says only: there is a question for you."
        if is_told
        else "She finds it when she comes back with her six words."
    )
    messages.success(request, f"Your question is sealed. {how}")
    return on_to_the_next(request, desk.experience)


@step("decline")
def decline(request: HttpRequest, desk: Desk) -> HttpResponse:
    """It is not used."""
    if not desk.decline.is_valid():
        return show(request, desk.experience, desk, status=422)
    chosen = desk.decline.cleaned_data
    actions.decline(
        experience=desk.experience,
        by=signed_in(request),
        reason=chosen["reason"],
        seen=chosen["seen"],
    )
    return on_to_the_next(request, desk.experience)


@require_POST
@for_moderators
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """As before the last step; also while the words are locked, for nothing is read."""
    if gone := was_taken_back(request, pk):
        return gone
    one = find(pk)
    try:
        actions.undo(experience=one, by=signed_in(request))
    except actions.DecidedMeanwhile:
        messages.info(request, "It waits already.")
    except actions.WordsGone:
        messages.warning(request, f"It cannot be undone any more. {GONE}")
    else:
        messages.success(request, "Undone. It waits again, and none of its words are shown.")
    return to_page(one)


def on_to_the_next(request: HttpRequest, done: Experience) -> HttpResponse:
    """Opens the next one that waits (her press was for that too), or the list when nothing waits."""
    following = next_waiting(user=request.user, besides=done.pk)
    query: dict[str, Any] = {"after": done.pk}
    if following is None:
        return redirect(f"{reverse('experiences')}?{urlencode(query)}")
    actions.mark_opened(experience=following, by=signed_in(request))
    address = reverse("experience", args=[following.pk])
    return redirect(f"{address}?{urlencode(query)}")
