"""Somebody has died: a relative tells us once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.page_words import words_at
from alongside.core.public_forms import public_form, show_form
from alongside.core.receipts import SentBefore
from alongside.core.six_words import ask_again

from . import actions, consent
from .bereavement_forms import DeathForm, OnlyStopMailForm
from .help_numbers import help_numbers
from .models import live_key
from .thanks import certificate_page, thank_you

NO_WORDS = "(Nothing more was written.)"


@public_form(in_one_transaction=False)
def someone_has_died(request: HttpRequest) -> HttpResponse:
    """The same answer whether or not we knew the address."""
    is_open = live_key() is not None
    form = DeathForm(request=request) if is_open else OnlyStopMailForm(request=request)
    if form.is_valid():
        try:
            return _thanks(request, form)
        except actions.ErasedMeanwhile as gone:
            return certificate_page(request, gone.certificate)
        except SentBefore as before:
            ask_again(form, before.at)
    context = words_at(request, "/someone-has-died/") | {
        "numbers": help_numbers(request),
        "consent": consent.DEATH,
        "is_open": is_open,
    }
    return show_form(request, "enquiries/someone_has_died.html", form, **context)


def _thanks(request: HttpRequest, form: DeathForm | OnlyStopMailForm) -> HttpResponse:
    received = actions.tell_of_a_death(
        submission_id=form.submission_id,
        details=form.details(),
        message=form.cleaned_data.get("message") or NO_WORDS,
        consent_wording=form.consent_wording,
    )
    stopped = bool(form.cleaned_data["addresses"])
    if received is None:
        return render(request, "enquiries/mail_stopped.html", {"numbers": help_numbers(request)})
    return thank_you(request, received, kind="death", told=form.details(), stopped=stopped)
