"""The pages after Send: the six words, and the certificate that all was erased."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from alongside.core.six_words import come_back_address

from .actions import Received
from .models import TakenBack


def thank_you(request: HttpRequest, received: Received) -> HttpResponse:
    """The answer to Send itself, never a page of its own: see docs/decisions/0007-receipt-page.md."""
    context = {
        "experience": received.experience,
        "six_words": received.receipt.split(),
        "again": received.again,
        "stands": received.stands,
        "come_back": come_back_address("yours"),
        "today": timezone.localdate(),
    }
    return render(request, "experiences/thank_you.html", context)


def certificate_page(
    request: HttpRequest, certificate: TakenBack, *, unsent: str = ""
) -> HttpResponse:
    """That all was erased. `unsent`: what she has just written, and nobody kept."""
    context = {"certificate": certificate, "unsent": unsent}
    return render(request, "experiences/certificate.html", context)
