"""The inbox: unlock it, lock it, see what waits, find something."""

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core import limits
from alongside.core.passphrases import WrongPassphrase

from . import keys
from .actions import note_searched
from .figures import inbox_figures
from .inbox_door import after, door
from .inbox_forms import SearchForm
from .inbox_reading import read
from .lists import FIRST, LISTS, conversations
from .models import Conversation, SilenceAlarm
from .opening import with_details
from .permissions import for_founders, with_open_inbox
from .search import all_readings, find
from .unlocking import lock, unlock_for

ON_ONE_PAGE = 50
MOST_FOUND = 100
EXCHANGED = "The key was exchanged in this very moment. Please type your passphrase once more."
WRONG = "This does not open the inbox. Please look at each word, and try again."


@require_POST
@sensitive_post_parameters("passphrase")
@for_founders
def unlock(request: HttpRequest) -> HttpResponse:
    """Her passphrase opens the inbox in this browser; wrong ones slow down and never lock out."""
    try:
        attempt = limits.slow_down(request, door="inbox")
        secret = keys.unlock(user=signed_in(request), passphrase=request.POST.get("passphrase", ""))
    except limits.TooMany as error:
        wait = limits.in_words(error.wait_seconds)
        return door(request, problem=f"That was often. Please wait {wait}.", status=429)
    except WrongPassphrase:
        return door(request, problem=WRONG, status=422)
    except keys.NotLetIn:
        return door(request)
    attempt.was_right()
    response = redirect(after(request))
    try:
        with transaction.atomic():
            key = keys.key_of(secret)
            unlock_for(request, response, user=signed_in(request), key=key, secret=secret)
    except keys.WrongSheets:
        return door(request, problem=EXCHANGED, status=422)
    return response


# Finding out whether a passphrase is right takes half a second: nobody else shall wait to write.
unlock.opens_transaction = True  # type: ignore[attr-defined]


@require_POST
@for_founders
def lock_inbox(request: HttpRequest) -> HttpResponse:
    """Nobody reads it in this browser until the passphrase is typed again."""
    response = redirect("inbox")
    lock(request, response)
    return response


@require_safe
@with_open_inbox
def inbox(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """One of the lists, 50 a page. Opens the details of what stands on this page, nothing else."""
    show = request.GET.get("show", FIRST)
    show = show if show in LISTS else FIRST
    rows = conversations(show, today=timezone.localdate(), user=signed_in(request))
    page = Paginator(rows.prefetch_related(with_details()), ON_ONE_PAGE).get_page(
        request.GET.get("p")
    )
    shown = {
        "show": show,
        "title": LISTS[show],
        "lists": LISTS,
        "figures": inbox_figures(user=signed_in(request)),
        "alarm": SilenceAlarm.current(),
        "page_obj": page,
        "readings": [read(conversation, secret) for conversation in page],
        "search": SearchForm(),
        "today": timezone.localdate(),
        "has_any": bool(page.paginator.count) or Conversation.objects.exists(),
    }
    return render(request, "enquiries/inbox/list.html", shown)


@require_POST
@with_open_inbox
def search(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Find words in everything. What she looks for travels in the form, and is kept nowhere."""
    form, found = SearchForm(request.POST), []
    if form.is_valid():
        note_searched(by=signed_in(request))
        found = find(all_readings(secret), form.cleaned_data["q"])
    shown = {
        "search": form,
        "count": len(found),
        "readings": found[:MOST_FOUND],
        "most": MOST_FOUND,
        "today": timezone.localdate(),
    }
    return render(request, "enquiries/inbox/found.html", shown)


# Opening everything takes a while.
search.opens_transaction = True  # type: ignore[attr-defined]
