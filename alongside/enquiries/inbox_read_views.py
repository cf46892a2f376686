"""Open one conversation.

Opening is a press (POST): it marks as read and leaves a line in the log. The address of a conversation
(GET) changes nothing, and shows only what has such a line since the inbox was unlocked.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.models import AuditEntry
from alongside.accounts.permissions import signed_in
from alongside.accounts.telling import founders
from alongside.core.numbers import read_number

from .actions import mark_opened
from .inbox_forms import AnswerForm, CloseForm, FollowUpForm, HandForm, NoteForm, draft_of
from .inbox_reading import Reading, has_key, read
from .models import Conversation, first_sentences
from .permissions import has_opened, with_open_inbox
from .related import addresses_in, matches
from .unlocking import inbox_secret


def find_conversation(pk: int) -> Conversation:
    """Raises Http404: it was erased meanwhile, or never was."""
    rows = Conversation.objects.select_related("keys", "taken_by")
    return get_object_or_404(rows, pk=pk)


def to_conversation(conversation: Conversation, place: str = "") -> HttpResponse:
    """Back to its page; `place` is the id of something on it."""
    return redirect(reverse("inbox_conversation", args=[conversation.pk]) + place)


def after_step(request: HttpRequest, one: Conversation) -> HttpResponse:
    """After a step beside the answer: its page again, with what she had begun to answer."""
    if not draft_of(request):
        return to_conversation(one)
    return show_conversation(request, find_conversation(one.pk))


@require_safe
@with_open_inbox
def conversation(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Read it again, or a button to open it; or that it was erased."""
    if gone := _was_erased(request, pk):
        return gone
    one = find_conversation(pk)
    if one.unread_since or not has_opened(request, one):
        return render(request, "enquiries/inbox/closed.html", {"conversation": one})
    return show_conversation(request, one, secret)


def _was_erased(request: HttpRequest, pk: int) -> HttpResponse | None:
    """A page that says so, as long as the log knows it; None if it is there, or never was."""
    if Conversation.objects.filter(pk=pk).exists():
        return None
    lines = AuditEntry.objects.filter(action="conversation.erased", target=f"conversation:{pk}")
    last = lines.order_by("-at").first()
    if last is None:
        return None
    shown = {"number": pk, "at": last.at}
    return render(request, "enquiries/inbox/was_erased.html", shown, status=410)


@require_POST
@with_open_inbox
def open_conversation(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Pressed in a list: from now on it counts as read."""
    pk = read_number(request.POST.get("conversation", ""))
    if gone := _was_erased(request, pk):
        return gone
    one = find_conversation(pk)
    mark_opened(conversation=one, by=signed_in(request))
    return to_conversation(one)


def show_conversation(
    request: HttpRequest,
    one: Conversation,
    secret: bytes | None = None,
    *,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The page of a conversation, with `forms` as somebody has filled them in.

    If the inbox is locked, what she has written stands there, and nothing of the conversation.
    """
    secret = secret or inbox_secret(request)
    if secret is None or not has_opened(request, one):
        return _her_words(request, one, forms, status)
    reading = _read_all(one, secret)
    everybody = founders()
    seen = {"seen": reading.last_number}
    begun = seen | {"message": draft_of(request)}
    _show_what_is_newer(forms, reading.last_number)
    shown = {
        "conversation": one,
        "reading": reading,
        "has_key": has_key(one),
        "today": timezone.localdate(),
        "answer": AnswerForm(initial=begun, sentences=first_sentences()),
        "note": NoteForm(initial=seen),
        "close": CloseForm(initial=seen),
        "hand": HandForm(founders=everybody, initial={"to": one.taken_by_id}),
        "follow_up": FollowUpForm(initial={"on": one.follow_up_on}),
        **_after_death(request, reading, secret),
        **forms,
    }
    shown["mistakes"] = _mistakes(shown)
    return render(request, "enquiries/inbox/conversation.html", shown, status=status)


def _show_what_is_newer(shown: dict[str, Any], last_number: int) -> None:
    """Now it stands on her screen beside what she wanted to send: the next press may count on that."""
    for form, name in (("answer", "newer"), ("note", "newer_than_note"), ("", "newer_than_close")):
        if newer := shown.get(name):
            shown["newer_numbers"] = [text.number for text in newer]
            if form:
                shown[form].now_seen(last_number)


def _mistakes(shown: dict[str, Any]) -> list[Any]:
    """The fields that want another look, for the summary at the top."""
    forms = [shown[name] for name in ("answer", "note", "hand", "follow_up")]
    return [field for form in forms for field in form.visible_fields() if field.errors]


def _read_all(one: Conversation, secret: bytes) -> Reading:
    return read(one, secret, one.texts.select_related("by").order_by("number"))


def _after_death(request: HttpRequest, reading: Reading, secret: bytes) -> dict[str, Any]:
    """Looking through everything takes a while, and is done only when a founder asks for it (`hers`)."""
    if reading.conversation.purpose != Conversation.Purpose.BEREAVEMENT:
        return {}
    asked = "hers" in request.GET
    return {
        "stopped": addresses_in(reading),
        "matches": matches(reading, secret) if asked else None,
    }


def _her_words(
    request: HttpRequest, one: Conversation, forms: dict[str, Any], status: int
) -> HttpResponse:
    if draft := draft_of(request):
        forms = {"answer": AnswerForm(initial={"seen": 0, "message": draft}), **forms}
    shown = {"conversation": one, **forms}
    return render(request, "enquiries/inbox/her_words.html", shown, status=status)
