"""The lines of Today about what people told us: what is urgent, what waits, who waits to be let in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from alongside.accounts.permissions import can_let_moderators_in
from alongside.core.how_long import how_long
from alongside.experiences import keys
from alongside.experiences.collation import MIN_NEW
from alongside.experiences.figures import (
    moderation_figures,
    own_key,
)
from alongside.experiences.models import Experience

from .today_lines import Line


def experience_lines(now: datetime, user: Any) -> Iterator[Line]:
    """For founders and moderators."""
    is_founder = can_let_moderators_in(user)
    if not is_founder:
        yield from _her_own_key(user)
    yield from _what_waits(now)
    if is_founder:
        yield from _for_founders()


def _her_own_key(user: Any) -> Iterator[Line]:
    own = own_key(user)
    if not own.has_passphrase:
        facts = "then a founder lets you in"
        yield Line.soon("Choose your passphrase", reverse("experiences_passphrase"), facts=facts)
    elif not own.is_let_in:
        facts = "ring a founder: it takes her two minutes"
        yield Line.soon("You wait to be let in", reverse("experiences"), facts=facts)


def _what_waits(now: datetime) -> Iterator[Line]:
    figures, page = moderation_figures(), reverse("experiences")
    if figures.oldest_urgent:
        facts = f"the oldest for {how_long(figures.oldest_urgent, now=now)}: somebody’s life may be at risk"
        yield Line.first("Urgent experiences", f"{page}?show=urgent", figures.urgent, facts)
    if figures.oldest_waiting:
        facts = f"the oldest for {how_long(figures.oldest_waiting, now=now)}"
        yield Line.waits("Experiences wait for a moderator", page, figures.waiting, facts)
    if asked := figures.by_state.get(Experience.State.ASKED):
        facts = "they have a question of yours"
        yield Line.calm("People to answer you", f"{page}?show=asked", asked, facts)


def _for_founders() -> Iterator[Line]:
    people = reverse("experiences_people")
    if waiting := len(keys.waiting_to_be_let_in()):
        facts = "ring her, then let her in"
        yield Line.waits("Moderators wait to be let in", people, waiting, facts)
    if left := keys.left_since_exchange():
        facts = "they are no moderators any more: make a new one"
        yield Line.soon("Others still have the key of experiences", people, left, facts)
    if (new := Experience.objects.new().count()) >= MIN_NEW:
        facts = "enough for a new release of the figures"
        yield Line.calm("New people to count", reverse("releases"), new, facts)
