"""How fast letters go out; the welcome, and the short series after it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.permissions import signed_in
from alongside.newsletter import letter_checks
from alongside.newsletter.actions import mailing as mailing_actions
from alongside.newsletter.actions.settings import change_settings
from alongside.newsletter.models import Mailing, NewsletterSettings
from alongside.newsletter.permissions import for_senders

from .settings_forms import SeriesForm, SettingsForm

SERIES = Mailing.objects.filter(kind=Mailing.Kind.SERIES).exclude(state=Mailing.State.CANCELLED)


@require_http_methods(["GET", "HEAD", "POST"])
@for_senders
def settings(request: HttpRequest) -> HttpResponse:
    written = NewsletterSettings.current()
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=written)
    if request.method != "POST" or not form.is_valid():
        return _settings(request, form, SeriesForm())
    change_settings(settings=form.instance, by=signed_in(request))
    messages.success(request, "Saved.")
    return redirect("letter_settings")


def _settings(request: HttpRequest, form: SettingsForm, series: SeriesForm) -> HttpResponse:
    known = SERIES.select_related("page").order_by("days_after", "pk")
    shown = {"form": form, "series_form": series, "series": known}
    status = 422 if form.is_bound or series.is_bound else 200
    return render(request, "newsletter/desk/settings.html", shown, status=status)


@require_POST
@for_senders
def add_to_series(request: HttpRequest) -> HttpResponse:
    """Everybody who says yes from now on gets this letter, so many days later."""
    form = SeriesForm(request.POST)
    if form.is_valid():
        page = form.cleaned_data["letter"]
        stops = letter_checks.what_stops(page)
        if not stops:
            days = form.cleaned_data["days_after"]
            mailing_actions.order_series(page, by=signed_in(request), days_after=days)
            messages.success(request, "Who says yes from now on gets it.")
            return redirect("letter_settings")
        form.add_error("letter", " ".join(stops))
    written = NewsletterSettings.current()
    return _settings(request, SettingsForm(instance=written), form)


@require_POST
@for_senders
def take_from_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody gets it any more, those neither who were waiting for it."""
    one = get_object_or_404(SERIES, pk=pk)
    if mailing_actions.cancel(one, by=signed_in(request)):
        messages.success(request, "It is taken out. Nobody gets it any more.")
    return redirect("letter_settings")
