"""To Stripe, and what comes back from there."""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alongside.core import limits
from alongside.core.public_posts import public_form, see_other
from alongside.core.quiet_log import place
from alongside.core.same_origin import Came, where_from
from alongside.orders.actions.card_pages import NothingToPay
from alongside.orders.models import Order

from . import checkout, hearing
from .client import NotReachable, is_on, pages
from .looks import look_at_order

logger = logging.getLogger("alongside.cards")
PRESSES_AN_HOUR = 60
View = Callable[..., HttpResponseBase]


def leads_to_card(view: View) -> View:
    """Decorator: a form here may end on Stripe's page. Browsers hold `form-action` against redirects, too."""

    @wraps(view)
    def with_policy(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if is_on():
            response._csp_update = {"form-action": pages()}  # type: ignore[attr-defined]
        return response

    return with_policy


def _pressed(view: Callable[[HttpRequest, Order], HttpResponse]) -> Any:
    """Decorator: a button on the page of an order. Anything but pressing it there leads to that page."""

    @public_form(in_one_transaction=False)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        try:
            order = Order.of_token(token)
        except Order.DoesNotExist:
            raise Http404 from None
        if request.method != "POST" or where_from(request) is Came.FROM_ELSEWHERE or not is_on():
            return see_other(order)
        limits.check(request, door="card", most=PRESSES_AN_HOUR, per=timedelta(hours=1))
        return view(request, order)

    return guarded


@_pressed
def pay(request: HttpRequest, order: Order) -> HttpResponse:
    """On to Stripe's page. Pressed twice, or in two tabs, it is the same. If Stripe does not answer, back to
    her order, which says so."""
    try:
        return see_other(checkout.start(order))
    except NothingToPay:
        return see_other(order)
    except NotReachable:
        return see_other(f"{order.get_absolute_url()}?away")


@_pressed
def look_again(request: HttpRequest, order: Order) -> HttpResponse:
    """She is back from Stripe, and Stripe has not told us yet: ask it now."""
    try:
        is_known = look_at_order(order)
    except NotReachable:
        is_known = False
    return see_other(f"{order.get_absolute_url()}{'' if is_known else checkout.BACK}")


@csrf_exempt
@require_POST
def _webhook(request: HttpRequest) -> HttpResponse:
    """Stripe tells us something. 200: it is written down. 400: it is not Stripe's, or makes no sense. 500: we
    could not write it down, and Stripe tells us again, for three days."""
    if not is_on():
        raise Http404
    try:
        event = hearing.signed_event(request.body, request.headers.get("Stripe-Signature", ""))
        hearing.hear(event)
    except (hearing.NotFromStripe, RequestDataTooBig, UnreadablePostError):
        return HttpResponse("not signed by Stripe for us", "text/plain", 400)
    except DatabaseError as error:
        logger.error("An event of Stripe's was not kept (%s).", type(error).__name__)
        return HttpResponse("not kept: please send it again", "text/plain", 500)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        logger.error("Stripe: an event that makes no sense (%s).", place(error))
        return HttpResponse("makes no sense", "text/plain", 400)
    return HttpResponse("heard", "text/plain")


webhook: Any = _webhook
webhook.opens_transaction = True  # the body is read before the one write lock is taken
