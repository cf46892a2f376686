"""The closed door in front of what people wrote: what she has to do before she can read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from alongside.accounts.models import User
from alongside.accounts.permissions import can_read_enquiries
from alongside.accounts.roles import FOUNDERS
from alongside.core.passphrases import check_phrase

from . import keys
from .models import Experience, Moderator


def door(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Founders open their inbox; a moderator unlocks, waits to be let in, or chooses a passphrase."""
    row = Moderator.objects.filter(user=request.user.pk).first()
    founders = User.objects.filter(is_active=True, groups__name=FOUNDERS)
    shown = {
        "problem": problem,
        "after": after(request),
        "waiting": Experience.objects.waiting().count(),
        "is_founder": can_read_enquiries(request.user),
        "has_key": keys.current_key() is not None,
        "moderator": row,
        "is_let_in": row is not None and keys.is_let_in(row.user),
        "check_phrase": check_phrase(bytes(row.public)) if row and not row.sealed_key else "",
        "founders": [user.first_name or user.email for user in founders],
    }
    return render(request, "experiences/desk/door.html", shown, status=status)


def after(request: HttpRequest) -> str:
    """Where she wanted to go: a path of these screens that can be read with GET."""
    home = reverse("experiences")
    wanted = request.POST.get("after", "") if request.method == "POST" else request.get_full_path()
    is_ours = wanted.startswith(home) and url_has_allowed_host_and_scheme(
        wanted, allowed_hosts=None
    )
    return wanted if is_ours else home
