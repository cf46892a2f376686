"""Two hundred people order at the same moment, and ten copies are left. On both databases; and through the
form of the real server."""

import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from sqlite3 import connect

import pytest

from tests.committed_site import committed_site
from tests.sending_people import LEAST, ORDER, THANKED, People, filled_in, hidden_fields
from tests.served_site import served_site
from tests.site_copy import ROOT

PROCESSES, BUYERS, COPIES = 2, 100, 10


def test_two_hundred_buyers_get_exactly_the_last_ten_copies(db, tmp_path):
    with committed_site(tmp_path, 0, "tests.orders.buyers") as site:
        site.run("open", COPIES)
        try:
            rushes = [
                site.start("rush", number * BUYERS, BUYERS, stdin=-1, stdout=-1)
                for number in range(PROCESSES)
            ]
            _all_at_once(rushes)
            said = [rush.communicate(timeout=240)[0].decode().split() for rush in rushes]
            assert sum(int(placed) for placed, _ in said) == COPIES
            assert sum(int(refused) for _, refused in said) == PROCESSES * BUYERS - COPIES
            assert site.ask("SELECT on_hand, reserved FROM orders_bookedition") == [(10, 10)]
            assert site.ask("SELECT sum(copies), count(*) FROM orders_orderline") == [(10, 10)]
            assert site.ask("SELECT count(*) FROM orders_order WHERE state = 'unpaid'") == [(10,)]
        finally:
            site.run("forget")


def test_the_fund_is_spent_once_however_many_ask_and_cancel_at_the_same_moment(db, tmp_path):
    """Two givers who paid two copies each cancel, while twenty people ask, each of them twice."""
    with committed_site(tmp_path, 0, "tests.orders.buyers") as site:
        site.run("open", 50)
        try:
            site.run("fund", 20)
            [(fund,)] = site.ask("SELECT sum(pence) FROM orders_posting WHERE account = 'forward'")
            free = "SELECT count(*) FROM orders_order WHERE source = 'free'"
            [(given,)] = site.ask(f"{free} AND state = 'to_pack'")
            [(back,)] = site.ask("SELECT -sum(pence) FROM orders_posting WHERE account = 'buyers'")
            assert fund <= 0 and back == 2 * 1520 + 4 * 1500 + fund - given * 1500
            assert site.ask(free) == [(20,)]
        finally:
            site.run("forget")


def _all_at_once(rushes: list["subprocess.Popen[bytes]"]) -> None:
    for rush in rushes:
        assert rush.stdout.readline() == b"ready\n"
    for rush in rushes:
        rush.stdin.write(b"go\n")
        rush.stdin.flush()


@pytest.mark.served
def test_two_hundred_people_press_order_and_pay():
    def prepare(environment: dict[str, str]) -> None:
        open_shop = [sys.executable, "-m", "tests.orders.buyers", "open", f"{COPIES}"]
        subprocess.run(open_shop, env=environment, cwd=ROOT, check=True)

    with (
        served_site(prepare, ALONGSIDE_PROXIES="1") as site,
        ThreadPoolExecutor(PROCESSES * BUYERS) as at_once,
    ):
        people = People(site.address.removeprefix("http://"))
        forms = [people.open_form(f"Buyer {n}", door=ORDER) for n in range(PROCESSES * BUYERS)]
        time.sleep(LEAST)
        looked = [people.answer(form, filled_in(form)) for form in forms]
        orders = [hidden_fields(page) | {"step": "order"} for page in looked]
        came = Counter(map(_what, at_once.map(people.answer, forms, orders)))
        with closing(connect(site.var / "alongside.sqlite3")) as database:
            rows = database.execute("SELECT on_hand, reserved FROM orders_bookedition").fetchall()
            lines = database.execute(
                "SELECT sum(copies), count(*) FROM orders_orderline"
            ).fetchall()
    assert came == {"ordered": COPIES, "refused": PROCESSES * BUYERS - COPIES}
    assert (rows, lines) == ([(COPIES, COPIES)], [(COPIES, COPIES)])


def _what(answer: str) -> str:
    if re.match(THANKED[ORDER], answer):
        return "ordered"
    return "refused" if "Somebody was quicker: none is left." in answer else answer
