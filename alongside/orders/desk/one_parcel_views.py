"""One parcel: print it again, post it or a part of it, take it apart, take it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders.actions import parcels as actions
from alongside.orders.actions import posting, returns
from alongside.orders.actions.parcels import NotThisParcel
from alongside.orders.models import Order, Parcel
from alongside.orders.parcel_contents import Content, contents_of
from alongside.orders.permissions import for_dispatchers
from alongside.orders.states import State

from .parcel_forms import BackForm, LabelsForm, PartForm, TrackingForm, in_parcel
from .parcel_views import counts
from .posting_views import post_it


@require_safe
@for_dispatchers
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """What is in it, and what can be done with it."""
    one = Parcel.objects.filter(pk=pk).first()
    if one is None:
        messages.warning(request, "This parcel is not here any more: it was taken apart.")
        return redirect("book_to_post")
    return _parcel(request, one)


def _parcel(request: HttpRequest, one: Parcel, *, status: int = 200, **forms: Any) -> HttpResponse:
    [content] = contents_of(Parcel.objects.filter(pk=one.pk))
    lines = _lines(content)
    shown = {
        "one": content,
        "tracking_form": TrackingForm(),
        "labels_form": LabelsForm(),
        "part_form": PartForm(most=in_parcel(lines), initial=True),
        "back_form": _back_form(content),
        "can_part": sum(one.copies for one in lines) > 1,
        "can_come_back": any(one.copies > one.returned for one in lines),
        **counts(),
    }
    return render(request, "orders/desk/parcel.html", shown | forms, status=status)


def _lines(content: Content) -> list[Any]:
    return [one for _, lines in content.orders for one in lines]


def _back_form(content: Content, data: Any = None) -> BackForm:
    left = [(pk, name, many) for pk, name, many in in_parcel(_lines(content)) if many]
    form = BackForm(data, most=left, initial=True)
    form.fields["seen"].initial = returns.came_back(content.parcel)
    return form


def _back_to(request: HttpRequest, one: Parcel) -> HttpResponse:
    """Where she pressed: the page of the order, or the list."""
    if request.POST.get("back") == "order":
        return redirect("book_order", one.order_id)
    return redirect("book_packed")


@require_POST
@for_dispatchers
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it is in the post."""
    one = get_object_or_404(Parcel, pk=pk)
    form = TrackingForm(request.POST)
    if not form.is_valid():
        return _parcel(request, one, status=422, tracking_form=form)
    if problem := post_it(request, one, form.cleaned_data["tracking"]):
        form.add_error(None, problem)
        return _parcel(request, one, status=422, tracking_form=form)
    return _back_to(request, one)


@require_POST
@for_dispatchers
def post_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Some of it is in the post."""
    one = get_object_or_404(Parcel, pk=pk)
    [content] = contents_of(Parcel.objects.filter(pk=pk))
    form = PartForm(request.POST, most=in_parcel(_lines(content)))
    if form.is_valid():
        try:
            posting.post_part(
                one,
                form.copies,
                tracking=form.cleaned_data["tracking"],
                by=signed_in(request),
            )
        except NotThisParcel as problem:
            form.add_error(None, str(problem))
        else:
            numbers = [order.pk for order, _ in content.orders]
            rest = Order.objects.filter(pk__in=numbers).exclude(state=State.DONE).exists()
            messages.success(
                request, f"Posted.{' The rest is to be packed again.' if rest else ''}"
            )
            return redirect("book_parcel", pk)
    return _parcel(request, one, status=422, part_form=form)


@require_POST
@for_dispatchers
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """It was not posted after all."""
    return _tried(request, pk, posting.undo_post, "Not posted after all: {}. It is packed.")


@require_POST
@for_dispatchers
def unpack(request: HttpRequest, pk: int) -> HttpResponse:
    """It is taken apart again."""
    return _tried(request, pk, actions.unpack, "Taken apart: {}. Its slip and label are void.")


def _tried(request: HttpRequest, pk: int, move: Callable[..., Any], done: str) -> HttpResponse:
    """done: what is said then; {} is the number of the order."""
    one = get_object_or_404(Parcel, pk=pk)
    try:
        move(one, by=signed_in(request))
    except NotThisParcel as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done.format(one.order.number))
    return _back_to(request, one)


@require_POST
@for_dispatchers
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Copies came back."""
    one = get_object_or_404(Parcel, pk=pk)
    [content] = contents_of(Parcel.objects.filter(pk=pk))
    form = _back_form(content, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            returns.take_back(
                one,
                form.copies,
                damaged=said["damaged"] == "yes",
                seen=said["seen"],
                by=signed_in(request),
            )
        except NotThisParcel as problem:
            form.add_error(None, str(problem))
        else:
            is_paid = one.lines.exclude(line__order__pay_by=Order.PayBy.FUND).exists()
            next_step = " A founder can give the money back." if is_paid else ""
            messages.success(request, f"Written down.{next_step}")
            return redirect("book_parcel", pk)
    return _parcel(request, one, status=422, back_form=form)
