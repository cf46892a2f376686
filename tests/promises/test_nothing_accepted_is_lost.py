"""Promise 3: what was thanked for is there, once and whole, whatever was killed in the meantime.

The number of kills: 12, or what ALONGSIDE_KILLS says. With DATABASE_URL set it runs on PostgreSQL
(`make test-postgresql`), else on SQLite.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests import prepared_inbox
from tests.sending_people import DOORS, JOIN, ORDER, SHARE, People
from tests.served_site import ServedSite, served_site
from tests.site_copy import ROOT

pytestmark = [pytest.mark.served, pytest.mark.kills]

KILLS = int(os.environ.get("ALONGSIDE_KILLS", "12"))
EVERYTHING = 20  # each 20th kill takes the whole house down


def descendants(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [found for child in children for found in (int(child), *descendants(int(child)))]


def kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


class House:
    """The served site and whatever was started in its place after it was killed as a whole."""

    def __init__(self, site: ServedSite, environment: dict[str, str]) -> None:
        self.site, self.environment, self.process = site, environment, site.process

    def kill_one(self) -> None:
        """A server process, the worker, or what looks after the server processes."""
        if family := descendants(self.process.pid):
            kill(random.choice(family))

    def kill_all(self) -> None:
        for pid in (*descendants(self.process.pid), self.process.pid):
            kill(pid)
        self.process.wait()
        self.start()

    def keep_up(self) -> None:
        """What systemd does (docs/operating.md): when all of it has ended, start it again."""
        if self.process.poll() is not None:
            self.start()

    def start(self) -> None:
        with (self.site.var / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "run"],
                env=self.environment, stdout=log, stderr=log, cwd=ROOT,
            )  # fmt: skip

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(40)


def test_promise_nothing_that_was_thanked_for_is_lost_when_anything_is_killed():
    made: dict[str, object] = {}

    def prepare(environment: dict[str, str]) -> None:
        made.update(secret=prepared_inbox.run("make", environment), environment=environment)
        open_shop = [sys.executable, "-m", "tests.orders.buyers", "open", "100000"]
        subprocess.run(open_shop, env=environment, cwd=ROOT, check=True)

    limits = {
        "ALONGSIDE_FORMS_AN_HOUR": "1000000", "ALONGSIDE_FORMS_AN_HOUR_FROM_ALL": "1000000",
        "ALONGSIDE_PROXIES": "1",
    }  # fmt: skip
    with served_site(prepare, **limits) as site:
        environment = made["environment"]
        house = House(site, environment)
        people = [People(site.address.removeprefix("http://"), f"person {n}") for n in range(4)]
        threads = [threading.Thread(target=p.write, kwargs={"at_once": 12}) for p in people]
        for thread in threads:
            thread.start()
        time.sleep(3)
        for number in range(1, KILLS + 1):
            time.sleep(random.uniform(0.2, 1.6))
            house.keep_up()
            if number % EVERYTHING:
                house.kill_one()
            else:
                house.kill_all()
        for one in people:
            one.stop.set()
        deadline = time.monotonic() + 120
        while any(thread.is_alive() for thread in threads) and time.monotonic() < deadline:
            house.keep_up()
            time.sleep(0.5)
        house.stop()
        thanked = {door: [pair for one in people for pair in one.thanked[door]] for door in DOORS}
        said = json.dumps(
            {
                "secret": made["secret"],
                "thanked": thanked[JOIN],
                "told": thanked[SHARE],
                "ordered": thanked[ORDER],
            }
        )
        found = prepared_inbox.run("read", environment, said)
    assert [one.troubles for one in people] == [[], [], [], []]
    assert sum(map(len, thanked.values())) == sum(one.tried for one in people) > KILLS
    assert found["wrong"] == []
    assert found["conversations"] == len(thanked[JOIN]) > 0
    assert found["experiences"] == len(thanked[SHARE]) > 0
    assert found["orders"] == len(thanked[ORDER]) > 0
