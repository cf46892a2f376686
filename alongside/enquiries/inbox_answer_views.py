"""Answer, note something, say who looks after it and when, close.

An answer and a note are only sealed: they are taken also when the inbox was locked meanwhile.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from alongside.accounts.permissions import signed_in
from alongside.accounts.telling import founders

from . import actions
from .emails import nudge_address
from .inbox_forms import AnswerForm, CloseForm, FollowUpForm, HandForm, NoteForm
from .inbox_read_views import (
    after_step,
    find_conversation,
    show_conversation,
    to_conversation,
)
from .models import Conversation, first_sentences
from .permissions import for_key_holders, with_open_inbox

SENT = "Your answer is sealed and waits for her."
WITH_NOTE = "She gets an e-mail that says only: there is a reply for you."
WITHOUT_NOTE = "She finds it when she comes back with her six words."


def _one(request: HttpRequest, pk: int) -> Conversation | HttpResponse:
    """The conversation; or, if it was erased meanwhile, a page with what she has written."""
    rows = Conversation.objects.select_related("keys", "taken_by").filter(keys__isnull=False)
    found = rows.filter(pk=pk).first()
    if found is not None:
        return found
    written = [request.POST.get(name, "") for name in ("message", "draft")]
    shown = {"message": "\n\n".join(words for words in written if words)}
    return render(request, "enquiries/inbox/gone.html", shown, status=404)


@require_POST
@for_key_holders
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an answer. If others wrote meanwhile, she reads it first; pressed twice, it goes once."""
    one = _one(request, pk)
    if isinstance(one, HttpResponse):
        return one
    sentences = first_sentences()
    form = AnswerForm(request.POST, sentences=sentences)
    press = request.POST.get("press")
    if press == "begin":
        form = AnswerForm(initial=form.begun(), sentences=sentences)
        return show_conversation(request, one, answer=form)
    if not form.is_valid():
        return show_conversation(request, one, answer=form, status=422)
    try:
        actions.answer(
            conversation=one,
            by=signed_in(request),
            message=form.cleaned_data["message"],
            submission_id=form.submission_id,
            seen=None if press == "anyway" else form.cleaned_data["seen"],
        )
    except actions.SomethingNew as new:
        return show_conversation(request, one, answer=form, newer=new.texts, status=409)
    messages.success(request, f"{SENT} {WITH_NOTE if nudge_address(one) else WITHOUT_NOTE}")
    return to_conversation(one)


@require_POST
@for_key_holders
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something for the founders; or that she was rung or written to in another way."""
    one = _one(request, pk)
    if isinstance(one, HttpResponse):
        return one
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_conversation(request, one, note=form, status=422)
    press = request.POST.get("press", "")
    answered = press in ("answered", "answered-anyway")
    try:
        actions.note(
            conversation=one,
            by=signed_in(request),
            message=form.cleaned_data["message"],
            answered=answered,
            submission_id=form.submission_id,
            seen=form.cleaned_data["seen"] if press == "answered" else None,
        )
    except actions.SomethingNew as new:
        return show_conversation(request, one, note=form, newer_than_note=new.texts, status=409)
    messages.success(request, "It counts as answered." if answered else "Your note is kept.")
    return after_step(request, one)


@require_POST
@with_open_inbox
def hand(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Say which founder looks after it."""
    one = find_conversation(pk)
    form = HandForm(request.POST, founders=founders())
    if not form.is_valid():
        return show_conversation(request, one, secret, hand=form, status=422)
    actions.hand_to(conversation=one, by=signed_in(request), to=form.cleaned_data["to"])
    messages.success(request, "The others see who looks after it.")
    return after_step(request, one)


@require_POST
@with_open_inbox
def follow_up(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """A day on which Today reminds of it."""
    one = find_conversation(pk)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return show_conversation(request, one, secret, follow_up=form, status=422)
    on = form.cleaned_data["on"]
    actions.follow_up(conversation=one, by=signed_in(request), on=on)
    messages.success(request, "Today will remind you." if on else "Nothing reminds you any more.")
    return after_step(request, one)


@require_POST
@with_open_inbox
def close(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Nothing more to do. Without an answer it asks first. Its page has the button that undoes it."""
    one = find_conversation(pk)
    form = CloseForm(request.POST)
    seen = form.cleaned_data["seen"] if form.is_valid() else None
    if one.state == Conversation.State.WAITING and request.POST.get("press") != "sure":
        kept = {name: request.POST[name] for name in ("seen", "draft") if name in request.POST}
        return render(request, "enquiries/inbox/close.html", {"conversation": one, "kept": kept})
    try:
        actions.close(conversation=one, by=signed_in(request), seen=seen)
    except actions.SomethingNew as new:
        return show_conversation(request, one, secret, newer_than_close=new.texts, status=409)
    messages.success(request, "Closed. You can open it again below.")
    return after_step(request, one)


@require_POST
@with_open_inbox
def reopen(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Undo closing."""
    one = find_conversation(pk)
    if actions.reopen(conversation=one, by=signed_in(request)):
        messages.success(request, "It waits again.")
    else:
        messages.info(request, "It was open already.")
    return after_step(request, one)


@require_POST
@with_open_inbox
def back(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """From a question back to the conversation, with what she had begun to answer."""
    return after_step(request, find_conversation(pk))
