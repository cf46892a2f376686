"""`alongside backup DIR`."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from alongside.accounts import audit

from . import keys_file, media, postgresql, sqlite
from .files import size_in_words, whole_or_not_at_all
from .what import not_in_copies

Say = Callable[[str], object]
NAME, WHEN = "alongside-", "%Y-%m-%d-%H%M%S"  # UTC
SCRATCH = "backup-in-progress.sqlite3"
TROUBLE = (OSError, sqlite3.Error, postgresql.ProgramMissing, postgresql.ProgramFailed)


def make(folder: Path, *, say: Say) -> Path:
    """A dated copy, then the keys, then the media. Returns the copy. Raises one of TROUBLE."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    ending = sqlite.ENDING if connection.vendor == "sqlite" else postgresql.ENDING
    copy = folder / f"{NAME}{timezone.now().astimezone(UTC):{WHEN}}{ending}"
    with whole_or_not_at_all(copy) as partial:
        _copy_database(partial)
    say(f"Database: {copy.name} ({size_in_words(copy)}), without any key.")
    # After the copy: each conversation in it that still has a key finds it here.
    rows = keys_file.write(folder)
    say(f"Keys: {keys_file.NAME} replaced ({rows} rows). Keep no older one anywhere.")
    copied = media.copy_new(folder)
    say("Media: kept elsewhere." if copied is None else f"Media: {copied} new files.")
    audit.record(actor=None, action="backup.made")
    return copy


def _copy_database(to: Path) -> None:
    if connection.vendor == "sqlite":
        source = Path(str(connection.settings_dict["NAME"]))
        scratch = Path(settings.VAR) / SCRATCH
        sqlite.copy_without(source, to, tables=not_in_copies(), scratch=scratch)
    else:
        postgresql.dump_without(to, tables=not_in_copies())


def copies(folder: Path) -> list[Path]:
    """The dated copies of a folder, the oldest first."""
    return sorted(path for path in folder.glob(f"{NAME}*") if path.suffix in _ENDINGS)


_ENDINGS = (sqlite.ENDING, postgresql.ENDING)


def made_at(copy: Path) -> datetime:
    """When it was made, by its name. Raises ValueError."""
    return datetime.strptime(copy.stem.removeprefix(NAME), WHEN).replace(tzinfo=UTC)
