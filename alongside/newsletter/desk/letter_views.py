"""The letters, and one letter before it goes out: what to mend, the test, the order to send."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import can_send_letters, signed_in
from alongside.newsletter import figures, letter_checks
from alongside.newsletter.actions import mailing as actions
from alongside.newsletter.letter_pages import LetterPage, LettersPage
from alongside.newsletter.models import Mailing, NewsletterSettings
from alongside.newsletter.permissions import for_senders, for_writers
from alongside.newsletter.sending import pace

from .letter_forms import SendForm, TestForm

ON_ONE_PAGE = 20
ORDERED = Mailing.objects.filter(kind=Mailing.Kind.LETTER)


@require_safe
@for_writers
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, the newest first, and what became of each."""
    pages = LetterPage.objects.order_by("-latest_revision_created_at", "-pk")
    known = Prefetch("mailings", ORDERED.order_by("-ordered_at", "-pk"), to_attr="orders")
    page = Paginator(pages.prefetch_related(known), ON_ONE_PAGE).get_page(request.GET.get("p"))
    shown = {
        "page_obj": page,
        "archive": LettersPage.objects.first(),
        "may_send": can_send_letters(request.user),
    }
    return render(request, "newsletter/desk/letters.html", shown)


@require_safe
@for_writers
def letter(request: HttpRequest, page_id: int) -> HttpResponse:
    """One letter: what to mend, try it out, send it."""
    page = get_object_or_404(LetterPage, pk=page_id)
    return _letter(request, page, TestForm(user=signed_in(request)))


def _letter(
    request: HttpRequest, page: LetterPage, form: TestForm, status: int = 200
) -> HttpResponse:
    shown = {
        "page": page,
        "form": form,
        "order": _order_of(page),
        "may_send": can_send_letters(request.user),
        **_checked(page),
    }
    return render(request, "newsletter/desk/letter.html", shown, status=status)


def _checked(page: LetterPage) -> dict[str, Any]:
    """Of the words that would go out: those on the website; of a letter that is not there yet, the draft."""
    words = page if page.live else page.get_latest_revision_as_object()
    found = letter_checks.findings(words)
    return {
        "stops": letter_checks.what_stops(words),
        "tells": [finding.words for finding in found if not finding.stops],
    }


def _order_of(page: LetterPage) -> Mailing | None:
    return ORDERED.filter(page=page).exclude(state=Mailing.State.CANCELLED).first()


@require_POST
@for_writers
def test(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest draft to herself and others of the staff."""
    page = get_object_or_404(LetterPage, pk=page_id)
    form = TestForm(request.POST, user=signed_in(request))
    if not form.is_valid():
        return _letter(request, page, form, status=422)
    try:
        number = actions.send_test(page, to=form.addresses(), by=signed_in(request))
    except actions.NothingToSend:
        messages.warning(request, "Nothing was sent: the letter has no text yet.")
    else:
        whom = "1 person" if number == 1 else f"{number} people"
        messages.success(request, f"The test is on its way to {whom}. It arrives within minutes.")
    return redirect("letter", page.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_senders
def send(request: HttpRequest, page_id: int) -> HttpResponse:
    """When? Then once more what will happen, to how many. Then it is ordered, once."""
    page = get_object_or_404(LetterPage, pk=page_id)
    if order := _order_of(page):
        return redirect("mailing", order.pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    shown = {"page": page, "form": form, "stops": letter_checks.what_stops(page)}
    if request.method != "POST" or shown["stops"]:
        return render(request, "newsletter/desk/send.html", shown)
    if not form.is_valid():
        return render(request, "newsletter/desk/send.html", shown, status=422)
    if request.POST.get("sure") != "yes":
        return render(request, "newsletter/desk/sure.html", shown | _what_happens(page, form))
    return _order(request, page, form)


def _order(request: HttpRequest, page: LetterPage, form: SendForm) -> HttpResponse:
    try:
        mailing = actions.order(page, by=signed_in(request), due_at=form.due_at)
    except ValueError as refused:  # each reason is one; all are looked at before
        messages.warning(request, f"Nothing was sent. {refused.__doc__ or ''}".strip())
        return redirect("letter", page.pk)
    if form.due_at:
        at = timezone.localtime(mailing.due_at)
        messages.success(request, f"It goes out on {at:%A %-d %B %Y at %H:%M}.")
    else:
        messages.success(request, "It is going out.")
    return redirect("mailing", mailing.pk)


def _what_happens(page: LetterPage, form: SendForm) -> dict[str, Any]:
    written = NewsletterSettings.current()
    due_at = form.due_at or timezone.now()
    opens_at = pace.opens_at(written, due_at)
    return {
        "reach": (reach := figures.reach(page)),
        "people": figures.people(reach.people),
        "paused": figures.people(reach.paused),
        "nothing": figures.people(reach.nothing),
        "due_at": form.due_at,
        "begins_at": opens_at if opens_at > due_at else None,
        "written": written,
    }
