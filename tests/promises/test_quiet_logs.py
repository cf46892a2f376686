"""Promise 13: what somebody types is in no log, no audit row, no address and no file beside the database.

What enquirers write is searched for, in more places still, in `test_sealed.py`.
"""

import re
import sqlite3
import subprocess
import time

import pytest

from e2e.shop_stage import open_shop
from tests import prepared_inbox
from tests.browsing import Browser
from tests.sending_people import LEAST
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


ORDER, FREE = "/book/order/", "/book/free-copy/"
ADDRESS = {
    "name": "zq21quaillark", "line1": "zq22quaillark", "line2": "zq23quaillark",
    "town": "zq24quaillark", "country": "IE", "postcode": "zq25quail", "email": "zq26quaillark@example.org",
}  # fmt: skip
WISH = {
    "copies_1": "1", "gift": "5", "gift_aid": "on", "aid_first": "zq27quaillark",
    "aid_last": "zq28quaillark", "aid_house": "zq29quaillark", "aid_postcode": "BN7 1AA",
    "dedication": "zq30quaillark", "pay_by": "transfer", "step": "look",
}  # fmt: skip


def buy_and_change(buyer: Browser) -> str:
    """With a mistake on the way; then another address. Gives where the order is."""
    for typed in (ADDRESS | WISH | {"copies_1": "zq31quaillark"}, ADDRESS | WISH):
        buyer.get(ORDER)
        time.sleep(LEAST)
        buyer.send(ORDER, typed)
    assert "zq30quaillark" in buyer.page
    buyer.send(ORDER, {"step": "order"})
    found = re.search(r'href="(/book/orders/[^"]+/)address/"', buyer.page)
    assert found and "zq22quaillark" in buyer.page, buyer.page[:3000]
    buyer.get(f"{found[1]}address/")
    time.sleep(LEAST)
    moved = {"name": "zq32quaillark", "line1": "zq33quaillark", "town": "zq34quaillark"}
    buyer.send(f"{found[1]}address/", moved, action="?sent")
    assert "zq33quaillark" in buyer.get(found[1])
    return found[1]


def test_promise_what_a_buyer_types_is_in_no_log_and_no_file():
    made = {}

    def prepare(environment: dict[str, str]) -> None:
        made.update(environment=environment, founder=open_shop(environment))

    with served_site(prepare) as site:
        page = buy_and_change(Browser(site.address))
        asker = Browser(site.address)
        asker.get(FREE)
        time.sleep(LEAST)
        choice = re.search(r'name="edition" value="(\d+)"', asker.page)
        typed = {name: value.replace("zq2", "zq4") for name, value in ADDRESS.items()}
        assert "look into your mail" in asker.send(FREE, typed | {"edition": choice[1]})
        founder = Browser(site.address, {"sessionid": made["founder"]})
        founder.get("/admin/book/orders/")
        found = founder.post(
            "/admin/book/orders/find/", _token(founder) | {"q": "zq26quaillark@example.org"}
        )
        assert found.count("Paperback") == 1
        founder.get("/admin/book/orders/1/")
        sent = founder.post("/admin/book/orders/1/press/", _token(founder) | {
            "press": "change", "buyer-name": "zq51quaillark", "buyer-lines": "zq52quaillark",
            "buyer-town": "zq53quaillark", "buyer-email": "zq54quaillark@example.org",
            "buyer-dedication": "zq55quaillark",
        })  # fmt: skip
        assert "zq52quaillark" in sent
        assert prepared_inbox.run("look", made["environment"]) > 0
        assert "zq52quaillark" in Browser(site.address).get(page)
        assert (site.var / "log").exists() and _files_with("free copy", site.var / "outbox")
        assert _files_with("quaillark", site.var) == []  # in the database it is locked


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
