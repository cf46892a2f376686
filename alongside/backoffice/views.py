"""Pages that read from every room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alongside.core.publishing import published

from .trust import numbers


@require_safe
@published
def trust(request: HttpRequest) -> HttpResponse:
    """How we keep what you tell us. Made anew with each edition, so at least once a day."""
    shown = {"numbers": numbers(), "today": timezone.localdate()}
    return render(request, "backoffice/trust.html", shown)
