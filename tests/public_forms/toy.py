"""A room with one public form. What it accepts becomes a file in `var/accepted`, named by its id."""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from alongside import urls
from alongside.core import limits
from alongside.core.models import Edition
from alongside.core.public_forms import PublicForm, public_form, see_other, show_form

TEMPLATES = Path(__file__).parent / "templates"
MOST, EVERYBODY = 10, 30


class ToyForm(PublicForm):
    door = "toy"
    name = forms.CharField(label="What shall we call you?", max_length=20, required=False)
    email = forms.EmailField(label="Your e-mail address", max_length=100, required=False)
    need = forms.ChoiceField(
        label="What do you need?", help_text="Choose the nearest one.", widget=forms.RadioSelect,
        choices=[("talk", "To talk to someone"), ("call", "A call back")],
    )  # fmt: skip
    nation = forms.ChoiceField(
        label="Where are you?", required=False,
        choices=[("", "I would rather not say"), ("w", "Wales")],
    )  # fmt: skip
    places = forms.MultipleChoiceField(
        label="Places of spread", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[("bone", "Bone"), ("liver", "Liver")],
    )  # fmt: skip
    message = forms.CharField(
        label="Your message", max_length=2000, help_text="In your own words.", widget=forms.Textarea
    )
    consent = forms.BooleanField(label="You may keep what I say about my health.", required=False)

    def count(self) -> None:
        limits.check(
            self.request, door="toy", most=MOST, per=timedelta(hours=1), everybody=EVERYBODY
        )


class SecondStep(PublicForm):
    door = "toy"
    button = "Finish"
    message = forms.CharField(label="Anything else?", max_length=50, required=False)


def accept(number: bytes, words: dict[str, Any]) -> None:
    folder = settings.VAR / "accepted"
    folder.mkdir(exist_ok=True)
    (folder / number.hex()).write_text(json.dumps(words))


def accepted() -> dict[str, dict[str, Any]]:
    """What was accepted, by the id of its form."""
    files = (settings.VAR / "accepted").glob("*")
    return {file.name: json.loads(file.read_text()) for file in files}


@public_form
def write(request: HttpRequest) -> HttpResponse:
    form = ToyForm(request=request)
    if form.is_valid():
        accept(form.submission_id, form.cleaned_data)
        return see_other("/toy/thanks/")
    return show_form(request, "toy.html", form)


@public_form
def two_steps(request: HttpRequest) -> HttpResponse:
    first = ToyForm(request=request)
    if not first.is_valid():
        return show_form(request, "toy.html", first)
    return show_form(request, "toy.html", SecondStep(request=request, after=first))


@public_form
def bare(request: HttpRequest) -> HttpResponse:
    """A view that counts by itself, without a form, and writes a row before it does."""
    if request.method == "POST":
        Edition.objects.update(number=777)
        limits.check(request, door="bare", most=1, per=timedelta(minutes=10))
    return HttpResponse("pressed")


def thanks(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<h1>Thank you.</h1>")


def address(request: HttpRequest) -> HttpResponse:
    """For tests only: who is asking, as `limits` sees it."""
    return HttpResponse(limits.client_address(request))


def change(request: HttpRequest) -> HttpResponse:
    """For tests only: write a row, and say how long that took."""
    began = time.monotonic()
    Edition.objects.update(number=888)
    return HttpResponse(f"{time.monotonic() - began:.3f}")


urlpatterns = [
    path("toy/", write),
    path("toy/steps/", two_steps),
    path("toy/bare/", bare),
    path("toy/thanks/", thanks),
    path("toy/address/", address),
    path("toy/change/", change),
    *urls.urlpatterns,
]
handler400, handler404, handler500 = urls.handler400, urls.handler404, urls.handler500
