"""Promises 2 and 13: nothing that anybody typed can be found outside of what is sealed.

A word of its own (a canary) goes into every field of every form, on both sides; then every file of the
installation, its backup, its log, the environment of its processes, the mail that waits and what staff
can see without the key are searched for each of them, in several codings.
"""

import base64
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import prepared_inbox
from tests.browsing import Browser
from tests.sending_people import LEAST
from tests.served_site import served_site
from tests.site_copy import ROOT

pytestmark = pytest.mark.served


def word(number: int) -> str:
    return f"zq{number:02}canaryquill"


def write_everything(site, founder: Browser) -> str:  # type: ignore[no-untyped-def]
    """Fill in every form, as an enquirer, a relative, a complainant and a founder. Returns six words."""
    enquirer = Browser(site.address)
    enquirer.get("/join-us/")
    time.sleep(LEAST)
    page = enquirer.send("/join-us/", {
        "need": "call", "situation": "living", "name": word(1), "places": "bone", "region": "wales",
        "answer_by": "phone", "phone": "07700 900 123 4567", "good_times": word(2), "nudge": "on",
        "email": f"{word(3)}@example.org", "message": word(4), "consent": "on",
    })  # fmt: skip
    assert "data-six-words" in page, page[:3000]
    six = _six_words(page)
    enquirer.get("/join-us/conversation/")
    assert word(4) in enquirer.send("/join-us/conversation/", {"receipt": six})
    enquirer.send("/join-us/conversation/", {"message": word(5), "do": "write"})
    assert word(5) in enquirer.page
    enquirer.send("/join-us/conversation/", {"do": "reach"})
    enquirer.send("/join-us/conversation/", {
        "name": word(6), "answer_by": "email", "email": f"{word(7)}@example.org", "nudge": "on",
    })  # fmt: skip

    relative = Browser(site.address)
    relative.get("/someone-has-died/")
    time.sleep(LEAST)
    page = relative.send("/someone-has-died/", {
        "addresses": f"{word(8)}@example.org", "died_name": word(9), "message": word(10),
        "name": word(11), "email": f"{word(12)}@example.org", "phone": "07700 900 123 4568",
        "consent": "on",
    })  # fmt: skip
    assert "data-six-words" in page, page[:3000]

    complainant = Browser(site.address)
    complainant.get("/privacy/complaint/")
    time.sleep(LEAST)
    page = complainant.send("/privacy/complaint/", {
        "message": word(13), "wish": word(14), "name": word(15), "email": f"{word(16)}@example.org",
        "phone": "07700 900 123 4569", **({"consent": "on"} if 'name="consent"' in complainant.page else {}),
    })  # fmt: skip
    assert "data-six-words" in page, page[:3000]

    founder.get("/admin/inbox/")
    founder.send(
        "/admin/inbox/unlock/",
        {"passphrase": prepared_inbox.PASSPHRASE},
        action="/admin/inbox/unlock/",
    )
    assert "A call back" in founder.get("/admin/inbox/"), founder.page[-3000:]
    founder.send("/admin/inbox/open/", {"conversation": "1"}, action="/admin/inbox/open/")
    assert word(4) in founder.page
    founder.send("/admin/inbox/1/answer/", {"message": word(17)}, action="/admin/inbox/1/answer/")
    founder.get("/admin/inbox/1/")
    founder.send("/admin/inbox/1/note/", {"message": word(18)}, action="/admin/inbox/1/note/")
    founder.get("/admin/inbox/write-down/")
    founder.send("/admin/inbox/write-down/", {
        "origin": "phone", "name": word(19), "answer_by": "here", "message": word(20), "consent": "on",
    })  # fmt: skip
    founder.get("/admin/inbox/")
    founder.send("/admin/inbox/find/", {"q": word(21)}, action="/admin/inbox/find/")
    founder.get("/admin/inbox/rights/")
    founder.send(
        "/admin/inbox/rights/", {"email": f"{word(22)}@example.org"}, action="/admin/inbox/rights/"
    )
    founder.get("/admin/inbox/1/")
    assert word(17) in founder.page
    assert word(18) in founder.page
    return six


def tell_everything(site) -> str:  # type: ignore[no-untyped-def]
    """Fill in every field about what she lived through, and change it afterwards. Returns six words."""
    teller = Browser(site.address)
    teller.get("/signs/share/")
    time.sleep(LEAST)
    words = (
        "own_signs", "told_first_words", "taken_for_words", "found_by_words", "wish_known",
        "quote_1", "quote_2", "quote_3", "name", "contact_name", "ask_name", "ask_reach",
    )  # fmt: skip
    page = teller.send("/signs/share/", {
        "route": "de_novo", "signed_as": "pen_name", "wish": "ask", "count_me": "on", "quote_me": "on",
        "write_back": "on", "email": f"{word(23)}@example.org",
        **{name: word(number) for number, name in enumerate(words, 24)},
    })  # fmt: skip
    assert "data-six-words" in page, page[:3000]
    six = _six_words(page)
    teller.get("/signs/share/yours/")
    assert word(28) in teller.send("/signs/share/yours/", {"receipt": six})
    teller.send("/signs/share/yours/", {"do": "change"})
    page = teller.send("/signs/share/yours/", {
        "do": "keep-changes", "count_me": "on", "quote_me": "on", "write_back": "on",
        "email": f"{word(36)}@example.org", "contact_name": word(37), "wish": "ask",
        "ask_reach": word(38),
    })  # fmt: skip
    assert word(38) in page
    return six


def _six_words(page: str) -> str:
    return " ".join(
        re.findall(r"<li>(\w+)</li>", page.partition("data-six-words")[2].partition("</ol>")[0])
    )


def codings(secret: str) -> list[bytes]:
    """The ways in which it might stand somewhere."""
    plain = secret.encode()
    ways = [plain, plain.upper(), plain.hex().encode(), secret.encode("utf-16-le")]
    for shift in range(3):  # base64 of a longer text that holds it
        coded = base64.b64encode(b"\0" * shift + plain)
        ways.append(coded[4 if shift else 0 : -4])
    return ways


def find(secrets: list[str], where: dict[str, bytes]) -> list[tuple[str, str]]:
    return [
        (secret, name)
        for secret in secrets
        for way in codings(secret)
        for name, content in where.items()
        if way in content
    ]


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "static" not in path.parts
    }


def family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(found for child in children for found in family(int(child)))]


def test_promise_sealed_no_word_stands_anywhere_that_is_not_sealed(tmp_path):
    made: dict[str, object] = {}

    def prepare(environment: dict[str, str]) -> None:
        made["secret"] = prepared_inbox.run("make", environment)
        made["founder"] = prepared_inbox.run("sign-in", environment)
        made["operator"] = prepared_inbox.run("sign-in-operator", environment)
        made["environment"] = environment

    with served_site(prepare) as site:
        founder = Browser(site.address, made["founder"])
        six = write_everything(site, founder)
        told = tell_everything(site)
        secrets = [word(n) for n in range(1, 39)] + ["07700 900 123 45", six, six.replace(" ", "-")]
        secrets += [told, told.replace(" ", "-")]
        secrets += [prepared_inbox.PASSPHRASE, made["secret"], *prepared_inbox.TRUSTEES]

        founder.get("/admin/inbox/")
        founder.send("/admin/inbox/lock/", {}, action="/admin/inbox/lock/")
        staff = {}
        operator = Browser(site.address, made["operator"])
        for who, browser in (("founder", founder), ("operator", operator)):
            for path in ("/admin/today/", "/admin/inbox/", "/admin/inbox/1/", "/admin/mail/",
                         "/admin/mail/written/", "/admin/reports/site-history/", "/admin/log/",
                         "/admin/inbox/erased/"):  # fmt: skip
                staff[f"{who} {path}"] = browser.get(path).encode()
        assert any(b"waits" in page for page in staff.values())
        assert find(secrets, staff) == []

        done = subprocess.run(
            [sys.executable, "manage.py", "backup", str(tmp_path / "backup")],
            env=made["environment"], cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        running = {}
        for pid in family(site.process.pid):
            running[f"environment of {pid}"] = Path(f"/proc/{pid}/environ").read_bytes()
            running[f"command of {pid}"] = Path(f"/proc/{pid}/cmdline").read_bytes()
        prepared_inbox.run("look", made["environment"])  # what is due later becomes mail now
        while_running = files_below(site.var) | files_below(tmp_path) | running
        while_running["what the backup said"] = (done.stdout + done.stderr).encode()
        assert find(secrets, while_running) == []
        # The search finds what is there: the founder's address stands in the database.
        assert {name for _, name in find([prepared_inbox.FOUNDER], while_running)} >= {
            "alongside.sqlite3"
        }
        assert json.dumps(sorted(while_running)).count("outbox") >= 1
        log = while_running["log"].decode()
        assert "ERROR" not in log
        site.process.terminate()
        site.process.wait(40)
        assert find(secrets, files_below(site.var)) == []
