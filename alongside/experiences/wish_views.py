"""Founders ask somebody what becomes of the words of a person who has died, and do it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.accounts.permissions import can_read_enquiries, staff_view

from . import actions
from .keys import moderation_secret
from .models import to_ask
from .opening import open_with_moderation_key
from .questions import Wish

TO_DO = (Wish.KEEP, Wish.ANONYMISE, Wish.WITHDRAW)
_founders = staff_view(can_read_enquiries)
_kept_nowhere = cache_control(private=True, no_store=True)


@require_safe
@_founders
@_kept_nowhere
def wishes(request: HttpRequest) -> HttpResponse:
    """Whom to ask, by number; who it is stands behind the passphrase."""
    return _list(request)


def _list(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {
        "rows": to_ask().order_by("death_told_at"),
        "is_open": moderation_secret(request) is not None,
        **more,
    }
    return render(request, "experiences/admin/wishes.html", context)


@require_POST
@_founders
@_kept_nowhere
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whom to ask; or, with `do`, what was decided."""
    experience, secret = get_object_or_404(to_ask(), pk=pk), moderation_secret(request)
    if secret is None:
        return _list(request)
    assert isinstance(request.user, User)  # noqa: S101  (for the types; the door was passed)
    opened = open_with_moderation_key(experience, secret)
    decided = request.POST.get("do", "")
    if decided in TO_DO:
        actions.follow_wish(opened=opened, wish=decided, by=request.user)
        return redirect("wishes")
    audit.record(actor=request.user, action="experience.wish_opened", target=f"experience:{pk}")
    context = {"experience": experience, "ask": opened.ask_this_person()}
    return render(request, "experiences/admin/wish.html", context)
