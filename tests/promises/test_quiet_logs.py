"""Promise 13: what somebody types is in no log, no audit row, no address and no file beside the database.

What enquirers write is searched for, in more places still, in `test_sealed.py`.
"""

import re
import sqlite3
import subprocess

import pytest

from tests import prepared_inbox
from tests.browsing import Browser
from tests.served_site import served_site

pytestmark = pytest.mark.served

CANARY = "zebrafinchcanary"


def test_promise_a_search_leaves_no_word_in_logs_or_files():
    with served_site() as site:
        assert CANARY.encode() in site.get(f"/search/?q={CANARY}")
        for path in (f"/answers/?utm_source={CANARY}", f"/{CANARY}/", f"/search/?q={CANARY}%00"):
            site.status(path)
        assert (site.var / "log").exists()
        assert _files_with(CANARY, site.var) == []


def _files_with(word, folder) -> list[str]:
    found = subprocess.run(
        ["grep", "-rlaiF", word, str(folder)], capture_output=True, text=True
    ).stdout.split()
    return sorted(path.removeprefix(f"{folder}/") for path in found)


def fill_in_what_founders_fill_in(founder: Browser) -> dict[str, str]:
    """Backup contact, first sentences, trustees, an invitation; what each was, by its canary."""
    capacity, sheets, invite = (
        f"/admin/{end}" for end in ("inbox/capacity/", "inbox/keys/sheets/", "people/invite/")
    )
    founder.get(capacity)
    founder.post(capacity, _token(founder) | {
        "usual_days": "3", "treatment_days": "9", "in_treatment_until": "",
        "backup_name": "zq01finchquill", "backup_email": "zq02finchquill@example.org",
        "backup_phone": "07700900zq03finchquill", "first_sentences": "zq04finchquill.",
    })  # fmt: skip
    founder.get("/admin/inbox/")
    founder.send(
        "/admin/inbox/unlock/", {"passphrase": prepared_inbox.PASSPHRASE},
        action="/admin/inbox/unlock/",
    )  # fmt: skip
    founder.get(sheets)
    founder.post(sheets, _token(founder) | {
        "first": "zq05finchquill", "second": "zq06finchquill", "third": "zq07finchquill",
    })  # fmt: skip
    assert "zq06finchquill" in founder.page
    founder.get(invite)
    group = re.search(r'name="roles" value="(\w+)"', founder.page)
    assert group, founder.page[:3000]
    founder.post(invite, _token(founder) | {
        "name": "zq08finchquill", "email": "zq09finchquill@example.org", "roles": group[1],
    })  # fmt: skip
    assert "zq08finchquill" in founder.get("/admin/people/")
    wrong = Browser(founder.address)
    wrong.get("/account/sign-in/")
    wrong.post("/account/sign-in/", _token(wrong) | {
        "login": "zq10finchquill@example.org", "password": "zq11finchquill",
    })  # fmt: skip
    return {
        "zq01": "backup contact", "zq02": "her address", "zq03": "her number",
        "zq04": "first sentence", "zq05": "trustee", "zq06": "trustee", "zq07": "trustee",
        "zq08": "invited", "zq09": "her address", "zq10": "wrong sign-in", "zq11": "wrong password",
    }  # fmt: skip


def _token(browser: Browser) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.page)
    assert found, browser.page[:3000]
    return {"csrfmiddlewaretoken": found[1]}


def test_promise_what_founders_fill_in_is_in_no_log_and_no_audit_row():
    made = {}

    def prepare(environment: dict[str, str]) -> None:
        prepared_inbox.run("make", environment)
        made["founder"] = prepared_inbox.run("sign-in", environment)

    with served_site(prepare) as site:
        written = fill_in_what_founders_fill_in(Browser(site.address, made["founder"]))
        log = (site.var / "log").read_text()
        files = {
            canary: {name.partition("/")[0].partition("-")[0] for name in
                     _files_with(f"{canary}finchquill", site.var)}
            for canary in written
        }  # fmt: skip
        with sqlite3.connect(site.var / "alongside.sqlite3") as database:
            audit = repr(database.execute("SELECT * FROM accounts_auditentry").fetchall())
            audit += repr(database.execute("SELECT * FROM wagtailcore_modellogentry").fetchall())
            settings = repr(database.execute("SELECT * FROM enquiries_inboxsettings").fetchall())
    assert "finchquill" not in log
    assert "invitation.made" in audit
    assert "finchquill" not in audit
    assert all(f"zq0{n}finchquill" in settings for n in (1, 2, 3, 4))
    database_only = {"alongside.sqlite3"}
    for canary in ("zq01", "zq02", "zq03", "zq04", "zq08", "zq09"):
        assert files[canary] == database_only, written[canary]
    for canary in ("zq05", "zq06", "zq07", "zq10", "zq11"):
        assert files[canary] == set(), written[canary]
