"""Mistakes in the book: written by founders and editors, put online by founders, checked by reviewers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.permissions import can_review, can_write, not_for_her, signed_in
from alongside.core.review import NameMissing, OwnWords
from alongside.orders.actions import living_book as actions
from alongside.orders.models import Erratum
from alongside.orders.permissions import (
    can_keep_books,
    for_living_book,
    for_publishers,
    for_reviewers,
    for_writers,
)

from .living_forms import ErratumForm


@require_safe
@for_living_book
def errata(request: HttpRequest) -> HttpResponse:
    """All of them: drafts first, then the newest."""
    known = Erratum.objects.select_related("chapter", "source")
    shown = {
        "drafts": known.filter(online_at=None),
        "online": known.exclude(online_at=None),
        "may_write": can_write(request.user),
    }
    return render(request, "orders/desk/errata.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new_erratum(request: HttpRequest) -> HttpResponse:
    return _write(request, Erratum())


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def write_erratum(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft; what is online, founders only."""
    one = get_object_or_404(Erratum, pk=pk)
    if one.online_at and not can_keep_books(request.user):
        return not_for_her(request)
    return _write(request, one)


def _write(request: HttpRequest, one: Erratum) -> HttpResponse:
    form = ErratumForm(request.POST if request.method == "POST" else None, instance=one)
    if form.is_bound and form.is_valid():
        printings = form.cleaned_data["printings"]
        actions.write_erratum(form.instance, printings=printings, by=signed_in(request))
        messages.success(request, "Saved.")
        return redirect("book_erratum", form.instance.pk)
    status = 422 if form.errors else 200
    shown = {"form": form, "erratum": one if one.pk else None}
    return render(request, "orders/desk/write_erratum.html", shown, status=status)


@require_safe
@for_living_book
def erratum(request: HttpRequest, pk: int) -> HttpResponse:
    """As readers see it, and what she can do with it."""
    one = get_object_or_404(Erratum.objects.select_related("chapter", "source"), pk=pk)
    is_founder = can_keep_books(request.user)
    shown: dict[str, Any] = {
        "mistake": one,
        "printings": one.printings.select_related("edition"),
        "seen": actions.seen_of(one),
        "may_publish": is_founder,
        "may_write": is_founder or (can_write(request.user) and not one.online_at),
        "may_check": can_review(request.user) and one.is_about_health and not one.checked_on,
    }
    return render(request, "orders/desk/erratum.html", shown)


@require_POST
@for_publishers
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """Online, withdraw, renew, delete. Pressed twice it is the same."""
    one, by, pressed = (
        get_object_or_404(Erratum, pk=pk),
        signed_in(request),
        request.POST.get("press"),
    )
    if pressed == "online":
        actions.put_online(one, by=by)
        messages.success(request, "It is online. Readers see it within two seconds.")
    elif pressed in ("withdraw", "renew"):
        on = timezone.localdate() if pressed == "withdraw" else None
        actions.withdraw(one, on=on, by=by)
        messages.success(request, "It says so now, also to those who follow the feed.")
    elif pressed == "delete" and actions.delete_draft(one, by=by):
        messages.success(request, "The draft is deleted.")
        return redirect("book_desk_errata")
    return redirect("book_erratum", pk)


_WHY_NOT: dict[type[Exception], str] = {
    OwnWords: "You wrote some of these words, so somebody else has to check them.",
    NameMissing: "Before you check something, say in your account how your name and role are to stand "
    "under it.",
    actions.ChangedMeanwhile: "The words changed while you were reading. Please look again.",
}


@require_POST
@for_reviewers
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """“I have checked it.” Nobody approves her own words."""
    one = get_object_or_404(Erratum, pk=pk)
    try:
        actions.check(one, by=signed_in(request), seen=request.POST.get("seen", ""))
    except tuple(_WHY_NOT) as refused:
        messages.warning(request, _WHY_NOT[type(refused)])
    else:
        messages.success(request, "Thank you. It says that you checked it.")
    return redirect("book_erratum", pk)
