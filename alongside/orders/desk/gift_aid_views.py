"""Gift Aid: what can be claimed, the schedule for HMRC, and that it was sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alongside.accounts.permissions import signed_in
from alongside.core.installation_key import Unreadable
from alongside.orders import gift_aid_ods, gift_aid_schedule
from alongside.orders.actions import claiming
from alongside.orders.gift_aid_rows import CannotBeWritten
from alongside.orders.gift_aid_schedule import tax_on
from alongside.orders.models import GiftAidClaim, Shop
from alongside.orders.permissions import for_founders


@require_safe
@for_founders
def gift_aid(request: HttpRequest) -> HttpResponse:
    """What waits, what cannot be claimed and why, what was claimed too much, and earlier schedules."""
    gifts, left_out = gift_aid_schedule.claimable(timezone.localdate())
    over = gift_aid_schedule.over_claimed()
    pence = sum(gift.pence for gift in gifts)
    shown = {
        "shop": Shop.current(),
        "gifts": gifts,
        "pence": pence,
        "tax": tax_on(pence),
        "left_out": left_out,
        "over": over,
        "over_tax": tax_on(sum(one.pence for one in over)),
        "claims": [_facts(claim) for claim in GiftAidClaim.objects.all()[:50]],
        "most": gift_aid_ods.MOST_ROWS,
    }
    return render(request, "orders/desk/gift_aid.html", shown)


def _facts(claim: GiftAidClaim) -> dict[str, Any]:
    gifts = list(claim.gifts.all())
    pence = sum(gift.pence for gift in gifts)
    return {
        "claim": claim,
        "count": len(gifts),
        "pence": pence,
        "tax": tax_on(pence),
        "over_tax": gift_aid_schedule.over_claimed_tax(claim),
    }


@require_POST
@for_founders
def make(request: HttpRequest) -> HttpResponse:
    try:
        claim = claiming.make(by=signed_in(request))
    except claiming.NothingToClaim:
        messages.warning(request, "No gift waits to be claimed.")
        return redirect("book_gift_aid")
    return redirect("book_gift_aid_claim", claim.pk)


@require_safe
@for_founders
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One schedule: its sums, its files, and what to do with them. Names are in the files alone."""
    one = get_object_or_404(GiftAidClaim, pk=pk)
    shown = {
        **_facts(one),
        "orders": [
            gift.declaration.order for gift in one.gifts.select_related("declaration__order")
        ],
        "corrections": one.corrections.select_related("gift__declaration__order"),
        "has_changed": not one.sent_at and claiming.has_changed(one),
        "abroad": _abroad(one),
    }
    return render(request, "orders/desk/gift_aid_claim.html", shown)


def _abroad(one: GiftAidClaim) -> int:
    """How many lines have X instead of a postcode: worth a look."""
    try:
        return sum(row.is_abroad for row in gift_aid_schedule.rows_of(one))
    except (Unreadable, CannotBeWritten):
        return 0


@require_POST
@for_founders
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The schedule, with names and home addresses: who takes it is written down."""
    one = get_object_or_404(GiftAidClaim, pk=pk)
    kind = "csv" if request.POST.get("kind") == "csv" else "ods"
    try:
        if kind == "csv":
            words: str | bytes = gift_aid_schedule.as_csv(gift_aid_schedule.rows_of(one))
        else:
            words = gift_aid_schedule.as_ods(one)
    except (Unreadable, CannotBeWritten):
        messages.warning(request, "A declaration in it cannot be read any more. Make it anew.")
        return redirect("book_gift_aid_claim", pk)
    claiming.opened(one, by=signed_in(request))
    types = {"csv": "text/csv; charset=utf-8", "ods": gift_aid_ods.TYPE}
    response = HttpResponse(words, content_type=types[kind])
    response["Content-Disposition"] = f'attachment; filename="gift-aid-schedule-{pk}.{kind}"'
    return response


@require_POST
@for_founders
def press(request: HttpRequest, pk: int) -> HttpResponse:
    """It was sent, or it is thrown away. Pressed twice it is the same."""
    one = get_object_or_404(GiftAidClaim, pk=pk)
    pressed = _PRESSED.get(request.POST.get("press", ""))
    return pressed(request, one) if pressed else redirect("book_gift_aid_claim", pk)


def _sent(request: HttpRequest, one: GiftAidClaim) -> HttpResponse:
    try:
        if claiming.mark_sent(one, by=signed_in(request)):
            messages.success(request, "Noted. These gifts are never claimed again.")
    except claiming.Changed:
        messages.warning(
            request, "Not noted: a gift in it was given back since. Throw it away and make it anew."
        )
    return redirect("book_gift_aid_claim", one.pk)


def _throw_away(request: HttpRequest, one: GiftAidClaim) -> HttpResponse:
    try:
        claiming.throw_away(one, by=signed_in(request))
    except claiming.Sent:
        messages.warning(request, "It was sent to HMRC: it stays.")
        return redirect("book_gift_aid_claim", one.pk)
    messages.success(request, "Thrown away. Its gifts wait for the next schedule.")
    return redirect("book_gift_aid")


_PRESSED: dict[str, Callable[[HttpRequest, GiftAidClaim], HttpResponse]] = {
    "sent": _sent,
    "throw_away": _throw_away,
}
