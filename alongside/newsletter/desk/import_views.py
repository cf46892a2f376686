"""Bring in a list: the file, its columns, what will happen, how far it is, and what was not taken."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.csv_tables import CannotRead, Table
from alongside.core.installation_key import Unreadable
from alongside.newsletter.actions import bringing_in
from alongside.newsletter.actions import importing as actions
from alongside.newsletter.importing.plan import Choice, Fate, Planned, plan
from alongside.newsletter.models import PeopleImport
from alongside.newsletter.parts import labels_of
from alongside.newsletter.permissions import for_senders

from .import_forms import ColumnsForm, FileForm

SHOWN = 5  # rows of a preview
State = PeopleImport.State


@require_http_methods(["GET", "HEAD", "POST"])
@for_senders
def imports(request: HttpRequest) -> HttpResponse:
    """What is being brought in, what was; and a new file."""
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            one = actions.take(form.cleaned_data["file"], by=signed_in(request))
        except CannotRead as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("letter_import", one.pk)
    shown = {"form": form, "imports": PeopleImport.objects.all()[:20]}
    status = 422 if form.is_bound else 200
    return render(request, "newsletter/desk/imports.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_senders
def one_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Its columns and what would happen; once it has begun, how far it is."""
    one = get_object_or_404(PeopleImport, pk=pk)
    if one.state != State.LOOKED_AT:
        return render(request, "newsletter/desk/import_progress.html", _progress(one))
    try:
        found, choice = actions.table_of(one), actions.choice_of(one)
    except (Unreadable, CannotRead):
        return render(request, "newsletter/desk/import_unreadable.html", {"one": one})
    form = ColumnsForm(request.POST if request.method == "POST" else None, one=one, table=found)
    if form.is_bound and form.is_valid():
        actions.choose(one, choice=form.choice, headings=found.headings)
        return redirect("letter_import", pk)
    shown = {"one": one, "form": form, **_preview(found, choice)}
    shown["columns"] = [form[name] for name in form.fields_of_columns]
    status = 422 if form.is_bound else 200
    return render(request, "newsletter/desk/import.html", shown, status=status)


def _preview(found: Table, choice: Choice) -> dict[str, Any]:
    if "address" not in choice.columns or not (choice.parts or "parts" in choice.columns):
        return {"is_ready": False}
    first: list[Planned] = []
    counts: Counter[Fate] = Counter()
    for portion in plan(found, choice):
        first += portion[: max(0, SHOWN - len(first))]
        counts.update(planned.fate for planned in portion)
    return {
        "is_ready": True,
        "counts": [(fate, counts[fate]) for fate in Fate if counts[fate]],
        "first": [(one, _parts(one)) for one in first],
        "rejected": sum(number for fate, number in counts.items() if not fate.is_taken),
        "taken": sum(number for fate, number in counts.items() if fate.is_taken),
        "hours": -(-counts[Fate.ASKED] // (60 * bringing_in.ASKED_A_MINUTE)),
    }


def _parts(planned: Planned) -> str:
    return "; ".join(labels_of(planned.person.parts)) if planned.person else ""


def _progress(one: PeopleImport) -> dict[str, Any]:
    counts = {Fate(letter): number for letter, number in one.counts.items()}
    asked = bytes(one.fates).decode()[: one.asked_to].count(Fate.ASKED.value)
    is_done = one.state == State.DONE
    return {
        "one": one,
        "counts": [(fate, counts[fate]) for fate in Fate if counts.get(fate)],
        "to_ask": counts.get(Fate.ASKED, 0),
        "asked": counts.get(Fate.ASKED, 0) if is_done else asked,
        "is_live": not is_done,
        "has_rejected": is_done and bool(one.locked),
    }


@require_safe
@for_senders
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes."""
    shown = _progress(get_object_or_404(PeopleImport, pk=pk))
    return render(request, "newsletter/desk/import_part.html", shown)


@require_POST
@for_senders
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin, or forget. Pressed twice it is the same."""
    one, by = get_object_or_404(PeopleImport, pk=pk), signed_in(request)
    if request.POST.get("press") == "forget":
        actions.forget(one, by=by)
        messages.success(request, "The file is forgotten.")
        return redirect("letter_imports")
    if request.POST.get("press") == "begin" and actions.begin(one, by=by):
        messages.success(request, "It begins within a minute. You may close this page.")
    return redirect("letter_import", pk)


@require_POST
@for_senders
def rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that are not taken, as they came, with why."""
    one = get_object_or_404(PeopleImport, pk=pk)
    try:
        words = actions.rejected_file(one)
    except Unreadable:
        messages.warning(request, "These rows are forgotten.")
        return redirect("letter_import", pk)
    response = HttpResponse(words, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-taken.csv"'
    return response
