"""A statement of the bank: what its columns mean, with a preview, and taking its lines in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from alongside.accounts.permissions import signed_in
from alongside.core.csv_tables import CannotRead
from alongside.core.installation_key import Unreadable
from alongside.orders import bank_files
from alongside.orders.actions import statements as actions
from alongside.orders.bank_columns import says_enough
from alongside.orders.bank_files import NotRead, Payment
from alongside.orders.models import BankStatement
from alongside.orders.permissions import for_founders

from .bank_forms import ColumnsForm

SHOWN = 8  # lines in the preview, of each sort


@for_founders
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """What its columns mean, and what would be taken in."""
    one = get_object_or_404(BankStatement, pk=pk)
    if one.taken_at:
        return redirect("book_bank")
    try:
        file = actions.file_of(one)
    except (Unreadable, CannotRead):
        messages.warning(request, "This file cannot be opened any more. Please choose it again.")
        return redirect("book_bank")
    form = ColumnsForm(
        request.POST if request.method == "POST" else None, file=file, columns=one.columns
    )
    if form.is_bound and form.is_valid():
        actions.choose(one, form.columns)
        return redirect("book_statement", pk)
    shown = {"one": one, "form": form, "file": file, **_preview(one, file)}
    status = 422 if form.is_bound else 200
    return render(request, "orders/desk/statement.html", shown, status=status)


def _preview(one: BankStatement, file: bank_files.BankFile) -> dict[str, Any]:
    """What would happen, and the first lines as they are read."""
    if not says_enough(one.columns):
        return {"is_ready": False}
    read = list(bank_files.payments_of(file, one.columns, today=timezone.localdate()))
    payments = [line for line in read if isinstance(line, Payment)]
    not_read = [line for line in read if isinstance(line, NotRead) and not line.is_none]
    fresh = actions.new_among(payments)
    return {
        "is_ready": True,
        "payments": payments[:SHOWN],
        "fresh": len(fresh),
        "known": len(payments) - len(fresh),
        "came": sum(payment.pence for payment in fresh if payment.pence > 0),
        "went": -sum(payment.pence for payment in fresh if payment.pence < 0),
        "not_read": not_read[:SHOWN],
        "not_read_count": len(not_read),
        "empty": len(read) - len(payments) - len(not_read),
        "alike": len(actions.alike(fresh)),
    }


@require_POST
@for_founders
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Take its lines in, or forget the file. Pressed twice it is the same."""
    one, by = get_object_or_404(BankStatement, pk=pk), signed_in(request)
    if request.POST.get("press") == "forget":
        actions.forget(one, by=by)
        messages.success(request, "The file is forgotten.")
    elif request.POST.get("press") == "take" and says_enough(one.columns):
        try:
            done = actions.take_in(one, by=by)
        except (Unreadable, CannotRead):
            messages.warning(request, "This file cannot be opened. Please choose it again.")
            return redirect("book_bank")
        words = f"{done.added} new line{'s' * (done.added != 1)}."
        if done.known:
            words += f" {done.known} {'were' if done.known != 1 else 'was'} here already."
        messages.success(request, words)
    return redirect("book_bank")
