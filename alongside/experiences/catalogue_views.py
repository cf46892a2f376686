"""The catalogue of signs: what people tell of that it lacks, and signs that are one and the same."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import can_write
from alongside.signs.actions import CannotMerge, NoSuchPlace
from alongside.signs.models import PlacePage, SignPage, Urgency

from . import actions
from .models import UnlistedSign
from .permissions import for_moderators, signed_in

MOST = 200


class NewSignForm(forms.Form):
    """words: what moderators wrote down, ticked in the list."""

    words = forms.MultipleChoiceField(
        label="What people told of",
        error_messages={"required": "Please tick what belongs together."},
    )
    name = forms.CharField(label="Name of the sign", max_length=120)
    place = forms.ChoiceField(label="Place of spread")
    urgency = forms.ChoiceField(label="How soon", choices=Urgency.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = PlacePage.objects.order_by("path").values_list("slug", "title")
        words = _unlisted().values_list("words", flat=True)
        self.fields["place"].choices = list(places)  # type: ignore[attr-defined]
        self.fields["words"].choices = [(one, one) for one in words]  # type: ignore[attr-defined]


def _unlisted() -> Any:
    rows = UnlistedSign.objects.filter(code="").values("words")
    return rows.annotate(people=Count("experience", distinct=True)).order_by("-people", "words")


@require_safe
@for_moderators
def catalogue_list(request: HttpRequest) -> HttpResponse:
    return _show(request, NewSignForm())


def _show(request: HttpRequest, form: NewSignForm, *, status: int = 200) -> HttpResponse:
    signs = SignPage.objects.order_by("path").select_related("latest_revision")
    shown = {
        "form": form,
        "ticked": form.data.getlist("words") if form.is_bound else [],  # type: ignore[attr-defined]
        "unlisted": _unlisted()[:MOST],
        "signs": [sign for sign in signs if not sign.merged_into],
        "merged": [sign for sign in signs if sign.merged_into],
        "may_write": can_write(request.user),
    }
    return render(request, "experiences/desk/catalogue.html", shown, status=status)


@require_POST
@for_moderators
def new_sign(request: HttpRequest) -> HttpResponse:
    """A draft; publishing it is an editor's work in Wagtail."""
    form = NewSignForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        page = actions.make_sign(**form.cleaned_data, by=signed_in(request))
    except (NoSuchPlace, ValidationError):
        form.add_error("name", "This could not be made. Please take another name or place.")
        return _show(request, form, status=422)
    messages.success(
        request, f"“{page.title}” is a draft now. An editor finishes and publishes it."
    )
    if can_write(request.user):
        return redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return redirect("catalogue")


@require_POST
@for_moderators
def merge(request: HttpRequest) -> HttpResponse:
    sign = SignPage.objects.filter(brief_id=request.POST.get("sign", "")).first()
    into = SignPage.objects.filter(brief_id=request.POST.get("into", "")).first()
    if sign is None or into is None:
        messages.error(request, "Please choose both signs.")
        return redirect("catalogue")
    try:
        actions.merge(sign=sign, into=into, by=signed_in(request))
    except CannotMerge:
        messages.error(
            request,
            "Nothing was done. A sign cannot be merged with itself, nor when one of the two is merged "
            "already or has others in it. Take those apart first.",
        )
    else:
        messages.success(request, f"“{sign.title}” is a part of “{into.title}” now.")
    return redirect("catalogue")


@require_POST
@for_moderators
def take_apart(request: HttpRequest, pk: int) -> HttpResponse:
    sign = get_object_or_404(SignPage, pk=pk)
    if sign.merged_into:
        actions.take_apart(sign=sign, by=signed_in(request))
        messages.success(request, f"“{sign.title}” stands by itself again.")
    return redirect("catalogue")
