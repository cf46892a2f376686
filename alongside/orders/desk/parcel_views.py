"""To post today: what is to be packed, and what waits for a printing."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.how_long import how_long
from alongside.orders import packing
from alongside.orders.actions import parcels as actions
from alongside.orders.models import BookEdition, Order, Parcel, Printing, Reship
from alongside.orders.packing import Waiting
from alongside.orders.parcel_contents import contents_of
from alongside.orders.permissions import for_dispatchers
from alongside.orders.states import State
from alongside.orders.vat import AT_HOME

from .parcel_forms import PackForm

ON_ONE_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@for_dispatchers
def to_post(request: HttpRequest) -> HttpResponse:
    """What can be packed, parcel by parcel, the oldest first; and packing it."""
    form = PackForm(request.POST if request.method == "POST" else None)
    queue = packing.queue()
    ready = [one for one in queue if one.is_ready]
    if form.is_bound and form.is_valid():
        return _pack(request, form, ready)
    page = Paginator(packing.bundles(ready), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "form": form,
        "page_obj": page,
        "rows": _rows(page),
        "pick_list": packing.pick_list(ready),
        "most": actions.MOST_AT_ONCE,
        **counts(queue),
    }
    return render(request, "orders/desk/to_post.html", shown, status=422 if form.is_bound else 200)


def counts(queue: Sequence[Waiting] | None = None) -> dict[str, int]:
    """What stands on the lists of parcels."""
    queue = packing.queue() if queue is None else queue
    ready = [one for one in queue if one.is_ready]
    return {
        "to_pack": len(packing.bundles(ready)),
        "waits": len(queue) - len(ready),
        "packed": Parcel.objects.filter(state=Parcel.State.PACKED).count(),
    }


def _rows(page: "Page[list[Waiting]]") -> list[dict[str, Any]]:
    wanted = [one.order for bundle in page for one in bundle]
    orders = Order.objects.prefetch_related("lines").in_bulk(wanted)
    return [_row([orders[one.order] for one in bundle], bundle) for bundle in page]


def _row(orders: Sequence[Order], bundle: Sequence[Waiting]) -> dict[str, Any]:
    first = orders[0]
    names = {line.pk: line.name for order in orders for line in order.lines.all()}
    copies: Counter[str] = Counter()
    for one in bundle:
        copies.update({names[pk]: many for pk, many in one.here.items()})
    return {
        "orders": orders,
        "first": first,
        "buyer": packing.address_of(first),
        "copies": list(copies.items()),
        "waits": how_long(min(one.paid_at or one.placed_at for one in orders)),
        "is_abroad": first.country not in AT_HOME,
    }


def _pack(request: HttpRequest, form: PackForm, ready: Sequence[Waiting]) -> HttpResponse:
    chosen = form.chosen(packing.bundles(ready, apart=form.apart))
    orders = [Order(pk=one.order) for one in chosen]
    return after_packing(request, actions.pack(orders, by=signed_in(request), apart=form.apart))


def after_packing(request: HttpRequest, made: actions.Packed) -> HttpResponse:
    """Slips and labels of what was packed can be printed now, as often as she likes."""
    if not made.parcels:
        messages.warning(
            request, "Nothing was packed. Somebody else was faster, or copies are missing."
        )
        return redirect("book_to_post")
    if made.left:
        messages.warning(request, f"Not packed: {len(made.left)}. Somebody else was faster.")
    return redirect("book_printed", made.run)


@require_safe
@for_dispatchers
def waiting(request: HttpRequest) -> HttpResponse:
    """Paid orders of which copies are still being printed."""
    queue = packing.queue()
    waits = [one for one in queue if not one.is_ready]
    page = Paginator(waits, ON_ONE_PAGE).get_page(request.GET.get("p"))
    orders = Order.objects.prefetch_related("lines").in_bulk(one.order for one in page)
    editions, expected = BookEdition.objects.in_bulk(), _expected()
    rows = [
        _row([orders[one.order]], [one])
        | {"missing": [(editions[pk], many, expected.get(pk)) for pk, many in one.missing.items()]}
        for one in page
    ]
    shown = {"page_obj": page, "rows": rows, **counts(queue)}
    return render(request, "orders/desk/waiting.html", shown)


def _expected() -> dict[int, date | None]:
    """When the next printing of an edition should be here."""
    coming = Printing.objects.filter(arrived_at=None).order_by().values_list("edition")
    return dict(coming.annotate(Min("expected_on")))


def parcels_for(order: Order) -> dict[str, Any]:
    """For `orders/desk/parcels_part.html`, on the page of an order."""
    of_it = Parcel.objects.filter(lines__line__order=order).distinct().order_by("pk")
    waits = next((one for one in packing.queue() if one.order == order.pk), None)
    names = dict(BookEdition.objects.values_list("pk", "name")) if waits else {}
    missing = waits.missing.items() if waits else ()
    was_sent = order.state in (State.PART, State.DONE)
    return {
        "parcels": contents_of(of_it),
        "parcel_waits": waits,
        "parcel_missing": [(names[pk], many) for pk, many in missing],
        "can_close_rest": order.state == State.PART,
        "can_send_anew": was_sent and order.lines.filter(posted__gt=0).exists(),
        "sent_anew": Reship.objects.filter(line__order=order).select_related("line", "by"),
        "not_sent": [line for line in order.lines.all() if line.not_sent],
    }
