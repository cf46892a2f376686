"""One line of the bank: all that it can be, or what it is and how to undo that."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import signed_in
from alongside.core.installation_key import Unreadable
from alongside.orders import bank_entries, bank_matching, books
from alongside.orders.actions import giving_back, matching
from alongside.orders.bank_matching import Fit, Suggestion, missing_of
from alongside.orders.models import BankLine, Order
from alongside.orders.money import pounds
from alongside.orders.permissions import for_founders
from alongside.orders.states import State

from .bank_forms import DivideForm, NumberForm

SETTLED_ALREADY = "Nothing was changed: somebody has settled this line. This is how it is now."


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """The page, and what is pressed on it."""
    one = get_object_or_404(BankLine, pk=pk)
    if request.method != "POST":
        return _line_page(request, one)
    pressed = _PRESSED.get(request.POST.get("press", ""))
    if pressed is None:
        return redirect("book_bank_line", pk)
    try:
        return pressed(request, one) or redirect("book_bank")
    except (giving_back.TooMuch, matching.WrongWay):
        messages.warning(request, "Nothing was changed: the buyer has not so much to get back.")
    except matching.NoPayout:
        messages.warning(request, "Nothing was changed: Stripe has not told us of it yet.")
    except matching.NotKnown:
        messages.warning(request, "Nothing was changed: nobody has written it down by hand.")
    return redirect("book_bank_line", pk)


def _line_page(
    request: HttpRequest, one: BankLine, status: int = 200, **forms: Any
) -> HttpResponse:
    (suggestion,) = bank_matching.suggest([one])
    named = list(suggestion.others) if suggestion.fit is Fit.MANY else []
    money = books.money_of_many(named)
    parts = [(order, missing_of(order, money[order.pk])) for order in named]
    shown = {
        "one": one,
        "suggestion": suggestion,
        "candidates": _candidates(suggestion),
        "has_stripe": bank_entries.has_stripe(),
        "number": NumberForm(),
        "divide": DivideForm(parts=parts),
        "matches": one.matches.filter(undone_at=None).select_related("order"),
        "undone": one.matches.exclude(undone_at=None).select_related("order"),
        **forms,
    }
    return render(request, "orders/desk/bank_line.html", shown, status=status)


def _candidates(suggestion: Suggestion) -> list[tuple[Order, bool]]:
    """Orders for which the amount is right, and whether the buyer's last name is in the words."""
    if suggestion.fit is not Fit.MAYBE:
        return []
    said = suggestion.words.casefold()
    return [(order, _is_named(order, said)) for order in suggestion.others]


def _is_named(order: Order, said: str) -> bool:
    try:
        last = (order.buyer().name.casefold().split() or [""])[-1]
    except Unreadable:
        return False
    return len(last) > 2 and last in said


def _order(request: HttpRequest, one: BankLine) -> HttpResponse | None:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _line_page(request, one, status=422, number=form)
    order = form.cleaned_data["number"]
    match = matching.match_order if one.pence > 0 else matching.match_refund
    if match(one, order, by=signed_in(request)):
        messages.success(request, told(order, one.pence))
    else:
        messages.warning(request, SETTLED_ALREADY)
    return None


def _known(request: HttpRequest, one: BankLine) -> HttpResponse | None:
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _line_page(request, one, status=422, number=form)
    if matching.match_known(one, form.cleaned_data["number"], by=signed_in(request)):
        messages.success(request, "Noted. Nothing was booked again.")
    return None


def _divide(request: HttpRequest, one: BankLine) -> HttpResponse | None:
    form = DivideForm(request.POST, parts=[])
    if form.is_valid():
        parts = form.cleaned_data["parts"]
        try:
            if matching.split(one, parts, by=signed_in(request)):
                messages.success(request, " ".join(told(*part) for part in parts))
            return None
        except matching.DoesNotAddUp as problem:
            words = f"These come to {pounds(problem.pence)}; the payment is {pounds(one.pence)}."
            form.add_error(None, words)
    return _line_page(request, one, status=422, divide=form)


def _payout(request: HttpRequest, one: BankLine) -> None:
    if matching.match_payout(one, by=signed_in(request)):
        messages.success(request, "Noted as money that Stripe sent to the bank.")


def _not_ours(request: HttpRequest, one: BankLine) -> None:
    if matching.not_ours([one], by=signed_in(request)):
        messages.success(request, "Put aside: it has nothing to do with the book.")


def _undo(request: HttpRequest, one: BankLine) -> HttpResponse:
    orders = [match.order for match in one.matches.filter(undone_at=None) if match.order]
    if matching.undo(one, by=signed_in(request)):
        messages.success(request, " ".join(["Undone; the line waits again.", *map(undone, orders)]))
    return redirect("book_bank_line", one.pk)


_PRESSED: dict[str, Callable[[HttpRequest, BankLine], HttpResponse | None]] = {
    "order": _order,
    "known": _known,
    "divide": _divide,
    "payout": _payout,
    "not_ours": _not_ours,
    "undo": _undo,
}


def told(order: Order, pence: int) -> str:
    """What became of an order with this money."""
    order.refresh_from_db()
    money = books.money_of(order)
    if pence < 0:
        return f"{pounds(-pence)} given back for {order.number}."
    if order.state == State.HELD:
        return f"{order.number} waits for you: its money came late, or after it was cancelled."
    if missing := missing_of(order, money):
        return f"{pounds(pence)} booked for {order.number}, which waits for {pounds(missing)} more."
    over = f" {pounds(money.credit)} is the buyer’s, to be given back." if money.credit else ""
    return f"{order.number} is paid.{over}"


def undone(order: Order) -> str:
    """How an order stands without the money that was not for it."""
    order.refresh_from_db()
    if order.state == State.UNPAID:
        return f"{order.number} waits for its money again; its buyer was told that it came."
    if owing := books.money_of(order).owing:
        return f"{order.number} {order.get_state_display()}, and {pounds(owing)} is owed for it."
    return ""
