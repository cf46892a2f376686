"""Numbers and dates of experiences that may be seen while the words are locked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from . import keys
from .models import Experience, Moderator


@dataclass(frozen=True)
class Figures:
    """How many stand where; since when the oldest waits."""

    by_state: dict[str, int]
    oldest_waiting: datetime | None
    urgent: int
    oldest_urgent: datetime | None

    @property
    def waiting(self) -> int:
        return self.by_state.get(Experience.State.WAITING, 0)


def moderation_figures() -> Figures:
    """Three queries, however many there are."""
    states = Experience.objects.order_by().values_list("state").annotate(Count("pk"))
    waiting = Experience.objects.waiting().aggregate(oldest=Min("received_at"))
    urgent = Experience.objects.urgent().aggregate(number=Count("pk"), oldest=Min("urgent_at"))
    return Figures(dict(states), waiting["oldest"], urgent["number"], urgent["oldest"])


@dataclass(frozen=True)
class OwnKey:
    """Where a moderator stands: has she chosen a passphrase, and can she read with it?"""

    has_passphrase: bool
    is_let_in: bool


def own_key(user: Any) -> OwnKey:
    row = Moderator.objects.filter(user=user.pk).first()
    return OwnKey(row is not None, row is not None and keys.is_let_in(user))
