"""The recovery sheets: say who gets them, print them, read back one word of each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.permissions import signed_in

from . import keys, printed, sheet_pdf
from .inbox_door import door
from .key_forms import ReadBackForm, TrusteesForm
from .models import live_key
from .permissions import for_founders
from .printed import Printed
from .unlocking import inbox_secret

LOCKED = "sheets"  # the hidden field
LOCKED_ITSELF = (
    "The inbox has locked itself. The names below are kept. Unlock it in another window, "
    "then press the button again."
)
SHOW = "show"  # the button that shows again what is being printed


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def make(request: HttpRequest) -> HttpResponse:
    """Three names, then three sheets; or the same three once more."""
    if request.POST.get("press") == SHOW:
        found = _read(request)
        return _show(request, found) if found else _spent(request)
    return _make(request, inbox_secret(request))


def _make(request: HttpRequest, secret: bytes | None) -> HttpResponse:
    form = TrusteesForm(request.POST or None)
    if secret is None and not form.is_bound:
        return door(request)
    if secret is None:
        form.add_error(None, LOCKED_ITSELF)
    elif form.is_valid():
        words = keys.make_sheets(by=signed_in(request), inbox_secret=secret, given_to=form.names())
        return _show(request, printed.just_made(words))
    shown = {"form": form, "used": keys.sheets_in_use(), "is_first": live_key() is None}
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/trustees.html", shown, status=status)


def _read(request: HttpRequest) -> Printed | None:
    try:
        return printed.read(request.POST.get(LOCKED, ""), signed_in(request))
    except printed.Spent:
        return None


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "enquiries/keys/spent.html", status=410)


def _show(request: HttpRequest, found: Printed) -> HttpResponse:
    shown = {
        "sheets": sheet_pdf.sheets_of(found.recovery_set, found.words),
        "locked": found.lock(signed_in(request)),
        **sheet_pdf.texts(),
    }
    return render(request, "enquiries/keys/sheets.html", shown)


@require_POST
@for_founders
def pdf(request: HttpRequest) -> HttpResponse:
    """The sheet that was pressed (`number`), or all three, as PDF."""
    found = _read(request)
    if found is None:
        return _spent(request)
    sheets = sheet_pdf.sheets_of(found.recovery_set, found.words)
    number = request.POST.get("number", "")
    chosen = [one for one in sheets if str(one.number) == number] or sheets
    response = HttpResponse(sheet_pdf.make_pdf(chosen), content_type="application/pdf")
    name = f"sheet-{chosen[0].number}" if len(chosen) == 1 else "sheets"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_POST
@for_founders
def read_back(request: HttpRequest) -> HttpResponse:
    """One word of each sheet from paper; only then the public form takes in messages."""
    found = _read(request)
    if found is None:
        return _spent(request)
    typed = request.POST if request.POST.get("press") == "check" else None
    form = ReadBackForm(typed, words=found.words, places=found.places)
    if form.is_valid():
        was_open = live_key() is not None
        keys.confirm_sheets(recovery_set=found.recovery_set, by=signed_in(request))
        messages.success(request, _done(was_open=was_open))
        return redirect("inbox_keys")
    shown: dict[str, Any] = {"form": form, "locked": found.lock(signed_in(request))}
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/read_back.html", shown, status=status)


def _done(*, was_open: bool) -> str:
    now = "" if was_open else " From now on people can write to you."
    return f"The sheets are right.{now} Now give each sheet to its person."
