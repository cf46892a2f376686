"""Somebody asks what we hold about her: find it, give her a copy, erase it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.permissions import signed_in

from . import actions
from .inbox_forms import AddressForm
from .permissions import with_open_inbox
from .rights import About, about, erase_hers, record_of


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def rights(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Her address goes in with the form; the page lists what is hers, and what only mentions her."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        shown["found"] = _find(request, form, secret)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "enquiries/inbox/rights.html", shown, status=status)


def _find(request: HttpRequest, form: AddressForm, secret: bytes) -> About:
    actions.note_searched(by=signed_in(request))
    return about(form.cleaned_data["email"], secret)


@require_POST
@with_open_inbox
def rights_copy(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """A copy, to print or as a file for a machine (JSON)."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "enquiries/inbox/rights.html", {"form": form}, status=422)
    hers = _find(request, form, secret).hers
    for reading in hers:
        actions.note_copied(conversation=reading.conversation, by=signed_in(request))
    made_at = timezone.now()
    if request.POST.get("press") != "file":
        shown = {"readings": hers, "made_at": made_at}
        return render(request, "enquiries/inbox/rights_copy.html", shown)
    copy = {"made at": made_at.isoformat(), "conversations": [record_of(one) for one in hers]}
    response = HttpResponse(
        json.dumps(copy, ensure_ascii=False, indent=2), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="what-we-hold.json"'
    return response


@require_POST
@with_open_inbox
def rights_erase(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Erase all that is hers, after asking once more. The certificates can be given to her."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "enquiries/inbox/rights.html", {"form": form}, status=422)
    found = _find(request, form, secret)
    if request.POST.get("press") != "sure":
        shown = {"form": form, "count": len(found.hers)}
        return render(request, "enquiries/inbox/rights_erase.html", shown)
    erased = erase_hers(found, by=signed_in(request))
    return render(request, "enquiries/inbox/rights_erased.html", {"certificates": erased})


# Half a second for the passphrase, or the whole inbox to open: nobody else shall wait to write meanwhile.
# Each action is a transaction of its own.
for _view in (
    rights,
    rights_copy,
    rights_erase,
):
    _view.opens_transaction = True  # type: ignore[attr-defined]
