"""What `alongside doctor` looks at in the backups: whether they were ever brought back."""

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError
from django.utils import timezone

from alongside.enquiries.models import live_key

from .health import Finding
from .models import RestoreRehearsal

EVERY = timedelta(days=182)


def backup_was_rehearsed() -> Finding:
    try:
        last, is_open = RestoreRehearsal.objects.first(), live_key() is not None
    except DatabaseError:
        return Finding("backup", "unknown: the database does not answer", "See database.")
    advice = "Run: alongside backup DIR, then: alongside backup rehearse DIR"
    if last is None:
        return Finding("backup", "never brought back as a rehearsal", advice if is_open else "")
    state = f"rehearsed on {timezone.localdate(last.at):%-d %B %Y}"
    if not last.succeeded:
        return Finding("backup", f"{state}: it did not come back", advice)
    if last.at < timezone.now() - EVERY:
        return Finding("backup", f"{state}, more than half a year ago", advice)
    return Finding("backup", f"{state}: it came back")


BACKUP_CHECKS: tuple[Callable[[], Finding], ...] = (backup_was_rehearsed,)
