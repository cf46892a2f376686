"""Rehearsals: twice a year a few words of two sheets, or two whole sheets, prove that recovery works."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from alongside.accounts.models import User
from alongside.core import sealing

from . import sheets as paper
from .keys import WrongSheets, are_of, key_of, note_rehearsal, sheets_in_use
from .models import Rehearsal, RehearsalCapsule


def last_rehearsal() -> Rehearsal | None:
    """The last one of the sheets in use."""
    used = sheets_in_use()
    if used is None:
        return None
    return Rehearsal.objects.filter(at__gte=used.confirmed_at).order_by("-at", "-pk").first()


def rehearsal_is_due(now: datetime | None = None) -> bool:
    """Half a year has gone by since the sheets were last proved to work. False while there are none."""
    used = sheets_in_use()
    if used is None or used.confirmed_at is None:
        return False
    proved = Rehearsal.objects.filter(succeeded=True, at__gte=used.confirmed_at)
    last = proved.order_by("-at").values_list("at", flat=True).first()
    return (last or used.confirmed_at) + Rehearsal.EVERY <= (now or timezone.now())


def next_capsule() -> RehearsalCapsule | None:
    """What the next rehearsal asks for. The same until it was answered: a call may take two days.

    The pair of sheets that was tried longest ago, and of that pair the places that were.
    """
    used = sheets_in_use()
    capsules = list(used.capsules.order_by("pk")) if used else []
    last: dict[tuple[int, int], float] = {}
    for one in capsules:
        pair, at = (one.first, one.second), one.used_at.timestamp() if one.used_at else 0.0
        last[pair] = max(last.get(pair, 0.0), at)
    return min(
        capsules,
        key=lambda one: (
            last[one.first, one.second],
            one.used_at.timestamp() if one.used_at else 0.0,
            one.pk,
        ),
        default=None,
    )


@transaction.atomic
def rehearse(*, capsule: RehearsalCapsule, by: User, words: Sequence[str]) -> bool:
    """Two trustees read out the words that were asked for. Proved by opening what only they open.

    Raises sheets.NotASheet for a word that is on no list (that is a slip, and no result).
    """
    try:
        opened = paper.open_capsule(bytes(capsule.locked), words)
        works = opened == bytes(capsule.recovery_set.key.public)
    except sealing.CannotOpen:
        works = False
    if works:
        capsule.used_at = timezone.now()
        capsule.save(update_fields=["used_at"])
    few, numbers = Rehearsal.Kind.A_FEW_WORDS, f"{capsule.first}, {capsule.second}"
    note_rehearsal(kind=few, works=works, numbers=numbers, by=by)
    return works


@transaction.atomic
def rehearse_whole_sheets(*, by: User, sheets: Sequence[str]) -> bool:
    """Two whole sheets are typed in, and the key that they give is compared. It is not kept.

    Raises sheets.NotASheet, also for sheets of an older set: they say nothing about those in use.
    """
    secret, used = paper.join(sheets), sheets_in_use()
    if used is not None and not are_of(used, sheets):
        raise paper.NotASheet(
            f"These sheets are older ones. Please take sheets of set {used.pk}: the number stands "
            "under the heading. Destroy the older ones."
        )
    try:
        key_of(secret)
        works = True
    except WrongSheets:
        works = False
    note_rehearsal(kind=Rehearsal.Kind.WHOLE_SHEETS, works=works, numbers="", by=by)
    return works
