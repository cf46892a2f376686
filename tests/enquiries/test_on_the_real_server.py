"""`alongside run`, two processes: presses at the same moment; and a database that fails."""

import re
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pytest

from tests.enquiries.conftest import WORDS, hidden
from tests.open_inbox import open_inbox
from tests.served_site import ServedSite, served_site

pytestmark = pytest.mark.served


@pytest.fixture
def site() -> Iterator[ServedSite]:
    with served_site() as served:
        open_inbox(served)
        yield served


def _send(site: ServedSite, data: dict[str, str]) -> tuple[int, str]:
    request = urllib.request.Request(
        f"{site.address}/join-us/", urllib.parse.urlencode(data).encode(),
        {"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def _count(site: ServedSite, table: str) -> int:
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        return database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]


def test_promise_one_message_however_often_she_presses_and_none_lost_without_a_database(site):
    form = hidden(site.get("/join-us/").decode()) | WORDS
    time.sleep(3)  # a person needs longer
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: _send(site, form), range(4)))
    assert {status for status, _ in said} == {200}
    sheets = {
        re.search(r'<ol class="six-words".*?</ol>', page, re.DOTALL).group() for _, page in said
    }
    assert len(sheets) == 1
    assert _count(site, "enquiries_conversation") == 1
    assert _count(site, "enquiries_sealedtext") == 2  # who she is, and what she wrote

    form = hidden(site.get("/join-us/").decode()) | WORDS
    time.sleep(3)
    with sqlite3.connect(site.var / "alongside.sqlite3", timeout=20) as database:
        database.execute("ALTER TABLE enquiries_sealedtext RENAME TO gone")
    status, page = _send(site, form)
    assert status == 503
    assert "Not sent yet" in page
    assert WORDS["message"] in unescape(page)
    assert "Your six words" not in page
    assert _count(site, "enquiries_conversation") == 1
