"""The lines of Today about what people tell us: numbers and dates, no word of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from alongside.accounts.permissions import can_read_enquiries
from alongside.experiences.collation import MIN_NEW
from alongside.experiences.keys import current_key
from alongside.experiences.models import Experience, Moderator

from .today_lines import Line, days

LONG = 14  # days


def experience_lines(now: datetime, user: Any) -> Iterator[Line]:
    """For moderators and founders; what only founders can do only for them."""
    is_founder = can_read_enquiries(user)
    urgent = Experience.objects.filter(urgent_at__isnull=False, urgent_done_at=None)
    if number := urgent.count():
        what = "Somebody may be in danger"
        yield Line.alarm(
            what, reverse("experiences") + "?show=urgent", f"{number} marked as urgent"
        )
    waiting = Experience.objects.waiting().aggregate(number=Count("pk"), oldest=Min("received_at"))
    if waiting["number"]:
        old = (now - waiting["oldest"]).days
        line = Line.soon if old >= LONG else Line.waits
        facts = f"the oldest for {days(old)}"
        yield line(
            "Experiences wait for a moderator", reverse("experiences"), waiting["number"], facts
        )
    if is_founder:
        yield from _for_founders()


def _for_founders() -> Iterator[Line]:
    out = Moderator.objects.filter(user__is_active=True).exclude(
        key=current_key(), sealed_key__isnull=False
    )
    if number := out.count():
        where = reverse("experiences_moderators")
        yield Line.waits("Moderators wait to be let in", where, number, "ring them")
    new = Experience.objects.counted().filter(first_release=None).count()
    if new >= MIN_NEW:
        facts = f"{new} new people are accepted"
        yield Line.calm("A release of figures could be made", reverse("releases"), None, facts)
