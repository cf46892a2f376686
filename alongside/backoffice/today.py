"""What needs somebody today: one line for each thing, from whatever room, for whoever may act on it.

Numbers and dates only: it can be seen while the inbox is locked. However much waits, it takes the same
number of queries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.accounts.permissions import (
    can_dispatch,
    can_moderate,
    can_read_enquiries,
    can_review,
    can_see_mail_states,
    can_send_letters,
    can_write,
)
from alongside.core import due
from alongside.core.mail.models import OutboxMessage
from alongside.orders.permissions import can_keep_books

from .today_cards import card_lines
from .today_experiences import experience_lines
from .today_inbox import inbox_lines
from .today_letters import letter_lines
from .today_lines import Line, days
from .today_orders import order_lines
from .today_wishes import wish_lines


@dataclass(frozen=True)
class Today:
    """The lines for one person, what is most pressing first."""

    lines: list[Line]

    @property
    def is_empty(self) -> bool:
        return not self.lines


def today_for(user: Any, *, now: datetime | None = None) -> Today:
    """Each role sees only what it may act on."""
    now = now or timezone.now()
    lines: list[Line] = []
    if can_read_enquiries(user):
        lines += inbox_lines(now, user)
        lines += wish_lines()
    if can_moderate(user):
        lines += experience_lines(now, user)
    if can_send_letters(user):
        lines += letter_lines(now)
    if can_dispatch(user):
        lines += order_lines(now, user)
    if can_keep_books(user):
        lines += card_lines()
    if can_see_mail_states(user):
        lines += _mail(now)
    if can_write(user) or can_review(user):
        lines += _checks(now)
    return Today(sorted(lines, key=lambda line: line.tone.value))


def _mail(now: datetime) -> Iterator[Line]:
    troubled = OutboxMessage.objects.in_trouble(now)
    if number := troubled.count():
        yield Line.soon("Mail in trouble", reverse("mail"), number, "it does not go out")


def _checks(now: datetime) -> Iterator[Line]:
    waiting = due.pages_waiting()
    if waiting:
        oldest = min(page.asked_at for page in waiting)
        facts = f"the oldest for {days((now - oldest).days)}"
        yield Line.calm("Pages wait for a reviewer", reverse("checks_due"), len(waiting), facts)
    today = timezone.localdate(now)
    pages = due.pages_due(today=today)
    overdue = sum(1 for page in pages if page.due_on and page.due_on < today)
    number = len(pages) + due.sources_due(today=today).count()
    if number:
        facts = f"{overdue} overdue" if overdue else "in the next 30 days"
        yield Line.calm("Pages and sources to check", reverse("checks_due"), number, facts)
