"""The closed door of the inbox: what she has to do before she can read, and how many wait behind it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.core.organisation_key import what_it_opens

from . import keys
from .figures import inbox_figures
from .inbox_forms import AnswerForm, draft_of
from .models import KeyHolder, live_key


def door(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The page in front of the inbox: unlock it, be let in, choose a passphrase or make the key."""
    holder = KeyHolder.objects.filter(user=request.user.pk).first()
    shown = {
        "problem": problem,
        "after": after(request),
        "figures": inbox_figures(),
        "has_key": keys.current_key() is not None,
        "is_open_to_public": live_key() is not None,
        "holder": holder,
        "is_let_in": holder is not None and holder.sealed_key is not None,
        "can_let_in": [one.user for one in keys.holders()],
    }
    match = request.resolver_match
    if (draft := draft_of(request)) and match is not None and "pk" in match.kwargs:
        shown["conversation"] = {"pk": match.kwargs["pk"]}
        shown["answer"] = AnswerForm(initial={"seen": 0, "message": draft})
    return render(request, "enquiries/inbox/door.html", shown, status=status)


def after(request: HttpRequest) -> str:
    """Where she wanted to go: a path that can be read with GET, of the inbox or of what opens with it."""
    home = reverse("inbox")
    wanted = request.POST.get("after", "") if request.method == "POST" else request.get_full_path()
    if not wanted and request.path.startswith(reverse("inbox_keys")):
        wanted = request.path  # each of these pages can be read
    match = request.resolver_match
    if not wanted and match is not None and "pk" in match.kwargs:
        wanted = reverse("inbox_conversation", args=[match.kwargs["pk"]])
    opens = (home, *map(reverse, what_it_opens()))
    is_ours = wanted.startswith(opens) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else home
