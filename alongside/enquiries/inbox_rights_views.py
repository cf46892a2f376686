"""Somebody asks what we hold about her: find it, give her a copy, erase it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from . import actions
from .inbox_forms import AddressForm
from .permissions import signed_in, with_open_inbox
from .rights import Opener, about, erase_hers, record_of


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_inbox
def rights(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """Her address goes in with the form; the page lists what is hers, and what only mentions her."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        shown["found"] = about(form.cleaned_data["email"], secret)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "enquiries/inbox/rights.html", shown, status=status)


@require_POST
@with_open_inbox
def rights_copy(request: HttpRequest, *, secret: bytes) -> HttpResponse:
    """A copy, to print or as a file for a machine (JSON)."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "enquiries/inbox/rights.html", {"form": form}, status=422)
    hers = about(form.cleaned_data["email"], secret).hers
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
    address = form.cleaned_data["email"]
    if request.POST.get("press") != "sure":
        shown = {"form": form, "count": len(about(address, secret).hers)}
        return render(request, "enquiries/inbox/rights_erase.html", shown)
    erased = erase_hers(address, Opener(signed_in(request), secret))
    return render(request, "enquiries/inbox/rights_erased.html", {"certificates": erased})
