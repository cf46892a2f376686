"""Leaving: by the link in a letter, by the button of a mail program, by address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside.core.public_forms import public_form, show_form

from . import actions
from .finding import Letter, by_letter
from .models import Subscriber
from .preference_forms import ComeBackForm, WayOutForm
from .preference_views import about, nobody, show, with_letter

State = Subscriber.State


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Looking shows one button. Any POST leaves at once: with it, or by RFC 8058 (List-Unsubscribe-Post).

    A mail service posts without cookie, login or Origin, and its body is not even read: whoever has the
    link may leave, and can come back. It always hears 200, or it would call our letters a nuisance.
    """
    letter, is_post = by_letter(token), request.method == "POST"
    if letter is None:
        return nobody(request, status=200 if is_post else 404)
    if is_post:
        actions.leave(subscriber=letter.subscriber, mailing=letter.mailing)
        letter = by_letter(token)
    if letter is None or letter.subscriber.state == State.LEFT:
        return _has_left(request, letter)
    return render(request, "newsletter/leave.html", about(letter))


def _has_left(request: HttpRequest, letter: Letter | None) -> HttpResponse:
    """letter: None if she had never said yes, and so is gone already."""
    if letter is None:
        return render(request, "newsletter/left.html")
    context = about(letter) | {"form": ComeBackForm(request=request, anew=True)}
    return render(request, "newsletter/left.html", context)


@with_letter
def come_back(request: HttpRequest, letter: Letter) -> HttpResponse:
    if letter.subscriber.state == State.ACTIVE:
        return render(request, "newsletter/in.html", about(letter))
    if letter.subscriber.state == State.ASKED:
        return render(request, "newsletter/not_active.html", about(letter))
    form = ComeBackForm(request=request)
    if form.is_valid():
        if actions.come_back(subscriber=letter.subscriber, mailing=letter.mailing):
            return render(request, "newsletter/in.html", about(letter) | {"again": True})
        return render(request, "newsletter/gets_none.html")
    return show(request, "left", form, letter)


@public_form
def way_out(request: HttpRequest) -> HttpResponse:
    """By address, for whoever has no letter at hand. It says the same whether we know it or not."""
    form = WayOutForm(request=request)
    if form.is_valid():
        typed = form.cleaned_data["email"]
        actions.send_way_out(address=typed)
        return render(request, "newsletter/way_out_sent.html", {"typed": typed})
    return show_form(request, "newsletter/way_out.html", form)
