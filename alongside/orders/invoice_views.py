"""The invoice of a bulk order, by the signed link of the order."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .invoice_pdf import make_pdf
from .models import Invoice, Order


@require_safe
@cache_control(private=True, no_store=True)
def invoice(request: HttpRequest, token: str) -> HttpResponse:
    """As a PDF. Raises Http404."""
    try:
        return as_pdf(Invoice.objects.select_related("order").get(order=Order.of_token(token)))
    except (Order.DoesNotExist, Invoice.DoesNotExist):
        raise Http404 from None


def as_pdf(made: Invoice) -> HttpResponse:
    response = HttpResponse(make_pdf(made), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{made.label}.pdf"'
    return response
