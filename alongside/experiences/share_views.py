"""Somebody tells us what she lived through, and gets her six words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.page_words import words_at
from alongside.core.public_forms import Notice, public_form, show_form
from alongside.core.receipts import SentBefore
from alongside.core.six_words import ask_again

from . import actions, consent
from .keys import NotOpenYet, is_open
from .share_forms import ShareForm
from .thanks import certificate_page, thank_you

ADDRESS = "/signs/share/"
NOT_OPEN = Notice(
    "We cannot take in anything at this moment. Nothing was sent, and all that you wrote is still here. "
    "Please copy your own words to a safe place, and try again tomorrow.",
    503,
)


@public_form(in_one_transaction=False)
def share(request: HttpRequest) -> HttpResponse:
    """The form; after Send the thank-you page itself, so that the six words stand in no address."""
    form = ShareForm(request=request)
    if form.is_valid():
        try:
            return thank_you(request, _receive(form))
        except NotOpenYet:
            form.notice = NOT_OPEN
        except actions.ErasedMeanwhile as gone:
            return certificate_page(request, gone.certificate)
        except SentBefore as before:
            ask_again(form, before.at)
    elif not form.is_bound and not is_open():
        return render(request, "experiences/not_open.html", words_at(request, ADDRESS))
    context = words_at(request, ADDRESS) | wordings()
    return show_form(request, "experiences/share.html", form, **context)


def wordings() -> dict[str, object]:
    """What the template of the consents says."""
    return {
        "count": consent.COUNT,
        "quote": consent.QUOTE,
        "write_back": consent.WRITE_BACK,
        "for_all": consent.FOR_ALL,
        "nothing_agreed": consent.NOTHING_AGREED,
    }


def _receive(form: ShareForm) -> actions.Received:
    return actions.receive(
        submission_id=form.submission_id,
        facts=form.facts(),
        consents=form.consents(),
        story=form.story(),
        contact=form.contact(),
        ask=form.ask(),
    )
