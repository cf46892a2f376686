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


class PublishedMeanwhile(Exception):
    """Another release came since she looked. `release` is the one that stands on the website now."""

    def __init__(self, release: Release | None) -> None:
        super().__init__()
        self.release = release


@dataclass(frozen=True)
class Change:
    """One figure that would change. was, becomes: as published; None: not shown."""

    table: str
    cell: str
    was: int | None
    becomes: int | None

    @property
    def in_words(self) -> str:
        """`appears: 10`, `goes (it was 10)`, `from 10 to 15`."""
        if self.was is None:
            return f"appears: {self.becomes:,}"
        if self.becomes is None:
            return f"goes (it was {self.was:,})"
        return f"from {self.was:,} to {self.becomes:,}"


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


def publish(*, by: User | None, after: int | None = None) -> Release:
    """Publish what is counted now. `by` is None for the weekly one. after: number of the release that she
    saw as the current one, 0 for none; None: whatever is current.

    Raises TooFewNew, MadeUp, PublishedMeanwhile.

    Collating takes its time, so it comes before the transaction; if anybody came or went or another
    release was made meanwhile, it is done again inside. On PostgreSQL somebody who is accepted in the
    last moment may be marked as counted without being in the figures: then one more has to come for the
    next release, never one fewer.
    """
    _refuse(after)
    seen, collated = _decisive(), collate()
    with transaction.atomic():
        _hold_settings()  # one release at a time
        _refuse(after)
        if _decisive() != seen:
            collated = collate()
        release = website.publish_release(
            figures=collated.figures, method=collated.method, is_made_up=collated.has_made_up
        )
        Experience.objects.new().update(first_release=release.number)
        audit.record(actor=by, action="release.published", target=f"release:{release.number}")
    return release


def _refuse(after: int | None) -> None:
    """The rules of the house, from the rows themselves. Raises TooFewNew, MadeUp, PublishedMeanwhile."""
    current = current_release()
    if after is not None and after != (current.number if current else 0):
        raise PublishedMeanwhile(current)
    if Experience.objects.new().count() < MIN_NEW:
        raise TooFewNew
    if (
        not settings.DEMONSTRATION_ALLOWED
        and Experience.objects.counted().filter(is_made_up=True).exists()
    ):
        raise MadeUp


def _hold_settings() -> ExperienceSettings:
    return ExperienceSettings.objects.select_for_update().get(pk=1)


def _decisive() -> dict[str, Any]:
    """Changes whenever somebody is counted who was not, or is not who was, or a release is made."""
    counted = Experience.objects.counted()
    return counted.aggregate(Count("pk"), Sum("pk"), Max("decided_at"), Count("first_release"))


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
    try:
        return publish(by=None)
    except (TooFewNew, MadeUp):
        return None
