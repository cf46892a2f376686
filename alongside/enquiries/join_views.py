"""Join us: somebody writes to the founders, and gets her six words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.page_words import words_at
from alongside.core.public_forms import Notice, public_form, show_form
from alongside.core.receipts import SentBefore
from alongside.core.six_words import ask_again

from . import actions, consent
from .expected import expected
from .forms import JoinForm
from .help_numbers import help_numbers
from .models import live_key
from .thanks import certificate_page, thank_you

NOT_OPEN = Notice(
    "The founders cannot take in messages at this moment. Nothing was sent, and your words are still "
    "here. Please copy them to a safe place, and try again tomorrow.",
    503,
)


@public_form(in_one_transaction=False)
def join_us(request: HttpRequest) -> HttpResponse:
    """The form; after Send the thank-you page itself, so that the six words stand in no address."""
    form = JoinForm(request=request)
    if form.is_valid():
        try:
            return thank_you(request, _receive(form), kind="enquiry", told=form.details())
        except actions.NotOpenYet:
            form.notice = NOT_OPEN
        except actions.ErasedMeanwhile as gone:
            return certificate_page(request, gone.certificate)
        except SentBefore as before:
            ask_again(form, before.at)
    elif not form.is_bound and live_key() is None:
        return _not_open_yet(request)
    context = words_at(request, "/join-us/") | {
        "numbers": help_numbers(request),
        "expected": expected(),
        "consent": consent.ENQUIRY,
    }
    return show_form(request, "enquiries/join_us.html", form, **context)


def _receive(form: JoinForm) -> actions.Received:
    return actions.receive(
        submission_id=form.submission_id,
        details=form.details(),
        message=form.cleaned_data["message"],
        consent_wording=consent.ENQUIRY.version,
        nudge_to=form.nudge_to,
    )


def _not_open_yet(request: HttpRequest) -> HttpResponse:
    context = words_at(request, "/join-us/") | {"numbers": help_numbers(request)}
    return render(request, "enquiries/not_open.html", context)
