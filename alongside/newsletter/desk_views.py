"""The founders' desk for letters: what goes out, how far it is, and what became of each one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.models import User
from alongside.accounts.permissions import View, can_send_letters, can_write, staff_view
from alongside.core.numbers import read_number

from . import in_words, ledger, letter_checks
from .actions import mailing as actions
from .desk_forms import TestForm, WhenForm
from .letter_pages import LetterPage
from .models import Delivery, Mailing, NewsletterSettings, Subscriber
from .sending import pace

A_PAGE = 20
State = Mailing.State


def _only(predicate: Callable[[Any], bool]) -> Callable[[View], View]:
    guard = staff_view(predicate)
    kept_nowhere = cache_control(private=True, no_store=True)
    return lambda view: wraps(view)(kept_nowhere(guard(view)))


for_writers = _only(can_write)
"""Decorator: editors see how letters fare; they send none."""
for_senders = _only(can_send_letters)
"""Decorator: founders only. A letter speaks for the organisation, and cannot be called back."""


def _by(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    return request.user


@require_safe
@for_writers
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first, and what became of each."""
    written = LetterPage.objects.order_by("-latest_revision_created_at", "-pk")
    page = Paginator(written.prefetch_related("mailings"), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "newsletter/desk/letters.html", {"page": page})


@require_safe
@for_writers
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: before it goes out, while it does, and afterwards."""
    return render(request, "newsletter/desk/letter.html", _about(request, _letter(pk)))


def _letter(pk: int) -> LetterPage:
    return get_object_or_404(LetterPage, pk=pk)


def _about(request: HttpRequest, page: LetterPage, **forms: Any) -> dict[str, Any]:
    newest = page.get_latest_revision_as_object()
    mailing = page.mailings.first()
    context = {
        "letter": page,
        "title": newest.title,
        "stops": letter_checks.what_stops(page),
        "has_newer_words": page.has_unpublished_changes,
        "mailing": mailing,
        "may_send": can_send_letters(request.user),
        "is_open_for_orders": mailing is None or mailing.state == State.CANCELLED,
        "test_form": TestForm(by=_by(request)),
        **forms,
    }
    return {**context, **(_fares(mailing) if mailing else {})}


def _fares(mailing: Mailing) -> dict[str, Any]:
    totals, now = ledger.totals(mailing), timezone.now()
    opens_at = pace.opens_at(_settings(), now)
    unknown = mailing.deliveries.filter(state=Delivery.State.UNKNOWN)
    return {
        "totals": totals,
        "lines": in_words.lines(totals),
        "settled": totals.all - totals.open,
        "progress": ledger.progress(mailing),
        "problem": in_words.why(mailing.problem),
        "waits_until": opens_at if opens_at > now else None,
        "is_moving": mailing.state in (State.WAITING, State.SENDING),
        "not_sent": _not_sent(mailing),
        "unknown": unknown.exclude(why=actions.LEFT_AS_IT_IS).count(),
    }


def _settings() -> NewsletterSettings:
    return NewsletterSettings.objects.first() or NewsletterSettings()


def _not_sent(mailing: Mailing) -> list[tuple[str, list[tuple[str, int]]]]:
    """Why letters were not sent, in numbers: nobody's name stands here."""
    wanted = (Delivery.State.FAILED, Delivery.State.DEFERRED, Delivery.State.SKIPPED)
    rows = mailing.deliveries.filter(state__in=wanted).values_list("state", "why")
    counted = rows.annotate(n=Count("pk")).order_by()
    found = []
    for state in wanted:
        whys = {why: count for its, why, count in counted if its == state}
        if whys:
            found.append((str(state.label), list(in_words.reasons(whys))))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_senders
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """When, and to how many; then ordered, once, however often she presses."""
    page = _letter(pk)
    form = WhenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "newsletter/desk/send.html", _before(page, form), status=status)
    try:
        actions.order(page, by=_by(request), due_at=form.cleaned_data.get("due_at"))
    except (actions.NothingToSend, actions.NotPublished, actions.MustBeMended):
        messages.warning(request, "Nothing was ordered: see below what has to be mended first.")
    except actions.AlreadySent:
        messages.warning(request, "This letter has gone out already. Write a new one.")
    else:
        messages.success(
            request, "The letter is ordered. You can stop it below as long as it has not gone."
        )
    return redirect("letter", pk)


def _before(page: LetterPage, form: WhenForm) -> dict[str, Any]:
    return {
        "letter": page,
        "form": form,
        "stops": letter_checks.what_stops(page),
        "people": Subscriber.objects.reachable().filter(is_made_up=False).count(),
        "settings": _settings(),
    }


@require_POST
@for_senders
def press(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Pause, resume, cancel, try the failed again, decide about the unknown ones."""
    number, by = read_number(request.POST.get("mailing", "")), _by(request)
    mailing = get_object_or_404(Mailing, page=_letter(pk), pk=number)
    if what in _PRESSES:
        did, words = _PRESSES[what]
        done = did(mailing, by=by)
        messages.success(request, words) if done else messages.warning(
            request, "Nothing was changed: it is as you see it below."
        )
    return redirect("letter", pk)


def _leave_unknown(mailing: Mailing, *, by: User) -> int:
    return actions.settle_unknown(mailing, by=by, send_again=False)


_PRESSES: dict[str, tuple[Callable[..., Any], str]] = {
    "pause": (actions.pause, "It is paused. What is on its way this moment still arrives."),
    "resume": (actions.resume, "It goes on."),
    "cancel": (actions.cancel, "It is cancelled. What had not gone does not go."),
    "retry": (actions.retry_failed, "Those that could not be sent are tried again."),
    "send-unknown": (actions.settle_unknown, "They are sent again. Somebody may get it twice."),
    "leave-unknown": (_leave_unknown, "They stay as they are. Somebody may have missed it."),
}
PRESSES = "|".join(_PRESSES)


@require_POST
@for_senders
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest draft goes to people with an account, marked as a test."""
    page, by = _letter(pk), _by(request)
    form = TestForm(request.POST, by=by)
    if not form.is_valid():
        return render(
            request,
            "newsletter/desk/letter.html",
            _about(request, page, test_form=form),
            status=422,
        )
    try:
        number = actions.send_test(page, to=form.cleaned_data["to"], by=by)
    except actions.NothingToSend:
        messages.warning(request, "There is no text yet, so no test went out.")
    else:
        messages.success(request, f"A test goes to {number} within a minute.")
    return redirect("letter", pk)
