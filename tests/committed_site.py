"""A site whose rows are really committed, for tests that kill what works on them. On both databases."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from tests.site_copy import ROOT, template_database


class CommittedSite:
    """`module`: what is started, with `python -m`."""

    def __init__(self, folder: Path, url: str, port: int, module: str) -> None:
        self.folder, self.url, self.module = folder, url, module
        self._environment = {
            **os.environ, "ALONGSIDE_VAR": str(folder), "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
            "ALONGSIDE_SMTP_HOST": "127.0.0.1", "ALONGSIDE_SMTP_PORT": str(port),
            "ALONGSIDE_SMTP_TLS": "false",
        }  # fmt: skip

    def start(self, *command: object, **pipes: Any) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", self.module, *map(str, command)],
            env=self._environment, cwd=ROOT, **pipes,
        )  # fmt: skip

    def run(self, *command: object) -> None:
        assert self.start(*command).wait(60) == 0

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Past Django, whose connection of this process belongs to other tests."""
        database = self.folder / "alongside.sqlite3"
        connected = psycopg.connect(self.url) if self.url else sqlite3.connect(database, timeout=10)
        with closing(connected) as own, own:
            cursor = own.execute(query)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def committed_site(folder: Path, port: int, module: str) -> Iterator[CommittedSite]:
    """On PostgreSQL it is the test database itself: whoever uses it removes the rows at the end."""
    url = _test_database_on_postgresql()
    if not url:
        shutil.copy(template_database(), folder / "alongside.sqlite3")
    yield CommittedSite(folder, url, port, module)


def _test_database_on_postgresql() -> str:
    if connection.vendor != "postgresql":
        return ""
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"


def wait_until(true: Callable[[], Any]) -> None:
    """Raises AssertionError after half a minute."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)
