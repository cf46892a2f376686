"""A complaint about data: taken in by anybody's phone, acknowledged at once."""

from django.http import HttpRequest, HttpResponse

from alongside.core.public_forms import public_form, show_form
from alongside.core.receipts import SentBefore
from alongside.core.six_words import ask_again

from . import actions
from .complaint_forms import ComplaintForm
from .help_numbers import help_numbers
from .join_views import NOT_OPEN
from .models import live_key
from .thanks import certificate_page, thank_you


@public_form(in_one_transaction=False)
def complain(request: HttpRequest) -> HttpResponse:
    form = ComplaintForm(request=request)
    if form.is_valid():
        try:
            return _thanks(request, form)
        except actions.NotOpenYet:
            form.notice = NOT_OPEN
        except actions.ErasedMeanwhile as gone:
            return certificate_page(request, gone.certificate)
        except SentBefore as before:
            ask_again(form, before.at)
    context = {"numbers": help_numbers(request), "is_open": form.is_bound or bool(live_key())}
    return show_form(request, "enquiries/complain.html", form, **context)


def _thanks(request: HttpRequest, form: ComplaintForm) -> HttpResponse:
    received = actions.complain(
        submission_id=form.submission_id, details=form.details(), message=form.words()
    )
    told, mailed = form.details(), bool(form.cleaned_data["email"])
    return thank_you(request, received, kind="complaint", told=told, mailed=mailed)
