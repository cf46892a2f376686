"""One letter on its way: how far it is, what can be pressed, and afterwards the ledger."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.installation_key import Unreadable
from alongside.newsletter import in_words, ledger
from alongside.newsletter.actions import mailing as actions
from alongside.newsletter.actions.people import note_address_seen
from alongside.newsletter.models import Bounce, Delivery, Mailing, NewsletterSettings
from alongside.newsletter.permissions import for_senders
from alongside.newsletter.sending import pace

ON_ONE_PAGE = 50
State = Delivery.State
LISTS = {
    "failed": "Could not be sent",
    "unknown": "May have been sent",
    "deferred": "Will be tried again",
    "skipped": "Were not meant to be sent",
}


@require_safe
@for_senders
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; when it has ended, what became of everybody's."""
    one = get_object_or_404(Mailing.objects.select_related("page"), pk=pk)
    return render(request, "newsletter/desk/mailing.html", _shown(one))


@require_safe
@for_senders
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of that page that changes while it goes out."""
    one = get_object_or_404(Mailing.objects.select_related("page"), pk=pk)
    return render(request, "newsletter/desk/progress.html", _shown(one))


def _shown(one: Mailing) -> dict[str, Any]:
    totals, pace_now = ledger.totals(one), ledger.progress(one)
    now = timezone.now()
    written = NewsletterSettings.current()
    opens_at = pace.opens_at(written, now)
    left = pace_now.seconds_left
    return {
        "mailing": one,
        "totals": totals,
        "done": totals.all - totals.open,
        "a_minute": round(pace_now.rate_per_second * 60),
        "time_left": "" if left is None else in_words.duration(left),
        "problem": in_words.problem(one.problem),
        "is_live": one.state in (Mailing.State.WAITING, Mailing.State.SENDING),
        "is_waiting": one.state == Mailing.State.WAITING and one.due_at > now,
        "opens_at": opens_at if opens_at > now else None,
        "undecided": one.deliveries.undecided().count(),
        "skipped": [(in_words.why(why), n) for why, n in _whys(one, State.SKIPPED)],
        "failed": [(in_words.why(why), n) for why, n in _whys(one, State.FAILED)],
        "written": written,
        **_came_back(one),
    }


def _came_back(one: Mailing) -> dict[str, int]:
    kinds = dict(Bounce.objects.filter(mailing=one).values_list("is_hard").annotate(Count("pk")))
    hard, soft = kinds.get(True, 0), kinds.get(False, 0)
    return {"came_back": hard + soft, "hard": hard, "soft": soft}


def _whys(one: Mailing, state: Delivery.State) -> list[tuple[str, int]]:
    rows = one.deliveries.filter(state=state).values_list("why").annotate(number=Count("pk"))
    return list(rows.order_by("-number"))


@require_POST
@for_senders
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the buttons. Pressed twice, or by two founders at once, it happens once."""
    one, by = get_object_or_404(Mailing, pk=pk), signed_in(request)
    pressed = _PRESSED.get(request.POST.get("press", ""))
    if pressed is None:
        return redirect("mailing", pk)
    act, well, too_late = pressed
    if number := act(one, by):
        messages.success(request, well.format(number=_letters(number)))
    else:
        messages.warning(request, too_late)
    return redirect("mailing", pk)


Act = Callable[[Mailing, Any], int]
_LATE = "Nothing was changed: it has moved on since you looked. This is how it is now."
_PRESSED: dict[str, tuple[Act, str, str]] = {
    "pause": (lambda one, by: actions.pause(one, by=by), "It is paused.", _LATE),
    "resume": (lambda one, by: actions.resume(one, by=by), "It goes on.", _LATE),
    "cancel": (
        lambda one, by: actions.cancel(one, by=by),
        "It is cancelled. What had not gone does not go.",
        _LATE,
    ),
    "retry": (
        lambda one, by: actions.retry_failed(one, by=by),
        "{number} will be tried again.",
        _LATE,
    ),
    "again": (
        lambda one, by: actions.settle_unknown(one, by=by, send_again=True),
        "{number} will be sent again.",
        _LATE,
    ),
    "leave": (
        lambda one, by: actions.settle_unknown(one, by=by, send_again=False),
        "{number}: left as it is. Nobody is sent anything twice.",
        _LATE,
    ),
}


def _letters(number: int) -> str:
    return "1 letter" if number == 1 else f"{number:,} letters"


@require_safe
@for_senders
def not_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Each letter that did not go, and why. Whose it was is behind one press more."""
    one = get_object_or_404(Mailing.objects.select_related("page"), pk=pk)
    show = request.GET.get("show", "")
    show = show if show in LISTS else "failed"
    rows = one.deliveries.filter(state=show).order_by("pk")
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "mailing": one,
        "show": show,
        "title": LISTS[show],
        "lists": LISTS,
        "page_obj": page,
        "rows": [(row, in_words.why(row.why)) for row in page],
        "is_erased": bool(one.totals),
    }
    return render(request, "newsletter/desk/not_sent.html", shown)


@for_senders
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose letter it was. That a founder looked is in the log."""
    row = get_object_or_404(Delivery.objects.select_related("subscriber", "mailing__page"), pk=pk)
    if request.method != "POST":
        return redirect("mailing_not_sent", row.mailing_id)
    note_address_seen(row, by=signed_in(request))
    try:
        contact = row.subscriber.contact() if row.subscriber else None
    except Unreadable:
        contact = None
    shown = {"row": row, "contact": contact, "why": in_words.why(row.why)}
    return render(request, "newsletter/desk/address.html", shown)
