"""Dated copies of a SQLite database, made while the site runs."""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from .files import sync

ENDING = ".sqlite3"


class SiteIsRunning(Exception):
    """Somebody has the database open."""


def copy_without(source: Path, to: Path, *, tables: Sequence[str], scratch: Path) -> None:
    """A copy without the rows of `tables`, and without any byte that they left behind.

    `scratch` is a path on the disk of the database, for what lies there meanwhile. Raises sqlite3.Error,
    OSError.
    """
    scratch.unlink(missing_ok=True)
    os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(scratch)) as copy:
            live.backup(copy)  # in one step: a snapshot, and nobody has to wait
            copy.execute("PRAGMA journal_mode=MEMORY")  # no journal file with what is deleted
            copy.execute("PRAGMA secure_delete=ON")
            with copy:
                for table in tables:
                    copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  (our own names)
            copy.execute("VACUUM INTO ?", [str(to)])  # only what is in use, page by page
    finally:
        scratch.unlink(missing_ok=True)


def check(path: Path) -> None:
    """Raises sqlite3.DatabaseError if the file is torn."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as copy:
        found = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError("the copy is torn")


def put_back(copy: Path, database: Path) -> None:
    """Put `copy` where the database was. Raises SiteIsRunning, sqlite3.Error, OSError."""
    check(copy)
    _alone(database)
    coming = database.with_name(f".{database.name}.coming")
    coming.unlink(missing_ok=True)
    shutil.copyfile(copy, coming)
    coming.chmod(0o600)
    sync(coming)
    for extra in ("-wal", "-shm"):
        database.with_name(database.name + extra).unlink(missing_ok=True)
    coming.replace(database)
    sync(database.parent)


def _alone(database: Path) -> None:
    """Leaving the write-ahead log needs the file for oneself: it fails while the site runs."""
    if not database.exists():
        return
    with closing(sqlite3.connect(database, timeout=1)) as old:
        try:
            old.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise SiteIsRunning from error
