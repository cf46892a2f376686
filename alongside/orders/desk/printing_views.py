"""Slips and labels, as often as she likes: opening them changes nothing."""

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside.orders import labels_pdf, slips_pdf
from alongside.orders.label_sheets import SHEETS
from alongside.orders.models import Parcel
from alongside.orders.parcel_contents import Content, contents_of
from alongside.orders.permissions import for_dispatchers

from .parcel_forms import LabelsForm
from .parcel_views import ON_ONE_PAGE, counts

MOST_IN_ONE_PDF = 5_000  # parcels


@require_safe
@for_dispatchers
def printed(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """What was packed at one go: print it, and see what needs a hand."""
    return _printed(request, run, LabelsForm())


def _printed(
    request: HttpRequest, run: uuid.UUID | None, form: LabelsForm, status: int = 200
) -> HttpResponse:
    contents = _found(_asked(run, None))
    page = Paginator(contents, ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "run": run,
        "form": form,
        "page_obj": page,
        "first": contents[0].parcel,
        "pick_list": _pick_list(contents),
        **_to_look_at(contents),
        **counts(),
    }
    return render(request, "orders/desk/printed.html", shown, status=status)


@require_safe
@for_dispatchers
def all_packed(request: HttpRequest) -> HttpResponse:
    """The same for everything that is packed and not posted yet."""
    return _printed(request, None, LabelsForm())


def _pick_list(contents: Sequence[Content]) -> list[tuple[str, int]]:
    copies: Counter[str] = Counter()
    for one in contents:
        copies.update(dict(one.copies))
    return sorted(copies.items())


def _asked(run: uuid.UUID | None, pk: int | None) -> "QuerySet[Parcel]":
    """One run, one parcel, or all that is packed."""
    if run:
        return Parcel.objects.filter(run=run)
    if pk:
        return Parcel.objects.filter(pk=pk)
    return Parcel.objects.filter(state=Parcel.State.PACKED)[:MOST_IN_ONE_PDF]


def _found(parcels: "QuerySet[Parcel]") -> list[Content]:
    """Raises Http404 if there is none."""
    if not (contents := contents_of(parcels)):
        raise Http404
    return contents


def _to_look_at(contents: Sequence[Content]) -> dict[str, Any]:
    """What a printer cannot do, and what has to go on the outside."""
    labels = list(zip(labels_pdf.labels_of(contents), contents, strict=True))
    return {
        "by_hand": [(label, one) for label, one in labels if label.by_hand],
        "left_out": [(label, one) for label, one in labels if label.left_out],
        "customs": [one for one in contents if one.needs_customs],
    }


@require_safe
@for_dispatchers
def slips(
    request: HttpRequest, run: uuid.UUID | None = None, pk: int | None = None
) -> HttpResponse:
    """Packing slips as one PDF."""
    return _pdf(slips_pdf.make(_found(_asked(run, pk))), "slips")


@require_safe
@for_dispatchers
def labels(
    request: HttpRequest, run: uuid.UUID | None = None, pk: int | None = None
) -> HttpResponse:
    """Labels, on the sheet that she chose."""
    form = LabelsForm(request.GET)
    if form.is_valid():
        sheet, first = SHEETS[form.cleaned_data["sheet"]], form.cleaned_data["first"]
        return _pdf(labels_pdf.make(_found(_asked(run, pk)), sheet, first=first), "labels")
    if pk:
        [one] = _found(_asked(None, pk))
        return _printed(request, one.parcel.run, form, status=422)
    return _printed(request, run, form, status=422)


def _pdf(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
