"""The shop: who sells, how one pays, what it costs; opening and closing it. For founders."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders import cards, opening
from alongside.orders.actions import shop as actions
from alongside.orders.models import BookEdition, BookPage, PostageBand, Shop
from alongside.orders.permissions import for_founders

from .shop_forms import PARTS

NEEDS = "The shop is open, so it needs this. Close it first if you want to take it out."


@require_safe
@for_founders
def shop(request: HttpRequest) -> HttpResponse:
    """All of it on one screen, and what is missing before it can be open."""
    return render(request, "orders/desk/shop.html", _shown())


def _shown() -> dict[str, Any]:
    now = Shop.current()
    return {
        "shop": now,
        "missing": _linked(opening.missing(now)),
        "advised": _linked(opening.advised(now)),
        "editions": BookEdition.objects.all(),
        "bands": PostageBand.objects.all(),
        "cards_are_on": cards.is_on(),
        "is_looked_at": Shop.objects.exists(),
    }


def _linked(gaps: list[opening.Gap]) -> list[tuple[str, str]]:
    places = {
        "editions": reverse("book_edition_new"),
        "postage": reverse("book_band_new"),
        "stock": reverse("book_stock"),
        "page": _page_of_the_book(),
    }
    return [
        (gap.words, places.get(gap.part) or reverse("book_shop_part", args=[gap.part]))
        for gap in gaps
    ]


def _page_of_the_book() -> str:
    page = BookPage.objects.first()
    return reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def part(request: HttpRequest, name: str) -> HttpResponse:
    """One part of it in a short form. Raises Http404 for a part that there is not."""
    if name not in PARTS:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PARTS[name](data, instance=Shop.current())
    if form.is_valid():
        try:
            actions.change_shop(form.instance, by=signed_in(request))
        except actions.NotReady as error:
            form.add_error(None, say_what_it_needs(error))
        else:
            messages.success(request, "Saved.")
            return redirect("book_shop")
    shown = {"form": form, "title": form.title}
    return render(request, "orders/desk/part.html", shown, status=422 if form.is_bound else 200)


def say_what_it_needs(error: actions.NotReady) -> list[str]:
    """For the form: why an open shop cannot be like this."""
    return [NEEDS, *(gap.words for gap in error.gaps)]


@require_POST
@for_founders
def open_or_close(request: HttpRequest) -> HttpResponse:
    """The one button of that screen. An order that was placed goes on, whatever happens here."""
    if request.POST.get("press") != "open":
        actions.close_shop(by=signed_in(request))
        messages.success(request, "The shop is closed. Orders that are there go on.")
        return redirect("book_shop")
    try:
        actions.open_shop(by=signed_in(request))
    except actions.NotReady:
        shown = _shown() | {"is_refused": True}
        return render(request, "orders/desk/shop.html", shown, status=422)
    messages.success(request, "The shop is open. People can order now.")
    return redirect("book_shop")
