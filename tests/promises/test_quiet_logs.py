"""Promise 13: what somebody types is in no log and no file of the installation."""

import subprocess

import pytest

from tests.served_site import served_site

pytestmark = pytest.mark.served

CANARY = "zebrafinchcanary"


def test_promise_a_search_leaves_no_word_in_logs_or_files():
    with served_site() as site:
        assert CANARY.encode() in site.get(f"/search/?q={CANARY}")
        for path in (f"/answers/?utm_source={CANARY}", f"/{CANARY}/", f"/search/?q={CANARY}%00"):
            site.status(path)
        found = subprocess.run(
            ["grep", "-rlaF", CANARY, str(site.var)], capture_output=True, text=True
        ).stdout.split()
        assert (site.var / "log").exists()
        assert found == []
