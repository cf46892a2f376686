"""Rehearsals: two people who keep a sheet read out some words, and we know that recovery works."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from alongside.accounts.permissions import signed_in
from alongside.core.numbers import read_number

from . import keys, rehearsals
from .key_forms import RehearsalForm, TwoSheetsForm
from .models import RecoverySheet, RehearsalCapsule
from .permissions import for_founders
from .sheets import NotASheet

WORKS = "It works: two sheets would open the inbox. Thank you. Please thank the two people as well."


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def a_few_words(request: HttpRequest) -> HttpResponse:
    """Three words of each of two sheets, by telephone."""
    capsule = _asked_for(request)
    if capsule is None:
        messages.info(request, "There are no sheets to rehearse with. Please make them first.")
        return redirect("inbox_keys")
    asked = [(capsule.first, place) for place in capsule.first_places]
    asked += [(capsule.second, place) for place in capsule.second_places]
    form = RehearsalForm(request.POST or None, asked=asked)
    failed = False
    if form.is_valid():
        if rehearsals.rehearse(capsule=capsule, by=signed_in(request), words=form.words()):
            messages.success(request, WORKS)
            return redirect("inbox_keys")
        failed = True
    shown = {"form": form, "capsule": capsule, "calls": _calls(capsule, form), "failed": failed}
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/rehearsal.html", shown, status=status)


def _asked_for(request: HttpRequest) -> RehearsalCapsule | None:
    """What her page asks for, if it is still one of the sheets in use; else the next."""
    used, number = keys.sheets_in_use(), read_number(request.POST.get("capsule", ""))
    if used and number:
        rows: QuerySet[RehearsalCapsule] = used.capsules.filter(pk=number)
        if found := rows.first():
            return found
    return rehearsals.next_capsule()


def _calls(capsule: RehearsalCapsule, form: RehearsalForm) -> list[dict[str, Any]]:
    """Whom to ring, and what to say."""
    rows = {
        row.number: row for row in RecoverySheet.objects.filter(recovery_set=capsule.recovery_set)
    }
    return [
        {
            "sheet": sheet,
            "name": keys.given_to(rows[sheet]) or f"the person who keeps sheet {sheet}",
            "places": places,
            "fields": form.of_sheet(sheet),
        }
        for sheet, places in (
            (capsule.first, capsule.first_places),
            (capsule.second, capsule.second_places),
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def whole_sheets(request: HttpRequest) -> HttpResponse:
    """Two whole sheets, when two people are in the room. The stronger proof."""
    if keys.current_key() is None:
        return redirect("inbox_keys")
    form, failed = TwoSheetsForm(request.POST or None), False
    if form.is_valid():
        try:
            if rehearsals.rehearse_whole_sheets(by=signed_in(request), sheets=form.sheets()):
                messages.success(request, WORKS)
                return redirect("inbox_keys")
            failed = True
        except NotASheet as error:
            form.add_error(None, str(error))
    shown = {"form": form, "failed": failed, "sheets": keys.sheets_in_use()}
    status = 422 if form.is_bound else 200
    return render(request, "enquiries/keys/rehearsal_whole.html", shown, status=status)
