"""Orders: the lists, finding one, one of them, and money that buyers wait for."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders import books, owed
from alongside.orders.actions import looking_after
from alongside.orders.models import Order
from alongside.orders.permissions import can_keep_books, for_dispatchers, for_founders
from alongside.orders.states import State

from .lists import FIRST, LISTS, Row, in_list
from .order_forms import FindForm
from .order_screen import shown_of

ON_ONE_PAGE = 50
MOST_FOUND = 100


@require_safe
@for_dispatchers
def orders(request: HttpRequest) -> HttpResponse:
    """One of the lists, 50 a page, in the same few queries however many there are. No name is opened."""
    return _orders(request, FindForm())


def _orders(request: HttpRequest, form: FindForm, status: int = 200) -> HttpResponse:
    show = request.GET.get("show", FIRST)
    show = show if show in LISTS else FIRST
    page = Paginator(in_list(show), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "show": show,
        "title": LISTS[show],
        "lists": LISTS,
        "page_obj": page,
        "rows": _rows(list(page)),
        "form": form,
        "has_any": bool(page.paginator.count) or Order.objects.exists(),
    }
    return render(request, "orders/desk/orders.html", shown, status=status)


def _rows(found: list[Order]) -> list[Row]:
    money = books.money_of_many(found)
    return [_row(order, money[order.pk]) for order in found]


def _row(order: Order, money: books.Money) -> Row:
    if order.state == State.UNPAID:
        short = order.total_pence - money.paid if money.paid else 0
        return Row(order, short, 0)
    return Row(order, 0, money.credit)


@require_POST
@for_dispatchers
def find(request: HttpRequest) -> HttpResponse:
    """By number: the order. By address: all of hers."""
    form = FindForm(request.POST)
    if not form.is_valid():
        return _orders(request, form, status=422)
    typed = form.cleaned_data["q"]
    if "@" in typed:
        return _found(request, looking_after.look_up(typed, by=signed_in(request)))
    if order := Order.objects.filter(number=typed).first():
        return redirect("book_order", order.pk)
    form.add_error("q", "No order has this number.")
    return _orders(request, form, status=422)


def _found(request: HttpRequest, hers: QuerySet[Order]) -> HttpResponse:
    found = list(hers.prefetch_related("lines__edition")[:MOST_FOUND])
    return render(request, "orders/desk/found.html", {"rows": _rows(found), "form": FindForm()})


@require_safe
@for_dispatchers
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """What, who, money, and what can be done. Whoever sees her name is written down."""
    return one_order(request, get_object_or_404(Order, pk=pk))


def one_order(request: HttpRequest, one: Order, **forms: Any) -> HttpResponse:
    """Its screen; `forms`: those with something wrong in them."""
    shown = shown_of(one, is_founder=can_keep_books(request.user), **forms)
    if shown["buyer"]:
        looking_after.note_opened(one, by=signed_in(request))
    status = 422 if shown["wrong"] else 200
    return render(request, "orders/desk/order.html", shown, status=status)


@require_safe
@for_founders
def to_give_back(request: HttpRequest) -> HttpResponse:
    """What buyers paid and we did not earn, whoever waits longest first; and unpaid invoices."""
    now = timezone.now()
    today = timezone.localdate(now)
    shown = {
        "back": [(one, one.days(now), one.until < now) for one in owed.to_give_back()],
        "owing": [(one, one.is_overdue(today)) for one in owed.unpaid_invoices()],
    }
    return render(request, "orders/desk/to_give_back.html", shown)
