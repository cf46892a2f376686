"""Claiming Gift Aid: make a schedule, send it oneself, say that it was sent. No gift is claimed twice."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from alongside.accounts.audit import record
from alongside.orders import gift_aid_schedule
from alongside.orders.gift_aid_ods import MOST_ROWS
from alongside.orders.models import ClaimedGift, GiftAidClaim, GiftAidCorrection, Shop

from .orders import hold_shop


class NothingToClaim(Exception):
    """No gift waits to be claimed."""


class Changed(Exception):
    """A gift in it was given back, or its declaration taken back, since the schedule was made."""


class Sent(Exception):
    """It was sent to HMRC: it cannot be thrown away."""


@transaction.atomic
def make(*, by: Any) -> GiftAidClaim:
    """A schedule of the oldest gifts that wait, and of what earlier ones asked too much.

    Raises NothingToClaim.
    """
    hold_shop()
    gifts, _ = gift_aid_schedule.claimable(timezone.localdate())
    if not gifts:
        raise NothingToClaim
    claim = GiftAidClaim.objects.create(made_by=by, is_made_up=Shop.current().is_made_up)
    ClaimedGift.objects.bulk_create(
        ClaimedGift(claim=claim, declaration=gift.declaration, on=gift.on, pence=gift.pence)
        for gift in gifts[:MOST_ROWS]
    )
    GiftAidCorrection.objects.bulk_create(
        GiftAidCorrection(claim=claim, gift=over.gift, pence=over.pence)
        for over in gift_aid_schedule.over_claimed()
    )
    record(actor=by, action="giftaid.made", target=f"claim:{claim.pk}")
    return claim


@transaction.atomic
def throw_away(claim: GiftAidClaim, *, by: Any) -> None:
    """Its gifts are free for the next schedule. Raises Sent."""
    claim = GiftAidClaim.objects.select_for_update().get(pk=claim.pk)
    if claim.sent_at:
        raise Sent
    record(actor=by, action="giftaid.thrown-away", target=f"claim:{claim.pk}")
    claim.delete()


@transaction.atomic
def mark_sent(claim: GiftAidClaim, *, by: Any) -> bool:
    """A founder sent it to HMRC. False if that was said before. Raises Changed."""
    claim = GiftAidClaim.objects.select_for_update().get(pk=claim.pk)
    if claim.sent_at:
        return False
    if has_changed(claim):
        raise Changed
    claim.sent_at, claim.sent_by = timezone.now(), by
    claim.save(update_fields=["sent_at", "sent_by"])
    for gift in claim.gifts.select_related("declaration"):
        gift.declaration.claimed_at = claim.sent_at
        gift.declaration.save(update_fields=["claimed_at"])
    record(actor=by, action="giftaid.sent", target=f"claim:{claim.pk}")
    return True


def has_changed(claim: GiftAidClaim) -> bool:
    """Whether the books say something else of its gifts than it does."""
    gifts = list(claim.gifts.select_related("declaration__order"))
    now = gift_aid_schedule.received_gifts([gift.declaration.order for gift in gifts])
    return any(
        gift.declaration.cancelled_at
        or now.get(gift.declaration.order_id, (None, 0))[1] < gift.pence
        for gift in gifts
    )


def opened(claim: GiftAidClaim, *, by: Any) -> None:
    """Somebody took the file with names and addresses."""
    record(actor=by, action="giftaid.file-opened", target=f"claim:{claim.pk}")
