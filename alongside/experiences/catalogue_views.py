"""The catalogue of signs: what people tell of that it lacks, and signs that are one and the same."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import can_moderate, can_write, signed_in
from alongside.core.numbers import read_number
from alongside.signs.actions import CannotMerge, NoSuchPlace, NotAsUrgent
from alongside.signs.models import SignPage

from . import actions
from .catalogue_forms import MergeForm, NewSignForm
from .permissions import for_cataloguers
from .unlisted import SEVERAL, Unlisted, unlisted

MOST = 200


def _unlisted_for(request: HttpRequest) -> list[Unlisted]:
    """Who moderates sees all. An editor sees what several people told of: no one person's words."""
    return unlisted(fewest=1 if can_moderate(request.user) else SEVERAL)[:MOST]


@require_safe
@for_cataloguers
def catalogue_list(request: HttpRequest) -> HttpResponse:
    return _show(request)


def _show(
    request: HttpRequest,
    *,
    form: NewSignForm | None = None,
    merge_form: MergeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    signs = list(SignPage.objects.order_by("path"))
    names = {sign.code: sign.title for sign in signs}
    rows = _unlisted_for(request)
    form = form or NewSignForm(unlisted=rows)
    shown = {
        "form": form,
        "merge_form": merge_form or MergeForm(),
        "ticked": form.data.getlist("words") if form.is_bound else [],  # type: ignore[attr-defined]
        "unlisted": rows,
        "signs": [sign for sign in signs if not sign.merged_into],
        "merged": [
            (sign, names.get(sign.merged_into, sign.merged_into))
            for sign in signs
            if sign.merged_into
        ],
        "may_write": can_write(request.user),
        "may_moderate": can_moderate(request.user),
    }
    return render(request, "experiences/desk/catalogue.html", shown, status=status)


@require_POST
@for_cataloguers
def new_sign(request: HttpRequest) -> HttpResponse:
    """A draft; publishing it is an editor's work in Wagtail."""
    form = NewSignForm(request.POST, unlisted=_unlisted_for(request))
    if not form.is_valid():
        return _show(request, form=form, status=422)
    try:
        page = actions.make_sign(**form.cleaned_data, by=signed_in(request))
    except (NoSuchPlace, ValidationError):
        form.add_error("name", "This could not be made. Please take another name or place.")
        return _show(request, form=form, status=422)
    messages.success(
        request, f"“{page.title}” is a draft now. An editor finishes and publishes it."
    )
    if can_write(request.user):
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return redirect("catalogue")


@require_POST
@for_cataloguers
def merge(request: HttpRequest) -> HttpResponse:
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _show(request, merge_form=form, status=422)
    sign = form.cleaned_data["sign"]
    try:
        into = actions.merge(sign=sign, by=signed_in(request), into=form.cleaned_data["into"])
    except NotAsUrgent:
        form.add_error("into", "An emergency can only be a part of another emergency.")
        return _show(request, merge_form=form, status=422)
    except CannotMerge:
        form.add_error("into", "A sign cannot be a part of itself, or of what is a part of it.")
        return _show(request, merge_form=form, status=422)
    messages.success(request, f"“{sign.title}” is a part of “{into.title}” now.")
    return redirect("catalogue")


@require_POST
@for_cataloguers
def take_apart(request: HttpRequest, pk: int) -> HttpResponse:
    sign = get_object_or_404(SignPage, pk=read_number(str(pk)))
    if sign.merged_into:
        is_public = actions.take_apart(sign=sign, by=signed_in(request))
        state = "is on the website again" if is_public else "is a draft again"
        messages.success(request, f"“{sign.title}” stands by itself and {state}.")
    return redirect("catalogue")
