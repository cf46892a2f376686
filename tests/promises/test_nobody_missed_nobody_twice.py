"""Promise 4: mail goes out from a ledger with one row for each person and letter.

The number of kills: 10, or what ALONGSIDE_KILLS says. `tests/mail/test_worker_dies.py` keeps the promise
for the mail of the outbox, tests/newsletter/test_mail_server_in_trouble.py for what a server may do.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.committed_site import committed_site, wait_until
from tests.mail_server import MailServer

pytestmark = [pytest.mark.served, pytest.mark.kills, pytest.mark.django_db]

KILLS = int(os.environ.get("ALONGSIDE_KILLS", "10"))
CONNECTIONS = 4  # the default


class Senders:
    """Forks senders and kills them."""

    def __init__(self, site, process):
        self.site, self._process = site, process

    def begin(self, command="send"):
        self._process.stdin.write(f"{command}\n".encode())
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def run(self, command="send"):
        self.wait(self.begin(command))

    def wait(self, *numbers):
        wait_until(lambda: not any(Path(f"/proc/{number}").exists() for number in numbers))

    def kill(self, number):
        os.kill(number, signal.SIGKILL)
        self.wait(number)

    def forget(self):
        """The next test, or on PostgreSQL the next file, begins without a letter."""
        self.run("forget")

    def states(self):
        return Counter(state for (state,) in self.site.ask("SELECT state FROM newsletter_delivery"))

    def letter(self):
        return self.site.ask("SELECT state FROM newsletter_mailing")[0][0]


@pytest.fixture(scope="module")
def stage(tmp_path_factory, django_db_setup):
    """A mail server, and senders that are ready to start; once for all, for starting takes seconds."""
    server = MailServer(pipelining=True).start()
    folder = tmp_path_factory.mktemp("site")
    with committed_site(folder, server.port, "tests.newsletter.sender") as site:
        process = site.start(stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        yield server, Senders(site, process)
        process.stdin.close()
        process.wait(10)
    server.stop()


@pytest.fixture
def server(stage):
    stage[0].received.clear()
    yield stage[0]
    stage[0].hold = None


@pytest.fixture
def senders(stage):
    yield stage[1]
    stage[1].forget()


def test_promise_nobody_missed_nobody_twice_when_senders_are_killed_again_and_again(
    senders, server
):
    people, killed = 30 * KILLS, 0
    senders.run(f"order {people}")
    for _ in range(KILLS):
        before = len(server.received)
        number = senders.begin()
        moment = before + random.randint(0, 20)
        wait_until(lambda moment=moment, number=number: (
            len(server.received) >= moment or not Path(f"/proc/{number}").exists()
        ))  # fmt: skip
        time.sleep(random.random() / 100)
        if Path(f"/proc/{number}").exists():
            senders.kill(number)
            killed += 1
    assert killed > KILLS / 2
    senders.run()
    got = Counter(one.recipients[0] for one in server.received)
    seen = senders.states()
    assert max(got.values()) == 1, "twice"
    assert set(seen) <= {"sent", "unknown"}
    assert sum(seen.values()) == people, "one row for each"
    assert seen["unknown"] <= killed * CONNECTIONS, "only what was on its way in that moment"
    # Who has it is in the ledger as sent or in doubt; who has it not is in doubt at the most.
    assert seen["sent"] <= len(got) <= people
    assert people - len(got) <= seen["unknown"]
    assert senders.letter() == "done"
    assert len({one.message["Message-ID"] for one in server.received}) == len(got)


def test_promise_nobody_twice_when_the_line_is_cut_between_the_dot_and_the_answer(senders, server):
    senders.run("order 9")
    server.hold = threading.Event()  # the server has the letter, and its answer is on the way
    number = senders.begin()
    wait_until(lambda: len(server.received) == CONNECTIONS)
    senders.kill(number)
    server.hold.set()
    server.hold = None
    assert senders.states() == {"claimed": 9}
    senders.run()
    assert senders.states() == {"unknown": CONNECTIONS, "sent": 9 - CONNECTIONS}
    assert len(server.received) == 9
    assert max(Counter(one.recipients[0] for one in server.received).values()) == 1


def test_promise_nobody_twice_with_two_senders_at_once(senders, server):
    senders.run("order 300")
    senders.wait(senders.begin(), senders.begin())
    assert Counter(one.recipients[0] for one in server.received) == {
        f"p{n}.canary@host{n % 9}.example": 1 for n in range(300)
    }
    assert senders.states() == {"sent": 300}
    assert senders.letter() == "done"
    assert list((senders.site.folder / "sending").iterdir()) == []


def test_the_worker_starts_a_sender_that_ends_with_it_and_gives_back_what_it_had_not_begun(
    senders, server
):
    senders.run("order 9")
    server.hold = threading.Event()
    worker = senders.begin("look")
    wait_until(lambda: len(server.received) == CONNECTIONS)
    [sender] = Path(f"/proc/{worker}/task/{worker}/children").read_text().split()
    senders.kill(worker)  # the sender gets SIGTERM, and finishes what is on its way
    server.hold.set()
    senders.wait(sender)
    seen = senders.states()
    assert set(seen) == {"sent", "waiting"}
    assert seen["sent"] == len(server.received) >= CONNECTIONS
    assert list((senders.site.folder / "sending").iterdir()) == []
