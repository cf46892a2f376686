"""Copies: how many lie there, how many are promised, what is being printed, what became of them. Founders."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.orders import stock as copies
from alongside.orders.actions import stock as actions
from alongside.orders.models import BookEdition, Printing, Shop, StockMove
from alongside.orders.permissions import for_founders

from .stock_forms import OVER, CountForm, TakeOutForm, WaitingForm, is_over, new_printing

ON_ONE_PAGE = 50
NUMBER_TAKEN = "Another printing has this number already. Please take another one."
PRINTED = BookEdition.objects.exclude(kind=BookEdition.Kind.EBOOK)


class DayIsOver(Exception):
    """She wrote that a printing should be here on a day in the past."""


@require_safe
@for_founders
def stock(request: HttpRequest) -> HttpResponse:
    """Each edition on paper with its four numbers."""
    low = {edition.pk for edition in copies.low()}
    rows = [(edition, edition.pk in low) for edition in PRINTED.prefetch_related("printings")]
    shown = {"rows": rows, "shop": Shop.current()}
    return render(request, "orders/desk/stock.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: count it, take copies out, printings, what became of each copy."""
    one = get_object_or_404(PRINTED, pk=pk)
    if request.method != "POST":
        return _edition(request, one)
    press = _PRESSED.get(request.POST.get("press", ""))
    if press is None:
        return redirect("book_stock_edition", pk)
    return press(request, one)


def _edition(request: HttpRequest, one: BookEdition, **forms: Any) -> HttpResponse:
    seen = {"seen": one.on_hand}
    moves = StockMove.objects.filter(edition=one).select_related("by", "order")
    shown = {
        "edition": one,
        "is_low": one in copies.low(),
        "waiting": [
            (printing, WaitingForm(initial=vars(printing), auto_id=f"printing{printing.pk}_%s"))
            for printing in one.printings.filter(arrived_at=None)
        ],
        "printings": one.printings.exclude(arrived_at=None),
        "page_obj": Paginator(moves, ON_ONE_PAGE).get_page(request.GET.get("p")),
        "count": CountForm(initial=seen),
        "out": TakeOutForm(initial=seen),
        "new": new_printing(actions.next_number(one)),
        **forms,
    }
    wrong = next((form for form in forms.values() if form.errors), None)
    shown["wrong"] = wrong
    return render(request, "orders/desk/stock_edition.html", shown, status=422 if wrong else 200)


def _count(request: HttpRequest, one: BookEdition) -> HttpResponse:
    form = CountForm(request.POST)

    def act(counted: int, seen: int, note: str) -> Any:
        return actions.count_anew(one, counted, seen=seen, note=note, by=signed_in(request))

    return _done(request, one, form, act) or _edition(request, one, count=form)


def _take_out(request: HttpRequest, one: BookEdition) -> HttpResponse:
    form = TakeOutForm(request.POST)

    def act(copies: int, why: str, seen: int, note: str) -> Any:
        reason = StockMove.Why(why)
        return actions.take_out(one, copies, reason, seen=seen, note=note, by=signed_in(request))

    return _done(request, one, form, act) or _edition(request, one, out=form)


def _print(request: HttpRequest, one: BookEdition) -> HttpResponse:
    form = new_printing(1, request.POST)

    def act(copies: int, **rest: Any) -> Any:
        return actions.order_printing(one, copies, by=signed_in(request), **rest)

    return _done(request, one, form, act) or _edition(request, one, new=form)


_PRESSED: dict[str, Callable[[HttpRequest, BookEdition], HttpResponse]] = {
    "count": _count,
    "out": _take_out,
    "print": _print,
}


def _done(
    request: HttpRequest, one: BookEdition, form: Any, act: Callable[..., Any]
) -> HttpResponse | None:
    """None: something is wrong, and stands in the form."""
    if not form.is_valid():
        return None
    try:
        act(**form.cleaned_data)
    except actions.Changed as changed:
        one.refresh_from_db()
        form.data = {**form.data.dict(), f"{form.prefix}-seen": changed.now}
        form.add_error(
            None, f"{changed.now} lie there now: it has changed since you looked. Press again?"
        )
        return None
    except copies.OutOfStock:
        one.refresh_from_db()
        form.add_error(None, too_few(one, form.cleaned_data.get("copies", 0)))
        return None
    except actions.NumberTaken:
        form.add_error("number", NUMBER_TAKEN)
        return None
    messages.success(request, "Written down.")
    return redirect("book_stock_edition", one.pk)


def too_few(one: BookEdition, out: int = 0) -> str:
    """Why a number cannot be so low. out: copies that would be taken out of the cupboard."""
    if out > one.on_hand:
        return f"Only {one.on_hand} {'lies' if one.on_hand == 1 else 'lie'} in the cupboard."
    are = "copy is" if one.reserved == 1 else "copies are"
    return (
        f"{one.reserved} {are} promised to people who ordered {one}, so there cannot be fewer. "
        "Write down a new printing, or cancel an order first."
    )


@require_POST
@for_founders
def printing(request: HttpRequest, pk: int) -> HttpResponse:
    """A printing that is not here yet: it came, it changed, or it is called off."""
    one = get_object_or_404(Printing.objects.select_related("edition"), pk=pk)
    form, by = WaitingForm(request.POST), signed_in(request)
    if not form.is_valid():
        messages.warning(request, f"Nothing was changed. {_what_is_wrong(form)}")
        return redirect("book_stock_edition", one.edition_id)
    try:
        is_done = _about_printing(request.POST.get("press", ""), one, form.cleaned_data, by)
    except actions.NumberTaken:
        messages.warning(request, f"Nothing was changed. {NUMBER_TAKEN}")
    except DayIsOver:
        messages.warning(request, f"Nothing was changed. {OVER} When should it be here now?")
    except copies.OutOfStock:
        one.edition.refresh_from_db()
        messages.warning(request, f"Nothing was changed. {too_few(one.edition)}")
    else:
        words = "Written down." if is_done else "Nothing was changed: it is here already."
        messages.success(request, words)
    return redirect("book_stock_edition", one.edition_id)


def _about_printing(press: str, one: Printing, typed: dict[str, Any], by: Any) -> bool:
    if press == "came":
        return actions.take_in_printing(one, typed["copies"], by=by)
    if press == "off":
        return actions.call_off_printing(one, by=by)
    day = typed["expected_on"]
    if day != one.expected_on and is_over(day):
        raise DayIsOver
    return actions.change_printing(one, typed["copies"], day, number=typed["number"], by=by)


def _what_is_wrong(form: WaitingForm) -> str:
    return " ".join(f"{form[name].label}: {words[0]}" for name, words in form.errors.items())
