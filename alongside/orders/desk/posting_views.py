"""Packed parcels go into the post: scanned, or one press in the list; and back, if that was wrong."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders.actions import parcels as actions
from alongside.orders.actions import posting
from alongside.orders.actions.parcels import NotThisParcel
from alongside.orders.models import Order, Parcel
from alongside.orders.parcel_contents import contents_of
from alongside.orders.permissions import for_dispatchers
from alongside.orders.states import State

from .parcel_forms import ScanForm
from .parcel_views import ON_ONE_PAGE, counts

JUST = 3  # parcels that she posted last, with a way back


@require_http_methods(["GET", "HEAD", "POST"])
@for_dispatchers
def packed(request: HttpRequest) -> HttpResponse:
    """What is packed and not posted yet, and the box for the scanner."""
    if request.method != "POST":
        return _packed(request, ScanForm(initial={"ask": "ask" in request.GET}))
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _packed(request, form, status=422)
    said = form.cleaned_data
    parcel, problem = _of_number(said["number"])
    if parcel and said["ask"] and not said["tracking"]:
        return _packed(request, form, asks=True)
    if parcel:
        problem = post_it(request, parcel, said["tracking"])
    if problem:
        form.add_error("number", f"Order {said['number']}: {problem}")
        return _packed(request, form, status=422)
    return redirect(reverse("book_packed") + ("?ask=on" if said["ask"] else ""))


def _packed(
    request: HttpRequest, form: ScanForm, *, status: int = 200, asks: bool = False
) -> HttpResponse:
    rows = Parcel.objects.filter(state=Parcel.State.PACKED)
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("p"))
    just = Parcel.objects.filter(posted_by=signed_in(request), state=Parcel.State.POSTED)
    just = just.filter(posted_at__gte=_midnight()).order_by("-posted_at")[:JUST]
    shown = {
        "form": form,
        "asks": asks,
        "page_obj": page,
        "rows": contents_of(rows.filter(pk__in=[one.pk for one in page])),
        "just": contents_of(just),
        **counts(),
    }
    return render(request, "orders/desk/packed.html", shown, status=status)


def _midnight() -> Any:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _of_number(number: str) -> tuple[Parcel | None, str]:
    """The packed parcel in which this order is, or why there is none."""
    order = Order.objects.filter(number=number).first()
    if order is None:
        return None, "no order has this number. Please look at it again."
    of_it = Parcel.objects.filter(lines__line__order=order).distinct().select_related("posted_by")
    if parcel := of_it.filter(state=Parcel.State.PACKED).first():
        return parcel, ""
    last = of_it.order_by("-posted_at").first()
    if order.state in (State.TO_PACK, State.PACKED, State.PART):
        return None, "it is not packed yet. Print its slip first."
    if last:
        return None, f"it is {actions.what_became_of(last)}."
    return None, f"do not post it. It {order.get_state_display()}."


def post_it(request: HttpRequest, parcel: Parcel, tracking: str) -> str:
    """Why it could not be posted, or ""."""
    try:
        posting.post(parcel, tracking=tracking, by=signed_in(request))
    except NotThisParcel as problem:
        return str(problem)
    messages.success(request, f"Posted: {parcel.order.number}.")
    return ""


@require_safe
@for_dispatchers
def posted(request: HttpRequest) -> HttpResponse:
    """What was posted, the newest first."""
    rows = Parcel.objects.exclude(state=Parcel.State.PACKED).order_by("-posted_at", "-pk")
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("p"))
    of_page = rows.filter(pk__in=[one.pk for one in page])
    shown = {"page_obj": page, "rows": contents_of(of_page), **counts()}
    return render(request, "orders/desk/posted.html", shown)
