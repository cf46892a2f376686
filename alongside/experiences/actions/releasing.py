"""A release: collated figures go to the website, under the rules, which nobody can switch off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils import timezone

from alongside.accounts import audit
from alongside.accounts.models import User
from alongside.experiences.collation import MIN_NEW, Collated, collate
from alongside.experiences.models import Experience, ExperienceSettings, experience_settings
from alongside.signs import actions as website
from alongside.signs.figures import Figures
from alongside.signs.releases import Release, current_release

EVERY = timedelta(days=7)


class TooFewNew(Exception):
    """Fewer than 10 people are new since the last release: its difference could name somebody."""


class MadeUp(Exception):
    """Some of it was made up for demonstration, and this is a real site."""


@dataclass(frozen=True)
class Change:
    """One figure that would change. was, becomes: as published; None: not shown."""

    table: str
    cell: str
    was: int | None
    becomes: int | None


@dataclass(frozen=True)
class Preview:
    """What a release would publish now, and what speaks against it."""

    collated: Collated
    current: Release | None
    changes: list[Change]

    @property
    def still_missing(self) -> int:
        """People who have to come before a release may be made."""
        return max(0, MIN_NEW - self.collated.new_people)

    @property
    def is_refused_as_made_up(self) -> bool:
        return self.collated.has_made_up and not settings.DEMONSTRATION_ALLOWED

    @property
    def may_be_published(self) -> bool:
        return not self.still_missing and not self.is_refused_as_made_up


def preview() -> Preview:
    """Collates all of it; changes nothing."""
    current = current_release()
    collated = collate()
    was = current.read() if current else Figures(None, ())
    return Preview(collated, current, _changes(was, collated.figures))


def _changes(was: Figures, becomes: Figures) -> list[Change]:
    old, new = _counts(was), _counts(becomes)
    keys = dict.fromkeys([*new, *old])
    changes = [Change(*key, was=old.get(key), becomes=new.get(key)) for key in keys]
    return [change for change in changes if change.was != change.becomes]


def _counts(figures: Figures) -> dict[tuple[str, str], int | None]:
    return {
        (f"{table.heading} – {table.group_label}", cell.label): cell.count
        for table in figures.tables
        for cell in table.cells
    }


def publish(*, by: User | None) -> Release:
    """Publish what is counted now. `by` is None for the weekly one. Raises TooFewNew, MadeUp.

    Collating takes its time, so it comes before the transaction; if anybody came or went meanwhile, it
    is done again inside.
    """
    seen, collated = _who_is_counted(), collate()
    with transaction.atomic():
        _hold_settings()  # one release at a time
        if _who_is_counted() != seen:
            collated = collate()
        if collated.new_people < MIN_NEW:
            raise TooFewNew
        if collated.has_made_up and not settings.DEMONSTRATION_ALLOWED:
            raise MadeUp
        release = website.publish_release(
            figures=collated.figures, method=collated.method, is_made_up=collated.has_made_up
        )
        Experience.objects.counted().filter(first_release=None).update(first_release=release.number)
        audit.record(actor=by, action="release.published", target=f"release:{release.number}")
    return release


def _hold_settings() -> ExperienceSettings:
    return ExperienceSettings.objects.select_for_update().get(pk=1)


def _who_is_counted() -> dict[str, Any]:
    """Changes whenever somebody is counted who was not, or is not who was."""
    return Experience.objects.counted().aggregate(Count("pk"), Sum("pk"), Max("decided_at"))


@transaction.atomic
def set_weekly(*, weekly: bool, by: User) -> None:
    """Whether a release comes every week by itself, once a first one was published by hand."""
    row = _hold_settings()
    row.releases_weekly = weekly
    row.save(update_fields=["releases_weekly"])
    action = "release.weekly_on" if weekly else "release.weekly_off"
    audit.record(actor=by, action=action, target="release:0")


def release_when_due(*, now: datetime | None = None) -> Release | None:
    """The worker's look: a week after the last release, if at least 10 new people came.

    The first one is always published by hand. On a site that holds made-up people nothing happens.
    """
    last = current_release()
    if last is None or not experience_settings().releases_weekly:
        return None
    if last.published_at > (now or timezone.now()) - EVERY:
        return None
    if Experience.objects.counted().filter(first_release=None).count() < MIN_NEW:
        return None
    try:
        return publish(by=None)
    except (TooFewNew, MadeUp):
        return None
