"""What the links in a letter open: her choices, another address, a copy, being erased.

Letters are forwarded. So whoever has one may do only what she can undo or what her old address is told
of, and the pages show her address masked. `docs/decisions/0020-keep-in-touch.md` says why.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from alongside.core.public_forms import PublicForm, public_form, show_form

from . import actions
from .finding import Letter, by_letter
from .models import Subscriber
from .preference_forms import AddressForm, CopyForm, EraseForm, PreferencesForm, StayForm
from .rights import record_of

State = Subscriber.State
Step = Callable[[HttpRequest, Letter], HttpResponse]
OTHERS = ("preferences", "leave", "address", "stay", "copy", "erase", "come-back")


def with_letter(step: Step) -> Callable[..., HttpResponse]:
    """Decorator of a step: finds whose letter it is, or says kindly that it is nobody's (any more)."""

    @public_form
    @wraps(step)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        letter = by_letter(token)
        return step(request, letter) if letter else nobody(request, status=404)

    return found


def nobody(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    return render(request, "newsletter/nobody.html", status=status)


def about(letter: Letter) -> dict[str, Any]:
    """What every page behind a link shows of her, and where it leads."""
    subscriber = letter.subscriber
    return {
        "subscriber": subscriber,
        "masked": subscriber.contact().masked,
        "is_paused": subscriber.is_paused(timezone.localdate()),
        "to": {
            name.replace("-", "_"): reverse(f"letter-{name}", args=[letter.token])
            for name in OTHERS
        },
    }


def show(
    request: HttpRequest, page: str, form: PublicForm, letter: Letter, **context: Any
) -> HttpResponse:
    return show_form(request, f"newsletter/{page}.html", form, **about(letter), **context)


def for_active(step: Step) -> Step:
    """Decorator: a step for somebody who gets letters. Whoever has left is asked whether to come back."""

    @wraps(step)
    def guarded(request: HttpRequest, letter: Letter) -> HttpResponse:
        if letter.subscriber.state == State.ACTIVE:
            return step(request, letter)
        return render(request, "newsletter/not_active.html", about(letter))

    return guarded


@with_letter
@for_active
def preferences(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = PreferencesForm(request=request, subscriber=letter.subscriber)
    if form.is_valid():
        actions.change(subscriber=letter.subscriber, wanted=form.wanted())
        letter.subscriber.refresh_from_db()
        fresh = PreferencesForm(request=request, subscriber=letter.subscriber, anew=True)
        return show(request, "preferences", fresh, letter, kept=True)
    return show(request, "preferences", form, letter)


@with_letter
@for_active
def address(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = AddressForm(request=request)
    if form.is_valid():
        new = form.cleaned_data["email"]
        actions.ask_for_new_address(subscriber=letter.subscriber, address=new)
        return render(request, "newsletter/address_asked.html", about(letter) | {"new": new})
    return show(request, "address", form, letter)


@with_letter
@for_active
def stay(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = StayForm(request=request)
    if form.is_valid():
        actions.forget_new_address(subscriber=letter.subscriber)
        letter.subscriber.refresh_from_db()
        return render(request, "newsletter/stays.html", about(letter))
    return show(request, "stay", form, letter)


@with_letter
def copy(request: HttpRequest, letter: Letter) -> HttpResponse:
    """All that is held, as a file; by a POST, so that no link opens it. The address stays masked."""
    form = CopyForm(request=request)
    if not form.is_valid():
        return show(request, "copy", form, letter)
    record = record_of(letter.subscriber, masked=True)
    response = HttpResponse(
        json.dumps(record, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
    return response


@with_letter
def erase(request: HttpRequest, letter: Letter) -> HttpResponse:
    form = EraseForm(request=request)
    if form.is_valid():
        actions.erase(subscriber=letter.subscriber)
        return render(request, "newsletter/erased.html", {"erased_at": timezone.now()})
    return show(request, "erase", form, letter)
