"""SQLite: what was overwritten still stands in the write-ahead log until that is emptied."""

import logging
from pathlib import Path

from django.conf import settings
from django.db import connection

from alongside.core import tasks

logger = logging.getLogger("alongside.enquiries")

TO_DO = "journal-to-empty"
"""A file in `var` that stands as long as something erased may still be in the log."""


def register() -> None:
    tasks.register_look(empty_the_journal_again, in_one_transaction=False)


def empty_the_journal() -> bool:
    """True if nothing of what was overwritten is in the log any more.

    While somebody else reads or writes it cannot be emptied (SQLite, “PRAGMA wal_checkpoint”: the
    first column says busy). The worker then tries again every minute.
    """
    if connection.vendor != "sqlite":
        return True
    if not connection.in_atomic_block:
        with connection.cursor() as cursor:
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if not busy:
            _to_do().unlink(missing_ok=True)
            return True
    _remember()
    return False


def empty_the_journal_again() -> None:
    """The look of the worker."""
    if _to_do().exists():
        empty_the_journal()


def _to_do() -> Path:
    return Path(settings.VAR) / TO_DO


def _remember() -> None:
    try:
        _to_do().touch()
    except OSError:  # a full disk: the next erasing tries again
        logger.error("The journal could not be emptied, and that could not be written down")
