"""What changed in an answer since a printing: its words are compared, not dates.

An answer that was only checked, or put online again as it was, has not changed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from alongside.answers.models import AnswerPage

_WORDS = ("title", "sentence", "minute", "facts", "numbers", "red_flags", "nations")


@dataclass(frozen=True)
class Change:
    """The last time that the words became others than those of the printing."""

    on: date
    is_new: bool = False  # the answer came after the printing


def since(day: date, pages: Iterable[AnswerPage]) -> dict[int, Change]:
    """Ids of `pages` that say something else than at the end of `day` → what happened. Two queries."""
    pages = list(pages)
    history = _history([page.pk for page in pages])
    found = {page.pk: _change(page, history[page.pk], day) for page in pages}
    return {pk: change for pk, change in found.items() if change}


def _change(page: AnswerPage, versions: "list[_Version]", day: date) -> Change | None:
    if page.first_published_at and _day(page.first_published_at) > day:
        return Change(_day(page.first_published_at), is_new=True)
    before = [version for version in versions if _day(version.at) <= day]
    after = [version for version in versions if _day(version.at) > day]
    if not before or not after:  # nothing is kept of those times but the date
        last = page.last_published_at
        return Change(_day(last)) if last and _day(last) > day and not before else None
    words, changed = before[-1].words, None
    for version in after:
        if version.words != words:
            words, changed = version.words, version.at
    return Change(_day(changed)) if changed and words != before[-1].words else None


@dataclass(frozen=True)
class _Version:
    """Words that were online from `at` on."""

    at: datetime
    words: dict[str, Any]


def _history(ids: list[int]) -> defaultdict[int, list[_Version]]:
    """What went online, the oldest first: what somebody published, and what the content pack brought."""
    published = PageLogEntry.objects.filter(
        page_id__in=ids, action="wagtail.publish", revision__isnull=False
    )
    rows = [(e.page_id, e.timestamp, e.revision) for e in published.select_related("revision")]
    brought = Revision.page_revisions.filter(Q(user=None), object_id__in=[str(pk) for pk in ids])
    rows += [(int(r.object_id), r.created_at, r) for r in brought]
    versions: defaultdict[int, list[_Version]] = defaultdict(list)
    for pk, at, revision in sorted(rows, key=lambda row: (row[1], row[2].pk)):
        versions[pk].append(_Version(at, _words(revision.content)))
    return versions


def _words(content: dict[str, Any]) -> dict[str, Any]:
    return {name: _without_ids(_read(content.get(name))) for name in _WORDS}


def _read(value: Any) -> Any:
    """A stream is kept as JSON within the JSON of its page."""
    return json.loads(value) if isinstance(value, str) and value.startswith("[") else value


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(one) for key, one in value.items() if key != "id"}
    return [_without_ids(one) for one in value] if isinstance(value, list) else value


def _day(at: datetime) -> date:
    return timezone.localdate(at)
