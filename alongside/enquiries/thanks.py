"""The pages after Send: the six words, and the certificate that all was erased."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format

from alongside.core.public_forms import Notice, PublicForm

from .actions import Received, SentBefore
from .expected import expected
from .help_numbers import help_numbers
from .models import ShredCertificate
from .words import Details


def thank_you(
    request: HttpRequest, received: Received, *, kind: str, told: Details, **more: Any
) -> HttpResponse:
    """The answer to Send itself, never a page of its own: see docs/decisions/0007-receipt-page.md.

    kind: enquiry, death or complaint. told: how to answer her.
    """
    context = {
        "kind": kind,
        "told": told,
        "nudged": bool(received.conversation.nudge_locked),
        "conversation": received.conversation,
        "six_words": received.receipt.split(),
        "again": received.again,
        "expected": expected(),
        "numbers": help_numbers(request),
        "come_back": come_back_address(),
        "today": timezone.localdate(),
        **more,
    }
    return render(request, "enquiries/thank_you.html", context)


def certificate_page(
    request: HttpRequest, certificate: ShredCertificate, *, unsent: str = ""
) -> HttpResponse:
    """That all was erased. `unsent`: what she has just written, and nobody kept."""
    context = {"certificate": certificate, "unsent": unsent, "numbers": help_numbers(request)}
    return render(request, "enquiries/certificate.html", context)


def come_back_address() -> str:
    """Where to type the six words, as it is written down: without https://."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    return f"{address.partition('//')[2]}/join-us/conversation/"


def ask_again(form: PublicForm, before: SentBefore) -> None:
    """The form stays as it is; the next press is a message of its own, with six words of its own."""
    when = date_format(timezone.localtime(before.at), "j F, g:i a")
    words = (
        f"This form was sent already, on {when}. Its six words were shown then, and we cannot show them "
        f"again. To send what stands here as a new message, press {form.button} again."
    )
    form.give_new_ticket(Notice(words, 409))
