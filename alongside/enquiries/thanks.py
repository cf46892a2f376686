"""The pages after Send: the six words, and the certificate that all was erased."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alongside.core.six_words import come_back_address

from .actions import Received
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
        "come_back": come_back_address("conversation"),
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
