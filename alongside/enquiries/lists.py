"""The lists of the inbox: which conversations stand in each, and in which order."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q

from .models import Conversation, ConversationQuerySet

ERASED_SOON = timedelta(days=30)
LISTS = {
    "waiting": "Waiting",
    "unread": "Unread",
    "mine": "Mine",
    "overdue": "Overdue",
    "follow-up": "Follow-up",
    "complaints": "Complaints",
    "deaths": "Deaths",
    "erased-soon": "Erased soon",
    "closed": "Closed",
    "all": "All",
}
FIRST = "waiting"


def in_list(name: str, *, today: date, user: Any = None) -> Q:
    """The condition of a list. `user` is needed for `mine`. Raises KeyError for another name."""
    waiting = Q(state=Conversation.State.WAITING)
    return {
        "waiting": waiting,
        "unread": Q(unread_since__isnull=False),
        "mine": Q(taken_by=user) & ~Q(state=Conversation.State.CLOSED),
        "overdue": waiting & Q(answer_by__lt=today),
        "follow-up": Q(follow_up_on__lte=today),
        "complaints": waiting & Q(purpose=Conversation.Purpose.COMPLAINT),
        "deaths": waiting & Q(purpose=Conversation.Purpose.BEREAVEMENT),
        "erased-soon": Q(erase_on__lte=today + ERASED_SOON),
        "closed": Q(state=Conversation.State.CLOSED),
        "all": Q(),
    }[name]


def conversations(name: str, *, today: date, user: Any) -> ConversationQuerySet:
    """A list: who waits longest comes first, then what was last spoken of most recently."""
    return (
        Conversation.objects.filter(in_list(name, today=today, user=user))
        .select_related("keys", "taken_by")
        .order_by(F("waiting_since").asc(nulls_last=True), "-last_word_at", "pk")
    )
