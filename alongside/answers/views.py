"""The PDF leaflet of an answer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from alongside.core.freshness import Freshness
from alongside.core.publishing import published

from .leaflet import make_leaflet
from .models import AnswerPage


@require_safe
@published
def leaflet(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words and the same label as the page, as an accessible PDF (PDF/UA-1)."""
    page = get_object_or_404(AnswerPage.objects.live().public(), slug=slug)
    if page.freshness is Freshness.WITHDRAWN:
        raise Http404
    response = HttpResponse(make_leaflet(page, request), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{page.slug}.pdf"'
    return response
