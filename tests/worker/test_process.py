"""The worker as a process of its own, on a database of its own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from tests.site_copy import ROOT, template_database

pytestmark = pytest.mark.served


def _is_live(database, pk):
    with closing(sqlite3.connect(database, timeout=10)) as connection:
        return connection.execute("SELECT live FROM wagtailcore_page WHERE id = ?", [pk]).fetchone()


def test_it_looks_as_soon_as_it_starts_and_stops_when_told(tmp_path):
    database = tmp_path / "alongside.sqlite3"
    shutil.copy(template_database(), database)
    with closing(sqlite3.connect(database)) as connection, connection:
        pk, revision = connection.execute(
            "SELECT id, live_revision_id FROM wagtailcore_page WHERE slug = 'scan-day'"
        ).fetchone()
        connection.execute("UPDATE wagtailcore_page SET live = 0 WHERE id = ?", [pk])
        connection.execute(
            "UPDATE wagtailcore_revision SET approved_go_live_at = '2020-01-01' WHERE id = ?",
            [revision],
        )
    assert _is_live(database, pk) == (0,)
    environment = {
        **os.environ,
        "ALONGSIDE_VAR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }
    command = [sys.executable, "-m", "alongside.core.worker"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as worker:
        deadline = time.monotonic() + 60
        while _is_live(database, pk) == (0,) and time.monotonic() < deadline:
            time.sleep(0.1)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    assert _is_live(database, pk) == (1,)
