"""The page of one order, by its signed link: where it stands, its receipt, and what can be changed.

Looking changes nothing. Whoever has the link has the order; so no cache keeps the page, no search engine
lists it, and its address goes to nobody (`SECURE_REFERRER_POLICY`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from alongside.core.public_forms import public_form, see_other, show_form

from . import cards, ebook, receipt
from .actions import addressing, cancelling, downloading
from .change_forms import AddressForm, CancelForm
from .models import BookFile, Order
from .order_page import page_of
from .states import NotNow

View = Callable[..., HttpResponseBase]


def of_its_link(view: View) -> View:
    """Decorator: the view gets the order; a link that is not ours gets a page that says so."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def guarded(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            order = Order.of_token(token)
        except Order.DoesNotExist:
            response: HttpResponseBase = render(request, "orders/unknown.html", status=404)
        else:
            response = view(request, order, **more)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@require_safe
@of_its_link
def order(request: HttpRequest, order: Order) -> HttpResponse:
    shown = page_of(order)
    context = {
        "order": order,
        "shown": shown,
        "shop": shown.shop,
        "can_pay_by_card": cards.is_on(),
        "again": "again" in request.GET,
        "changed": "changed" in request.GET,
    }
    return render(request, "orders/order.html", context)


@require_safe
@of_its_link
def order_receipt(request: HttpRequest, order: Order) -> HttpResponse:
    """Raises Http404 as long as nothing was sold."""
    page = page_of(order)
    if not page.has_receipt:
        raise Http404
    response = HttpResponse(receipt.make_pdf(page), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{order.number}.pdf"'
    return response


@public_form(in_one_transaction=False)
@of_its_link
def order_e_book(request: HttpRequest, order: Order, kind: str) -> HttpResponseBase:
    """The file, once it is paid, to whoever presses; looking goes back to the page. Raises Http404."""
    files = page_of(order).e_books
    file = next((one for one in files if one.kind == kind), None)
    if file is None:
        raise Http404
    if request.method != "POST" or not downloading.note_download(order, file.edition):
        return see_other(order)
    media_type = ebook.TYPES[BookFile.Kind(file.kind)]
    content = ebook.path_of(file).open("rb")
    name = f"book.{file.kind}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=media_type)


@public_form(in_one_transaction=False)
@of_its_link
def order_address(request: HttpRequest, order: Order) -> HttpResponse:
    """Another address, until the label is printed."""
    if not order.can_change_address:
        return _too_late(request, order)
    form = AddressForm(request=request, order=order)
    if form.is_valid():
        try:
            addressing.move_house(order, form.new_buyer())
        except addressing.TooLate:
            return _too_late(request, Order.objects.get(pk=order.pk))
        return see_other(f"{order.get_absolute_url()}?changed")
    return show_form(request, "orders/address.html", form, order=order)


@public_form(in_one_transaction=False)
@of_its_link
def order_cancel(request: HttpRequest, order: Order) -> HttpResponse:
    """Until it is posted. Looking asks; pressing cancels, once."""
    if not order.can_be_cancelled:
        return _too_late(request, order)
    form = CancelForm(request=request)
    if form.is_valid():
        try:
            cancelling.cancel(order)
        except NotNow:
            return _too_late(request, Order.objects.get(pk=order.pk))
        return see_other(order)
    return show_form(request, "orders/cancel.html", form, order=order, shown=page_of(order))


def _too_late(request: HttpRequest, order: Order) -> HttpResponse:
    """Cancelled already (pressed twice), packed or posted: her order says how it stands."""
    context = {"order": order, "shown": (page := page_of(order)), "shop": page.shop}
    return render(request, "orders/too_late.html", context, status=409)
