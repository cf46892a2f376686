"""A cache of numbers and short words in one SQLite file, which all processes of a machine share.

Django's own file cache reads, adds and writes: two posts at the same moment are counted as one. Here
every step is one transaction of SQLite, which the file system's lock keeps apart. What is deleted is
overwritten with zeros (`secure_delete`), so that yesterday's salt is gone for good.
"""

import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

PATIENCE = 2.0  # seconds to wait for another process; a post is not kept waiting for longer

_TABLE = "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value, expires REAL NOT NULL)"
_INDEX = "CREATE INDEX IF NOT EXISTS entry_expires ON entry (expires)"


class CounterFile(BaseCache):
    """A Django cache with an `incr` that is right under load. LOCATION: path of the file.

    Keeps int, float, str and bytes as they are: nothing is pickled. Raises OSError or sqlite3.Error
    when the folder cannot be written; a file that is not readable any more is begun anew.
    """

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = Path(location)

    @contextmanager
    def _entries(self) -> Iterator[sqlite3.Connection]:
        """One transaction. Entries whose time is over do not exist in it."""
        self._make()
        file = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
        try:
            # A count need not survive a power cut: it is not worth the wait for the disk.
            file.execute("PRAGMA synchronous=OFF")
            file.execute("PRAGMA secure_delete=ON")
            file.execute("BEGIN IMMEDIATE")
            file.execute(_TABLE)
            file.execute(_INDEX)
            file.execute("DELETE FROM entry WHERE expires <= ?", (time.time(),))
            yield file
            file.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                self._path.unlink(missing_ok=True)
            raise
        finally:
            file.close()

    def _make(self) -> None:
        """An empty file that only its owner may read, linked whole into its place.

        It is never opened under its own name but by SQLite: closing any handle of a file takes from
        the process all locks that SQLite holds on it (fcntl(2); sqlite.org/howtocorrupt.html §2.2).
        """
        if self._path.exists():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f".{self._path.name}.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600, exist_ok=False)
        try:
            os.link(fresh, self._path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        row = (self.make_and_validate_key(key, version=version), value, self._end(timeout))
        with self._entries() as file:
            return bool(file.execute("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", row).rowcount)

    def get(self, key: str, default: Any = None, version: Any = None) -> Any:
        key = self.make_and_validate_key(key, version=version)
        with self._entries() as file:
            row = file.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        return row[0] if row else default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None
    ) -> None:
        row = (self.make_and_validate_key(key, version=version), value, self._end(timeout))
        with self._entries() as file:
            file.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", row)

    def delete(self, key: str, version: Any = None) -> bool:
        key = self.make_and_validate_key(key, version=version)
        with self._entries() as file:
            return bool(file.execute("DELETE FROM entry WHERE key = ?", (key,)).rowcount)

    def incr(self, key: str, delta: int = 1, version: Any = None) -> int:
        """The number after adding `delta`. Raises ValueError if there is none."""
        key = self.make_and_validate_key(key, version=version)
        with self._entries() as file:
            file.execute("UPDATE entry SET value = value + ? WHERE key = ?", (delta, key))
            row = file.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        if row is None:
            raise ValueError("There is no such number.")
        return int(row[0])

    def clear(self) -> None:
        with self._entries() as file:
            file.execute("DELETE FROM entry")

    def forget_expired(self) -> None:
        """Also when nobody posts anything: every look into the file does it."""
        with self._entries():
            pass

    def _end(self, timeout: Any) -> float:
        end = self.get_backend_timeout(timeout)
        return float("inf") if end is None else float(end)
