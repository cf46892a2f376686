"""People who get letters: how many, one of them by her exact address, and the whole list as a file."""

import csv
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.installation_key import Unreadable
from alongside.core.mail.actions import is_suppressed
from alongside.core.spreadsheets import harmless
from alongside.newsletter import figures
from alongside.newsletter.actions import people as actions
from alongside.newsletter.contact import Contact
from alongside.newsletter.finding import by_address, suppressed
from alongside.newsletter.models import Delivery, Subscriber
from alongside.newsletter.parts import labels_of
from alongside.newsletter.permissions import asks_again, for_senders

from .people_forms import AddressForm, LiftForm

AT_ONCE = 2_000  # rows


@require_safe
@for_senders
def people(request: HttpRequest) -> HttpResponse:
    """Counts only. Nobody browses people here."""
    return _people(request, AddressForm())


def _people(request: HttpRequest, form: AddressForm, status: int = 200) -> HttpResponse:
    shown = {"growth": figures.growth(), "form": form}
    return render(request, "newsletter/desk/people.html", shown, status=status)


@for_senders
def person(request: HttpRequest) -> HttpResponse:
    """Find somebody by her address, and do something about her. The address travels in the form alone."""
    if request.method != "POST":
        return redirect("letter_people")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _people(request, form, status=422)
    address = form.cleaned_data["address"]
    pressed = _PRESSED.get(request.POST.get("press", ""))
    lift = LiftForm()
    if pressed:
        lift = pressed(request, address)
    else:
        actions.look_up(address, by=signed_in(request))
    shown = {"address": address, "lift": lift, **_about(address)}
    status = 422 if lift.is_bound else 200
    return render(request, "newsletter/desk/person.html", shown, status=status)


def _stop(request: HttpRequest, address: str) -> LiftForm:
    actions.stop(address, by=signed_in(request))
    messages.success(request, "No letter goes to this address any more.")
    return LiftForm()


def _lift(request: HttpRequest, address: str) -> LiftForm:
    form = LiftForm(request.POST)
    if not form.is_valid():
        return form
    if actions.lift(address, because=form.because_of(), by=signed_in(request)):
        messages.success(request, "Letters may go to this address again.")
    return LiftForm()


def _erase(request: HttpRequest, address: str) -> LiftForm:
    if actions.erase(address, by=signed_in(request)):
        messages.success(request, "She is erased. Only a mark stays, so that nobody signs her up.")
    return LiftForm()


_PRESSED: dict[str, Callable[[HttpRequest, str], LiftForm]] = {
    "stop": _stop,
    "lift": _lift,
    "erase": _erase,
}


def _about(address: str) -> dict[str, Any]:
    subscriber = by_address(address)
    shown = {"stopped": suppressed(address).first(), "all_mail_stopped": is_suppressed(address)}
    if subscriber is None:
        return shown
    contact, sent = _contact(subscriber), Delivery.State.SENT
    return shown | {
        "subscriber": subscriber,
        "first_name": contact.first_name if contact else "",
        "parts": list(labels_of(subscriber.wants)),
        "spared": list(labels_of(subscriber.spare)),
        "consents": [(one, one.proof_in_words()) for one in subscriber.consents.order_by("at")],
        "sent": subscriber.deliveries.filter(state=sent).count(),
        "came_back": subscriber.bounces.count(),
    }


def _contact(subscriber: Subscriber) -> Contact | None:
    try:
        return subscriber.contact()
    except Unreadable:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def export(request: HttpRequest) -> Any:
    """Everybody as a file, for founders who have just shown that it is they."""
    if request.method != "POST":
        return render(request, "newsletter/desk/export.html")
    actions.note_exported(by=signed_in(request))
    response = StreamingHttpResponse(_lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people-who-get-letters.csv"'
    return response


class _Echo:
    """What a csv.writer needs in place of a file."""

    def write(self, line: str) -> str:
        return line


HEAD = (
    "address", "first name", "state", "parts", "spared", "paused until", "asked on", "said yes on",
    "agreed where", "wording",
)  # fmt: skip


def _lines() -> Iterator[str]:
    """RFC 4180, with a byte order mark: Excel reads “é” wrongly without one."""
    writer = csv.writer(_Echo())
    yield "\N{ZERO WIDTH NO-BREAK SPACE}"
    yield writer.writerow(HEAD)
    rows = Subscriber.objects.order_by("pk").prefetch_related("consents")
    for subscriber in rows.iterator(chunk_size=AT_ONCE):
        if contact := _contact(subscriber):
            yield writer.writerow(map(harmless, _line(subscriber, contact)))


def _line(subscriber: Subscriber, contact: Contact) -> list[str]:
    last = max(subscriber.consents.all(), key=lambda one: one.pk, default=None)
    days = (subscriber.paused_until, subscriber.asked_at, subscriber.confirmed_at)
    return [
        contact.address,
        contact.first_name,
        subscriber.get_state_display(),
        "; ".join(labels_of(subscriber.wants)),
        "; ".join(labels_of(subscriber.spare)),
        *(f"{day:%Y-%m-%d}" if day else "" for day in days),
        last.where if last else "",
        last.wording if last else "",
    ]
