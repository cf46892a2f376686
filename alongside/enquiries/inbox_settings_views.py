"""How fast answers come and whom to tell when nobody answers; the silence alarm."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.accounts.telling import founders
from alongside.core import second_channel

from . import actions
from .inbox_forms import CapacityForm
from .looks import TRIAL_TEXT
from .models import SilenceAlarm, inbox_settings
from .permissions import for_founders

SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@for_founders
def capacity(request: HttpRequest) -> HttpResponse:
    """“I am in treatment until …”. The public form says so from the next visit on."""
    posted = request.POST if request.method == "POST" else None
    form = CapacityForm(posted, instance=inbox_settings())
    if request.method != "POST" or not form.is_valid():
        shown = {"form": form, "today": timezone.localdate()}
        status = 422 if form.is_bound else 200
        return render(request, "enquiries/inbox/capacity.html", shown, status=status)
    actions.change_settings(settings=form.instance, by=signed_in(request))
    messages.success(request, "Saved. The public form says so from now on.")
    return redirect("inbox_capacity")


@require_safe
@for_founders
def alarm(request: HttpRequest) -> HttpResponse:
    """Whether the silence alarm is up, who was told, and whether the second channel works."""
    shown = {
        "alarm": SilenceAlarm.current(),
        "before": SilenceAlarm.objects.exclude(ended_at=None).order_by("-pk")[:SHOWN],
        "settings": inbox_settings(),
        "has_second_channel": second_channel.is_set(),
        "founders": founders(),
    }
    return render(request, "enquiries/inbox/alarm.html", shown)


@require_POST
@for_founders
def try_second_channel(request: HttpRequest) -> HttpResponse:
    """Ring the second channel now, with words that say it is only a trial."""
    try:
        second_channel.ring(TRIAL_TEXT)
    except second_channel.NotDelivered as problem:
        messages.error(request, f"It did not work: {problem}. Please tell your operator.")
    else:
        messages.success(request, "It was sent. Please ask whether it arrived.")
    return redirect("inbox_alarm")


# It calls the network: no transaction may wait for that.
try_second_channel.opens_transaction = True  # type: ignore[attr-defined]
