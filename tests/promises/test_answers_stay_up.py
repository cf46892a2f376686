"""Promise 10: the answers stay up when the database, the worker or the mail server is down."""

import re
import subprocess
import time

import pytest

from tests.served_site import served_site

pytestmark = pytest.mark.served

PAGES = ["/", "/answers/", "/answers/emergency/", "/words/her2/", "/signs/bone/mscc/", "/today/"]


def test_promise_answers_stay_up_without_the_database():
    with served_site(warm=True) as site:
        site.wait_until_warm()
        before = {path: site.get(path) for path in PAGES}
        for extra in ("", "-wal", "-shm"):
            (site.var / f"alongside.sqlite3{extra}").unlink(missing_ok=True)
        (site.var / "alongside.sqlite3").mkdir()  # nothing can open it now
        time.sleep(2.5)  # every process has asked for the edition in vain at least twice
        for path in site.paths():
            assert b"<h1" in site.get(path) or not path.endswith("/"), path
        for path, body in before.items():
            assert site.get(path) == body
        found = site.get("/search/?q=palliative+on+my+letter").decode()
        assert "palliative" in found


def test_promise_answers_stay_up_without_the_worker():
    with served_site() as site:
        time.sleep(4)  # the server has a head start
        subprocess.run(
            ["pkill", "-9", "-P", str(site.process.pid), "-f", "core.worker"], check=True
        )
        page = site.get("/answers/emergency/").decode()
        assert re.search(r"<h1[^>]*>\s*When is it an emergency", page)
