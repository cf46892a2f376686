"""She comes back with her six words (`core.six_words`)."""

from django.http import HttpRequest, HttpResponse

from alongside.core.public_forms import public_form
from alongside.core.six_words import SixWordsForm, Way, come_in

from .conversation_steps import STEPS, draft_of, show
from .models import Conversation
from .opening import open_with_receipt
from .thanks import certificate_page

WAY = Way(
    form=SixWordsForm,
    template="enquiries/six_words.html",
    open=open_with_receipt,
    show=show,
    steps=STEPS,
    certificate=certificate_page,
    draft=draft_of,
    vanished=Conversation.DoesNotExist,
)


@public_form(in_one_transaction=False)
def conversation(request: HttpRequest) -> HttpResponse:
    return come_in(request, WAY)
