"""Who holds the inbox key: the list, letting somebody in, removing somebody, a new key."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.permissions import signed_in
from alongside.accounts.telling import founders
from alongside.core.passphrases import check_phrase

from . import keys, rehearsals
from .founders import name_of
from .models import KeyHolder, RecoverySet
from .permissions import for_founders, with_open_inbox
from .unlocking import unlock_for


@require_safe
@for_founders
def home(request: HttpRequest) -> HttpResponse:
    """What is left to do, who holds the key, where the sheets are; or what all this is."""
    if keys.current_key() is None:
        return render(request, "enquiries/keys/what_it_is.html")
    due, last = rehearsals.rehearsal_is_due(), rehearsals.last_rehearsal()
    shown = {**_people(request), **_sheets(), "rehearsal_due": due, "last_rehearsal": last}
    shown["is_well"] = bool(
        shown["mine"]
        and shown["mine"].sealed_key
        and shown["sheets"]
        and not due
        and not shown["strangers"]
        and not shown["to_let_in"]
        and (last is None or last.succeeded)
    )
    return render(request, "enquiries/keys/home.html", shown)


def _people(request: HttpRequest) -> dict[str, Any]:
    rows = {one.user_id: one for one in KeyHolder.objects.select_related("user")}
    people = [
        {"name": name_of(user), "holder": rows.get(user.pk), "user": user} for user in founders()
    ]
    mine = rows.get(signed_in(request).pk)
    return {
        "people": people,
        "mine": mine,
        "my_check_phrase": check_phrase(bytes(mine.public)) if mine and not mine.sealed_key else "",
        "others_who_hold": [
            name_of(one.user) for one in keys.holders() if one.user_id != request.user.pk
        ],
        "to_let_in": [
            {"name": name_of(one.user), "holder": one}
            for one in keys.waiting_to_be_let_in()
            if one.user_id != request.user.pk
        ],
        "strangers": [
            {"name": name_of(one.user), "holder": one} for one in keys.no_longer_founders()
        ],
    }


def _sheets() -> dict[str, Any]:
    used = keys.sheets_in_use()
    begun = RecoverySet.objects.filter(key=keys.current_key(), confirmed_at=None)
    return {
        "sheets": used,
        "begun": begun.exists(),
        "sheet_rows": [(row.number, keys.given_to(row)) for row in used.sheets.all()]
        if used
        else [],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def let_in(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Another founder gets the key, once both have the same four words on their screens."""
    row = get_object_or_404(KeyHolder.objects.select_related("user"), pk=pk)
    if row not in keys.waiting_to_be_let_in():
        messages.info(request, "Nothing is left to do: nobody waits here any more.")
        return redirect("inbox_keys")
    phrase, changed = check_phrase(bytes(row.public)), False
    if request.method == "POST":
        if request.POST.get("phrase") == phrase:
            keys.let_in(holder=row, by=signed_in(request), inbox_secret=secret)
            messages.success(request, "She is let in. She can unlock the inbox now.")
            return redirect("inbox_keys")
        changed = True
    shown = {"name": name_of(row.user), "phrase": phrase, "changed": changed, "holder": row}
    return render(request, "enquiries/keys/let_in.html", shown, status=409 if changed else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def remove(request: HttpRequest, pk: int, *, secret: bytes) -> HttpResponse:
    """Take the key from somebody, and exchange it."""
    row = get_object_or_404(KeyHolder.objects.select_related("user"), pk=pk)
    if row.user_id == request.user.pk:
        messages.warning(request, "Nobody can remove herself. Please ask another founder.")
        return redirect("inbox_keys")
    if request.method == "POST":
        try:
            new = keys.remove_holder(holder=row, by=signed_in(request), inbox_secret=secret)
        except keys.LastHolder:
            messages.error(
                request, "She is the last one who can read the inbox. First let in another."
            )
            return redirect("inbox_keys")
        return _with_new_key(request, new)
    return render(request, "enquiries/keys/remove.html", {"name": name_of(row.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def exchange(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """A new key in place of this one."""
    if request.method == "POST":
        return _with_new_key(request, keys.exchange(by=signed_in(request), inbox_secret=secret))
    return render(request, "enquiries/keys/exchange.html", {"sheets": keys.sheets_in_use()})


def _with_new_key(request: HttpRequest, secret: bytes) -> HttpResponse:
    """The old sheets open nothing any more: on to the new ones."""
    if left := keys.left_behind():
        numbers = ", ".join(str(number) for number in left)
        messages.error(
            request,
            f"These conversations could not be opened, so somebody has altered them: {numbers}. Please "
            "tell whoever looks after the website. All others are as they were.",
        )
    messages.success(
        request,
        "The key is a new one. Please make new recovery sheets now: the old ones are spent.",
    )
    return opened(request, redirect("inbox_key_sheets"), secret)


def opened(request: HttpRequest, response: HttpResponse, secret: bytes) -> HttpResponse:
    """`response`, with the inbox open for this browser; as it is if the key was exchanged meanwhile."""
    with suppress(keys.WrongSheets), transaction.atomic():
        key = keys.key_of(secret)
        unlock_for(request, response, user=signed_in(request), key=key, secret=secret)
    return response
