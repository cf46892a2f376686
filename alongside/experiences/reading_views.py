"""One experience: open it (audited), read it, decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from alongside.accounts.permissions import can_read_enquiries
from alongside.core import sealing
from alongside.core.numbers import read_number
from alongside.signs.catalogue import CatalogueSign, catalogue
from alongside.signs.suggesting import suggest

from . import actions
from .deciding_forms import DecideForm
from .identifiers import Piece, in_pieces
from .in_words import facts_in_words
from .models import Experience, SealedPart
from .opening import Opened, open_with_moderation_key
from .permissions import for_moderators, has_opened, signed_in, with_open_experiences
from .queue_views import next_waiting, with_doubts
from .told import Contact, Story


@dataclass(frozen=True)
class Reading:
    """An experience as it stands on the screen. is_whole: everything that is there could be opened."""

    story: Story
    contact: Contact
    texts: list[tuple[str, list[Piece]]]
    talk: list[tuple[SealedPart, list[Piece]]]
    is_whole: bool


def read(experience: Experience, secret: bytes) -> Reading:
    """Raises sealing.CannotOpen if its key is gone or altered."""
    opened = open_with_moderation_key(experience, secret)
    story = opened.story()
    return Reading(
        story=story,
        contact=opened.contact(),
        texts=[(asked, list(in_pieces(words))) for asked, words in story.texts()],
        talk=list(_talk(opened)),
        is_whole=all(part.content is not None for part in opened.parts()),
    )


def _talk(opened: Opened) -> Iterator[tuple[SealedPart, list[Piece]]]:
    for part in opened.parts():
        if part.row.kind in (SealedPart.Kind.QUESTION, SealedPart.Kind.ANSWER):
            yield part.row, list(in_pieces(part.content or ""))


@require_POST
@with_open_experiences
def open_experience(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Pressed in a list: the log says that she opened it."""
    pk = read_number(request.POST.get("experience", ""))
    one = get_object_or_404(Experience, pk=pk)
    actions.mark_opened(experience=one, by=signed_in(request))
    return redirect("experience", one.pk)


@require_safe
@with_open_experiences
def experience(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Read it again, or a button to open it."""
    one = get_object_or_404(Experience.objects.select_related("decided_by"), pk=pk)
    if not has_opened(signed_in(request), one):
        return render(request, "experiences/desk/closed.html", {"experience": one})
    return _show(request, one, secret)


def _show(
    request: HttpRequest,
    one: Experience,
    secret: bytes,
    *,
    form: DecideForm | None = None,
    wanted: str = "",
    status: int = 200,
) -> HttpResponse:
    signs = catalogue()
    try:
        reading = read(one, secret)
    except sealing.CannotOpen:
        reading = Reading(Story(), Contact(), [], [], is_whole=False)
    [(_, doubts)] = with_doubts([one])
    ticked = request.POST.getlist("signs")
    shown = {
        "experience": one,
        "reading": reading,
        "facts": facts_in_words(one),
        "doubts": doubts,
        "form": form or _form(one, reading.story, signs),
        "suggestions": list(_suggestions(one, reading.story, ticked)),
        "wanted": wanted,
        "is_open": one.state in (Experience.State.WAITING, Experience.State.ASKED),
        "is_founder": can_read_enquiries(request.user),
        "now": timezone.now(),
    }
    return render(request, "experiences/desk/experience.html", shown, status=status)


def _form(
    one: Experience, story: Story, signs: list[CatalogueSign], data: Any = None
) -> DecideForm:
    return DecideForm(data, experience=one, story=story, catalogue=signs)


def _suggestions(
    one: Experience, story: Story, ticked: list[str]
) -> Iterator[tuple[str, str, str, bool]]:
    """(code, name, why, is ticked) of signs for her own words, that she has not chosen herself."""
    for found in suggest(story.own_signs, limit=6) if story.own_signs else []:
        if found.code not in one.sign_codes:
            yield found.code, found.name, found.why, found.code in ticked


@require_POST
@with_open_experiences
def decide(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Accept, ask or decline; then on to the next one that waits."""
    one = get_object_or_404(Experience, pk=pk)
    if not has_opened(signed_in(request), one):
        return redirect("experience", one.pk)
    step = {"accept": _accept, "ask": _ask, "decline": _decline}.get(request.POST.get("do", ""))
    try:
        reading = read(one, secret)
    except sealing.CannotOpen:
        reading = Reading(Story(), Contact(), [], [], is_whole=False)
    form = _form(one, reading.story, catalogue(), request.POST)
    if step is None or not form.is_valid() or not step(request, one, form, reading):
        wanted = request.POST.get("do", "")
        return _show(request, one, secret, form=form, wanted=wanted, status=422)
    following = next_waiting(one)
    return redirect("experience", following.pk) if following else redirect("experiences")


def _accept(request: HttpRequest, one: Experience, form: DecideForm, reading: Reading) -> bool:
    return _done(
        request, one, "Accepted. It counts in the next release.",
        lambda: actions.accept(
            experience=one, by=signed_in(request), signs=form.cleaned_data["signs"],
            unlisted=form.unlisted_signs(), corrected=form.corrected(),
            quotes=form.quotes_to_show(),
        ),
    )  # fmt: skip


def _ask(request: HttpRequest, one: Experience, form: DecideForm, reading: Reading) -> bool:
    question = form.cleaned_data["question"].strip()
    if not question:
        form.add_error("question", "Please write your question.")
        return False
    done = "Asked. She reads it when she comes back with her six words."
    if one.write_back and reading.contact.email:
        done = "Asked. She gets a mail that says only: there is a question for you."
    return _done(
        request, one, done,
        lambda: actions.ask(
            experience=one, by=signed_in(request), question=question, email=reading.contact.email
        ),
    )  # fmt: skip


def _decline(request: HttpRequest, one: Experience, form: DecideForm, reading: Reading) -> bool:
    reason = form.cleaned_data["reason"]
    if not reason:
        form.add_error("reason", "Please choose a reason: she will read it.")
        return False
    return _done(
        request, one, "Not used. She sees the reason; it is erased in 30 days.",
        lambda: actions.decline(experience=one, by=signed_in(request), reason=reason),
    )  # fmt: skip


def _done(request: HttpRequest, one: Experience, done: str, act: Any) -> bool:
    try:
        act()
    except actions.DecidedMeanwhile as error:
        by = error.experience.decided_by
        who = by.first_name if by else "Somebody else"
        messages.warning(request, f"Nothing was done: {who} has decided this one meanwhile.")
    else:
        undo = messages.button(reverse("experience", args=[one.pk]), "Look at it, or undo")
        messages.success(request, f"Experience {one.pk}: {done}", buttons=[undo])
    return True


@require_POST
@for_moderators
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to waiting. Needs no open key: nothing is read."""
    one = get_object_or_404(Experience, pk=pk)
    try:
        actions.undo(experience=one, by=signed_in(request))
    except actions.WordsAreGone:
        messages.error(request, "Her words are erased by now: nothing can be decided anew.")
        return redirect("experiences")
    messages.success(
        request, f"Experience {one.pk} waits again. Its quotes are gone from the website."
    )
    return redirect("experience", one.pk)


@require_POST
@for_moderators
def urgent(request: HttpRequest, pk: int) -> HttpResponse:
    """Flag it to the founders; or, by a founder, say that what could be done was done."""
    one = get_object_or_404(Experience, pk=pk)
    if request.POST.get("do") == "done":
        if can_read_enquiries(request.user):
            actions.urgent_is_done(experience=one, by=signed_in(request))
            messages.success(request, "Noted: what could be done was done.")
        return redirect("experience", one.pk)
    actions.flag_urgent(experience=one, by=signed_in(request))
    messages.success(request, "Every founder is told now. Ring one of them too.")
    return redirect("experience", one.pk)
