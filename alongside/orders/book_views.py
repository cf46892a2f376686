"""What belongs to the book's page: a look inside as a PDF, and how to cancel an order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.core.publishing import published

from .look_inside import make_pdf
from .models import BookPage, Shop


@require_safe
@published
def look_inside(request: HttpRequest) -> HttpResponse:
    """The same pages as on the website, as an accessible PDF. Raises Http404."""
    page = BookPage.objects.live().public().first()
    if page is None or not page.look_inside:
        raise Http404
    response = HttpResponse(make_pdf(page), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="look-inside.pdf"'
    return response


@require_safe
@published
def how_to_cancel(request: HttpRequest) -> HttpResponse:
    """The right to cancel, and the law's model form (Consumer Contracts Regulations 2013, Schedule 3)."""
    shop = Shop.current()
    return render(request, "orders/how_to_cancel.html", {"shop": shop})
