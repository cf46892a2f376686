"""She comes back with her six words (`core.six_words`)."""

from django.http import HttpRequest, HttpResponse

from alongside.core.public_forms import public_form
from alongside.core.six_words import Way, come_in

from .models import Experience
from .opening import open_with_receipt
from .thanks import certificate_page
from .yours_forms import YoursDoor
from .yours_steps import STEPS, draft_of, show

WAY = Way(
    form=YoursDoor,
    template="experiences/six_words.html",
    open=open_with_receipt,
    show=show,
    steps=STEPS,
    certificate=certificate_page,
    draft=draft_of,
    vanished=Experience.DoesNotExist,
)


@public_form(in_one_transaction=False)
def yours(request: HttpRequest) -> HttpResponse:
    return come_in(request, WAY)
