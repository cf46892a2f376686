"""Erase a conversation; what a death asks for; certificates of what was erased."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.numbers import read_number

from . import actions
from .inbox_read_views import find_conversation, show_conversation, to_conversation
from .inbox_reading import read
from .models import Conversation, ShredCertificate
from .permissions import for_founders, with_open_inbox
from .related import addresses_in, matches

ON_ONE_PAGE = 50
HERS = "?hers=1#hers"  # looks through everything, so only when a founder asks for it


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def erase(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Ask once more, then erase for good. `death`: the conversation that told that she has died."""
    one = find_conversation(pk)
    death = _death(request, one, secret)
    if request.method != "POST":
        shown = {"conversation": one, "death": death}
        return render(request, "enquiries/inbox/erase.html", shown)
    if death is not None:
        died = ShredCertificate.Why.DIED
        kept = actions.erase(conversation=one, why=died, by=signed_in(request))
        messages.success(request, f"Erased for good. Certificate {kept.code}.")
        return to_conversation(death, "#hers")
    asked = request.POST.get("why") == ShredCertificate.Why.ASKED
    why = ShredCertificate.Why.ASKED if asked else ShredCertificate.Why.FOUNDER
    certificate = actions.erase(conversation=one, why=why, by=signed_in(request))
    return redirect("inbox_certificate", certificate.code)


def _death(request: HttpRequest, one: Conversation, secret: bytes) -> Conversation | None:
    """Whose page sent her here. Raises Http404 if `one` does not stand on that page."""
    number = (request.POST if request.method == "POST" else request.GET).get("death", "")
    if not number:
        return None
    told = find_conversation(int(number) if number.isdecimal() else 0)
    _refuse_unlisted(told, one, secret)
    return told


def _refuse_unlisted(told: Conversation, other: Conversation, secret: bytes) -> None:
    """Raises Http404 unless `other` is listed as what may have been hers."""
    if told.purpose == Conversation.Purpose.BEREAVEMENT:
        found = matches(read(told, secret), secret)
        listed = [*found.same_address, *found.same_name]
        if other.pk in {reading.conversation.pk for reading in listed}:
            return
    raise Http404


@require_safe
@for_founders
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """That it was erased, when and why. No content."""
    found = get_object_or_404(ShredCertificate, code=code)
    return render(request, "enquiries/inbox/certificate.html", {"certificate": found})


@require_safe
@for_founders
def certificates(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first."""
    page = Paginator(ShredCertificate.objects.all(), ON_ONE_PAGE).get_page(request.GET.get("p"))
    return render(request, "enquiries/inbox/certificates.html", {"page_obj": page})


@require_POST
@with_open_inbox
def after_death(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """On the page of a death: look for what was hers, close it, or take the news back as a mistake."""
    told = find_conversation(pk)
    if told.purpose != Conversation.Purpose.BEREAVEMENT:
        return show_conversation(request, told, secret, status=422)
    press, _, number = request.POST.get("press", "").partition(":")
    if press == "look":
        actions.note_searched(by=signed_in(request))
        return to_conversation(told, HERS)
    if press == "lift":
        _lift(request, told, secret)
        return to_conversation(told, HERS)
    other = find_conversation(read_number(number))
    if press == "close":
        _refuse_unlisted(told, other, secret)
        actions.close(conversation=other, by=signed_in(request))
        messages.success(request, f"Conversation {other.pk} is closed. {_unread(other)}".strip())
    return to_conversation(told, HERS)


def _unread(conversation: Conversation) -> str:
    """Closing it from here is not reading it."""
    return "Nobody has read it yet: please open it too." if conversation.unread_since else ""


def _lift(request: HttpRequest, told: Conversation, secret: bytes) -> None:
    addresses = addresses_in(read(told, secret))
    lifted = [
        one
        for one in addresses
        if actions.let_mail_go_again(address=one, conversation=told, by=signed_in(request))
    ]
    if lifted:
        messages.success(request, "Lifted. Mail may go there again.")
    else:
        messages.info(request, "Nothing was stopped, so nothing was lifted.")
