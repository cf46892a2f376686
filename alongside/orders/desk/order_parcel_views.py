"""What can be done with the copies of one order: pack it, send it anew, do not send the rest."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.permissions import signed_in
from alongside.orders import stock
from alongside.orders.actions import parcels as actions
from alongside.orders.actions import posting, returns
from alongside.orders.actions.parcels import NotThisParcel
from alongside.orders.models import Order
from alongside.orders.permissions import for_dispatchers
from alongside.orders.states import NotNow

from .parcel_forms import AnewForm, of_order
from .parcel_views import after_packing


@require_POST
@for_dispatchers
def pack(request: HttpRequest, pk: int) -> HttpResponse:
    """This order alone; also only what of it is here."""
    order = get_object_or_404(Order, pk=pk)
    part = request.POST.get("part") == "yes"
    return after_packing(request, actions.pack([order], by=signed_in(request), part=part))


@require_http_methods(["GET", "HEAD", "POST"])
@for_dispatchers
def send_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Copies that were posted are packed once more."""
    order = get_object_or_404(Order, pk=pk)
    form = AnewForm(
        request.POST if request.method == "POST" else None, most=of_order(list(order.lines.all()))
    )
    form.fields["seen"].initial = returns.sent_anew(order)
    if form.is_bound and form.is_valid():
        if not (problem := _send_anew(order, form, signed_in(request))):
            messages.success(request, "It is to be packed once more.")
            return redirect("book_order", pk)
        form.add_error(None, problem)
    shown = {"order": order, "form": form}
    return render(
        request, "orders/desk/send_anew.html", shown, status=422 if form.is_bound else 200
    )


def _send_anew(order: Order, form: AnewForm, by: Any) -> str:
    """Why it is not sent anew, or ""."""
    said = form.cleaned_data
    try:
        returns.reship(order, form.copies, why=said["why"], seen=said["seen"], by=by)
    except NotThisParcel as problem:
        return str(problem)
    except stock.OutOfStock as problem:
        return f"Of {problem.edition} only {problem.left} are free. Please write fewer."
    except NotNow as problem:
        return f"Not now: the order {problem.state.label}."
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_dispatchers
def close_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not posted is not sent any more."""
    order = get_object_or_404(Order, pk=pk)
    problem = ""
    if request.method == "POST":
        try:
            posting.close_rest(order, by=signed_in(request))
        except NotThisParcel as found:
            problem = str(found)
        except NotNow as found:
            problem = f"Not now: the order {found.state.label}."
        else:
            messages.success(request, "The rest is not sent. A founder can give its money back.")
            return redirect("book_order", pk)
    lines = [line for line in order.lines.select_related("edition") if line.edition.is_posted]
    shown = {"order": order, "lines": lines, "problem": problem}
    return render(request, "orders/desk/close_rest.html", shown, status=422 if problem else 200)
