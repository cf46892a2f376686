"""Ordering the book: the form, the same once more to look at, and then it is ordered.

Nothing is kept between the two pages: the second carries what was typed as hidden fields, and all of it is
looked at again, prices and stock too, when she presses “Order and pay”.
"""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.core.page_words import words_at
from alongside.core.public_forms import Notice, public_form, see_other, show_form

from . import pricing, stock
from .actions.placing import Closed, place
from .models import PostageBand, Shop
from .on_sale import is_open, postage
from .order_forms import ORDER_AND_PAY, OrderForm
from .second_time import ordered_a_moment_ago, sent_before

CHANGE, ORDER = "change", "order"
CLOSED = Notice(
    "We take no orders at this moment. Nothing was ordered, and your words are still here. "
    "Please copy what you need, and look again in a few days.",
    503,
)
TWICE = Notice(
    "You ordered the very same a moment ago, and we have that order. Look into your mail. "
    "Would you like it a second time? Then press Order and pay again."
)
OTHER_PRICE = Notice(
    "The price has changed since you looked. Nothing is ordered yet. This is what it costs now. "
    "If it is right for you, press Order and pay again."
)
DOWNLOAD = "Please tick this. Without it the law lets us send the e-book only after 14 days."


@public_form(in_one_transaction=False)
def order_book(request: HttpRequest) -> HttpResponse:
    """Raises nothing: whatever is wrong is said on the page, with all that was typed."""
    shop, step = Shop.current(), request.POST.get("step", "")
    is_taken = is_open(shop)
    if not is_taken and request.method != "POST":
        return render(request, "orders/closed.html", words_at(request, "/book/"))
    if step == ORDER and (before := sent_before(request, door=OrderForm.door)):
        return see_other(f"{before.get_absolute_url()}?again")
    form = OrderForm(request=request, shop=shop, orders=step == ORDER)
    if form.is_valid() and not is_taken:
        form.notice = CLOSED
    elif form.is_valid() and step == ORDER:
        return _order(request, form)
    elif form.is_valid() and step != CHANGE:
        return _look(request, form)
    return _ask(request, form)


def _ask(request: HttpRequest, form: OrderForm) -> HttpResponse:
    if form.orders and form.is_bound and form.notice and not form.errors:
        return _look(request, form)
    bands = [
        {
            "countries": [one.code for one in band.countries],
            "first": band.first_pence,
            "more": band.more_pence,
        }
        for band in PostageBand.objects.all()
    ]
    context = {
        "shop": form.shop,
        "postage": postage(),
        "bands": json.dumps(bands),
        "most_forward": pricing.MOST_FORWARD,
        "came_back": request.method != "POST" and "sent" in request.GET,
    }
    return show_form(request, "orders/order_form.html", form, **context)


def _look(request: HttpRequest, form: OrderForm, **context: bool) -> HttpResponse:
    form.button = ORDER_AND_PAY  # type: ignore[misc]
    about = {
        "quote": form.quote,
        "wish": form.wish(),
        "shop": form.shop,
        "seller_address": ", ".join(form.shop.seller_address.splitlines()),
    }
    return show_form(request, "orders/look.html", form, **about, **context)


def _order(request: HttpRequest, form: OrderForm) -> HttpResponse:
    if form.has_e_book and not form.cleaned_data["e_book_agreed"]:
        form.add_error("e_book_agreed", DOWNLOAD)
        return _look(request, form)
    if form.quote and request.POST.get("seen") != str(form.quote.total_pence):
        form.notice = OTHER_PRICE
        return _look(request, form)
    is_second = request.POST.get("second") == "yes"  # she was asked, and pressed again
    if not is_second and ordered_a_moment_ago(form.wish()):
        form.give_new_ticket(TWICE)
        return _look(request, form, is_second=True)
    return _place(request, form)


def _place(request: HttpRequest, form: OrderForm) -> HttpResponse:
    try:
        order, is_new = place(form.wish(), submission=form.submission_id)
    except Closed:
        form.notice = CLOSED
    except pricing.NotOffered as error:
        form.add_error(None, str(error))
    except stock.OutOfStock as error:
        form.say_how_many_are_left(error.edition, error.left)
    else:
        return see_other(f"{order.get_absolute_url()}{'' if is_new else '?again'}")
    return _ask(request, form)
