"""Lines of the bank: those that wait and those that are settled. A founder confirms each."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.csv_tables import CannotRead
from alongside.orders import bank_matching
from alongside.orders.actions import matching, statements
from alongside.orders.bank_matching import Fit, Suggestion
from alongside.orders.models import BankLine
from alongside.orders.permissions import for_founders

from .bank_forms import StatementForm

ON_ONE_PAGE = 100
LONGEST_ID = 12  # digits


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def bank(request: HttpRequest) -> HttpResponse:
    """What waits, with what it may be; and where a statement comes in. What is wrong with a file stands
    beside it."""
    if request.method != "POST":
        return _waiting_page(request, StatementForm())
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            statement = statements.take(form.cleaned_data["file"], by=signed_in(request))
        except CannotRead as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("book_statement", statement.pk)
    return _waiting_page(request, form, status=422)


def _waiting_page(request: HttpRequest, form: StatementForm, status: int = 200) -> HttpResponse:
    page = Paginator(BankLine.objects.waiting(), ON_ONE_PAGE).get_page(request.GET.get("p"))
    suggestions = bank_matching.suggest(list(page))
    shown = {
        "form": form,
        "page_obj": page,
        "exact": [one for one in suggestions if one.is_exact],
        "others": [one for one in suggestions if not one.is_exact],
        "all_ticked": request.GET.get("tick") == "all",
    }
    return render(request, "orders/desk/bank.html", shown, status=status)


@require_safe
@for_founders
def settled(request: HttpRequest) -> HttpResponse:
    """What founders said of lines, the newest first: each can be undone."""
    lines = BankLine.objects.exclude(state=BankLine.State.NEW)
    lines = lines.prefetch_related("matches__order").order_by("-settled_at", "-pk")
    page = Paginator(lines, ON_ONE_PAGE).get_page(request.GET.get("p"))
    return render(request, "orders/desk/bank_settled.html", {"page_obj": page})


@require_POST
@for_founders
def confirm(request: HttpRequest) -> HttpResponse:
    """The ticked ones: exact ones are booked as she saw them; others have nothing to do with the book."""
    by = signed_in(request)
    ticked = dict(value.split(":", 1) for value in request.POST.getlist("line") if ":" in value)
    chosen = {int(pk): saw for pk, saw in ticked.items() if _is_id(pk)}
    lines = list(BankLine.objects.waiting().filter(pk__in=chosen))
    if request.POST.get("press") == "not_ours":
        count = matching.not_ours(lines, by=by)
        messages.success(request, f"{count} line{'s' * (count != 1)} put aside.")
        return redirect("book_bank")
    done = 0
    for line in lines:
        (one,) = bank_matching.suggest([line])
        if saw_of(one) == chosen[line.pk] and one.is_exact and _confirm_one(one, by):
            done += 1
    if left := len(chosen) - done:
        messages.warning(request, f"{left} not booked: something about it has changed meanwhile.")
    if done:
        messages.success(request, f"{done} payment{'s' * (done != 1)} booked.")
    elif not chosen:
        messages.warning(request, "Nothing was ticked.")
    return redirect("book_bank")


def saw_of(one: Suggestion) -> str:
    """What stood beside the box: if it is something else now, nothing is booked."""
    return f"{one.fit}:{one.order.number}" if one.order else str(one.fit)


def _confirm_one(one: Suggestion, by: Any) -> bool:
    order = one.order
    if order is None:
        return False
    if one.fit is Fit.KNOWN:
        return matching.match_known(one.line, order, by=by)
    if one.fit is Fit.BACK:
        return matching.match_refund(one.line, order, by=by)
    return matching.match_order(one.line, order, by=by)


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ID
