"""Somebody asks for letters, and says yes by the link that we send her."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alongside.core.page_words import words_at
from alongside.core.public_forms import public_form, show_form
from alongside.core.same_origin import Came, where_from
from alongside.core.typed_text import clean_text

from . import actions, consent, emails, tokens
from .finding import Letter, by_change, by_confirmation, short_mark
from .join_forms import FOOT, ConfirmForm, JoinForm
from .models import Subscriber
from .preference_views import about

SCANNERS = timedelta(minutes=3)
"""In this time after a mail has left us, the programs that look at mail for viruses open its links."""

State = Subscriber.State


@public_form(in_one_transaction=False)
def keep_in_touch(request: HttpRequest) -> HttpResponse:
    """The form. What the short form at the foot of every page sends is shown in it.

    That one is the same for everybody and has no ticket, and she has not yet said what about; so it only
    brings the address here, where she reads what she agrees to and presses once.
    """
    if request.method == "POST" and FOOT in request.GET:
        return _show(request, _from_foot(request))
    form = JoinForm(request=request)
    if form.is_valid():
        wish = form.wish()
        actions.ask(wish)
        return render(request, "newsletter/asked.html", {"typed": wish.contact.address})
    return _show(request, form)


def _from_foot(request: HttpRequest) -> JoinForm:
    """Nothing that another site sends may stand in our page (`public_forms.FROM_ANOTHER_SITE`)."""
    is_ours = where_from(request) is not Came.FROM_ELSEWHERE
    address = clean_text(request.POST.get("email", ""))[:200] if is_ours else ""
    return JoinForm(request=request, anew=True, initial={"email": address, "where": FOOT})


def _show(request: HttpRequest, form: JoinForm) -> HttpResponse:
    context = words_at(request, "/keep-in-touch/") | {
        "consent": consent.LETTERS,
        "how_often": consent.how_often(),
    }
    return show_form(request, "newsletter/keep_in_touch.html", form, **context)


@public_form
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the confirmation. Looking changes nothing (promise 5); the page says yes by a POST."""
    subscriber = by_confirmation(token)
    if subscriber is None:
        return render(request, "newsletter/expired.html", status=404)
    if subscriber.state == State.ACTIVE:
        return _in(request, subscriber)
    if subscriber.state == State.LEFT:
        return render(request, "newsletter/had_left.html")
    form = ConfirmForm(request=request)
    if form.is_valid():
        if actions.confirm(subscriber=subscriber):
            return _in(request, subscriber)
        return render(request, "newsletter/gets_none.html")
    by_itself = not form.is_bound and _is_past_scanners(emails.confirmation_sent_at(subscriber))
    return show_form(request, "newsletter/confirm.html", form, by_itself=by_itself)


@public_form
def new_address(request: HttpRequest, token: str) -> HttpResponse:
    """The link that went to a new address. One button, however old it is: it moves somebody's letters."""
    subscriber, mark = by_change(token)
    if subscriber is not None and short_mark(subscriber.contact().address) == mark:
        return _in(request, subscriber, moved=True)
    if subscriber is None or not actions.waits_for(subscriber, mark):
        return render(request, "newsletter/expired.html", {"change": True}, status=404)
    form = ConfirmForm(request=request)
    if form.is_valid():
        if actions.confirm_new_address(subscriber=subscriber, mark=mark):
            return _in(request, subscriber, moved=True)
        return render(request, "newsletter/gets_none.html")
    return show_form(request, "newsletter/confirm.html", form, moves=True)


def _is_past_scanners(sent_at: datetime | None) -> bool:
    """By our own clock and row; nothing that the browser says counts."""
    return sent_at is not None and timezone.now() - sent_at >= SCANNERS


def _in(request: HttpRequest, subscriber: Subscriber, *, moved: bool = False) -> HttpResponse:
    letter = Letter(subscriber, 0, tokens.make(subscriber=subscriber.pk))
    return render(request, "newsletter/in.html", about(letter) | {"moved": moved})
