"""To post today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.orders.models import Order
from alongside.orders.permissions import for_dispatchers
from alongside.orders.states import State


@for_dispatchers
def to_post(request: HttpRequest) -> HttpResponse:
    """Paid orders, the oldest first."""
    waiting = Order.objects.filter(state__in=(State.TO_PACK, State.PACKED, State.PART))
    return render(request, "orders/desk/to_post.html", {"orders": waiting})
