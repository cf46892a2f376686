"""Writing down an order by hand, a sale at an event, a bulk order; and the invoice of one. For founders."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders import pricing, stock
from alongside.orders.actions import bulk, by_hand
from alongside.orders.invoice_views import as_pdf
from alongside.orders.models import Invoice, Order, Shop
from alongside.orders.permissions import for_founders

from .bulk_forms import BulkForm
from .copies_form import CopiesForm
from .hand_forms import EventForm, HandForm

F = TypeVar("F", bound=CopiesForm)
METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
@for_founders
def order_by_hand(request: HttpRequest) -> HttpResponse:
    """It came by post or by telephone."""
    return _written(request, HandForm, _by_hand, "Write down an order")


@require_http_methods(METHODS)
@for_founders
def sale_at_event(request: HttpRequest) -> HttpResponse:
    """Somebody bought copies at a stand and took them with her."""
    return _written(request, EventForm, _by_hand, "Sold at an event")


def _by_hand(form: HandForm | EventForm, by: Any) -> Order:
    sent, paid_to, on = form.submission_id, form.paid_to, form.cleaned_data["on"]
    return by_hand.write_down(form.wish(), submission=sent, by=by, paid_to=paid_to, on=on)[0]


@require_http_methods(METHODS)
@for_founders
def bulk_order(request: HttpRequest) -> HttpResponse:
    """A hospital or a bookshop orders many, with an invoice."""

    def write(form: BulkForm, by: Any) -> Order:
        words, sent = form.cleaned_data["reference"], form.submission_id
        return bulk.order_in_bulk(form.wish(), submission=sent, reference=words, by=by)[0].order

    return _written(request, BulkForm, write, "A bulk order with invoice")


def _written(
    request: HttpRequest, kind: type[F], write: Callable[[F, Any], Order], title: str
) -> HttpResponse:
    """First press: the total. Second press, with that total before her: it is written down."""
    form, quote = kind(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            quote = form.quote()
            if form.cleaned_data["seen_total"] == quote.total_pence:
                order = write(form, signed_in(request))
                messages.success(request, "The order is written down.")
                return redirect("book_order", order.pk)
            form.show_total(quote.total_pence)
        except pricing.NotOffered as error:
            form.add_error(None, str(error))
        except stock.OutOfStock as error:
            words = f"Only {error.left} of {error.edition} are left that nobody waits for."
            form.add_error(None, words)
            quote = None
    shown = {"form": form, "quote": quote, "title": title, "shop": Shop.current()}
    status = 422 if form.is_bound and quote is None else 200
    return render(request, "orders/desk/by_hand.html", shown, status=status)


@require_safe
@for_founders
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """As a PDF, to print and post."""
    return as_pdf(get_object_or_404(Invoice.objects.select_related("order"), pk=pk))
