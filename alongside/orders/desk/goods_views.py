"""Editions with their prices, and what it costs to post them. For founders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import signed_in
from alongside.orders import ebook
from alongside.orders.actions import shop as actions
from alongside.orders.models import BookEdition, PostageBand
from alongside.orders.permissions import for_founders

from .ebook_views import FileForm
from .goods_forms import BandForm, EditionForm
from .shop_views import say_what_it_needs


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def edition(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new one, or an old one: price, words, whether it can be ordered."""
    known = get_object_or_404(BookEdition, pk=pk) if pk else None
    if known and request.POST.get("press") == "remove":
        return _take_out_edition(request, known)
    form = EditionForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_valid():
        try:
            actions.change_edition(form.instance, by=signed_in(request))
        except actions.NotReady as error:
            form.add_error(None, say_what_it_needs(error))
        else:
            messages.success(request, "Saved. Orders that were placed keep their price.")
            return redirect("book_shop")
    is_ebook = known is not None and known.kind == BookEdition.Kind.EBOOK
    shown = {
        "form": form,
        "title": f"Edition: {known}" if known else "A new edition",
        "edition": known,
        "can_be_removed": known is not None,
        "is_ebook": is_ebook,
        "files": ebook.files_of([known.pk]) if known and is_ebook else [],
        "file_form": FileForm(),
    }
    return render(request, "orders/desk/part.html", shown, status=422 if form.is_bound else 200)


def _take_out_edition(request: HttpRequest, known: BookEdition) -> HttpResponse:
    try:
        actions.take_out_edition(known, by=signed_in(request))
    except actions.InUse:
        words = (
            "Nothing was changed: it was ordered or counted. Untick “It can be ordered” instead."
        )
        messages.warning(request, words)
        return redirect("book_edition", known.pk)
    except actions.NotReady as error:
        messages.warning(request, " ".join(say_what_it_needs(error)))
        return redirect("book_edition", known.pk)
    messages.success(request, "It is taken out.")
    return redirect("book_shop")


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def band(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Some countries, and what a parcel there costs."""
    known = get_object_or_404(PostageBand, pk=pk) if pk else None
    if known and request.POST.get("press") == "remove":
        return _take_out_band(request, known)
    form = BandForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_valid():
        actions.change_band(form.instance, by=signed_in(request))
        messages.success(request, "Saved. Orders that were placed keep their postage.")
        return redirect("book_shop")
    title = f"Postage: {known}" if known else "Postage to some countries"
    shown = {"form": form, "title": title, "can_be_removed": known is not None}
    return render(request, "orders/desk/part.html", shown, status=422 if form.is_bound else 200)


def _take_out_band(request: HttpRequest, known: PostageBand) -> HttpResponse:
    try:
        actions.take_out_band(known, by=signed_in(request))
    except actions.NotReady as error:
        messages.warning(request, " ".join(say_what_it_needs(error)))
        return redirect("book_band", known.pk)
    messages.success(request, "It is taken out.")
    return redirect("book_shop")
