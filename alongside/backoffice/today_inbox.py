"""The lines of Today about the inbox: who waits, and whether the inbox can be relied on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alongside.core import second_channel
from alongside.core.how_long import how_long
from alongside.enquiries import keys
from alongside.enquiries.figures import (
    Figures,
    Readiness,
    days_left,
    inbox_figures,
    readiness,
)
from alongside.enquiries.models import KeyHolder

from .today_lines import Line, days


def inbox_lines(now: datetime, user: Any) -> Iterator[Line]:
    yield from _her_own_key(user)
    yield from _who_waits(inbox_figures(now=now, user=user), now)
    yield from _can_be_relied_on(now)


def _her_own_key(user: Any) -> Iterator[Line]:
    """A founder who cannot read yet: what she does next. Who makes the key gets another line."""
    holder = KeyHolder.objects.filter(user=user.pk).first()
    if holder is not None and holder.sealed_key is not None:
        return
    if keys.current_key() is None:
        return
    if holder is None:
        url, facts = reverse("inbox_key_passphrase"), "then another founder lets you in"
        yield Line.soon("Choose your inbox passphrase", url, facts=facts)
    else:
        facts = "ring a founder who can read the inbox: it takes her two minutes"
        yield Line.soon("You wait to be let in", reverse("inbox"), facts=facts)


def _who_waits(figures: Figures, now: datetime) -> Iterator[Line]:
    inbox = reverse("inbox")
    if figures.overdue:
        yield Line.soon(
            "Answers overdue", f"{inbox}?show=overdue", figures.overdue, "later than we said"
        )
    if figures.next_complaint_by:
        left = days_left(figures.next_complaint_by, today=timezone.localdate(now))
        facts = f"{days(left)} left of 30" if left > 0 else "the 30 days are over"
        tone = Line.waits if left > 7 else Line.soon
        yield tone("Complaints about data", f"{inbox}?show=complaints", figures.complaints, facts)
    if figures.deaths:
        yield Line.waits(
            "Somebody has died", f"{inbox}?show=deaths", figures.deaths, "mail to her is stopped"
        )
    if figures.given:
        yield Line.waits("Given to you", f"{inbox}?show=mine", figures.given, "you look after them")
    if figures.oldest_waiting:
        facts = f"the oldest for {how_long(figures.oldest_waiting, now=now)}"
        if figures.unread:
            facts = f"{facts}; {figures.unread} not read yet"
        yield Line.waits("Wait for an answer", f"{inbox}?show=waiting", figures.waiting, facts)
    if figures.follow_up:
        yield Line.waits(
            "To look at again", f"{inbox}?show=follow-up", figures.follow_up, "you asked for it"
        )
    if figures.erased_soon:
        facts = "within 30 days, unless somebody writes"
        yield Line.calm("Erased soon", f"{inbox}?show=erased-soon", figures.erased_soon, facts)


def _can_be_relied_on(now: datetime) -> Iterator[Line]:
    ready, key_page = readiness(now=now), reverse("inbox_keys")
    if ready.alarm:
        since = how_long(ready.alarm.began_at, now=now)
        facts = f"for {since}: {ready.alarm.get_cause_display()}"
        yield Line.alarm("Silence alarm", reverse("inbox_alarm"), facts)
    if not ready.has_key:
        yield Line.soon(
            "Make the key of the inbox", key_page, facts="until then nobody can write to you"
        )
        return
    yield from _key(ready, key_page)
    if not ready.settings.backup_email:
        facts = "for when nobody answers"
        yield Line.calm("Name a backup contact", reverse("inbox_capacity"), facts=facts)
    if not second_channel.is_set():
        facts = "your operator sets it: how we reach somebody when mail is broken"
        yield Line.calm("Set a second channel", reverse("inbox_alarm"), facts=facts)


def _key(ready: Readiness, key_page: str) -> Iterator[Line]:
    if not ready.has_sheets:
        yield Line.soon("Print the recovery sheets", key_page, facts="without them all can be lost")
    elif ready.is_rehearsal_due:
        facts = "twice a year, 5 minutes by telephone"
        yield Line.calm("Rehearse the recovery sheets", reverse("inbox_key_rehearsal"), facts=facts)
    if ready.to_let_in:
        facts = "ring her, then let her in"
        yield Line.waits("Founders wait to be let in", key_page, ready.to_let_in, facts)
    if ready.strangers:
        facts = "they are no founders any more: make a new one"
        yield Line.soon("Others still have the key", key_page, ready.strangers, facts)
