"""The page of one order, by its signed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from .models import Order


@cache_control(private=True, no_store=True)
def order(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands. Raises Http404."""
    try:
        found = Order.of_token(token)
    except Order.DoesNotExist:
        raise Http404 from None
    return render(request, "orders/order.html", {"order": found})
