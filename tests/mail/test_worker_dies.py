"""Promises 3 and 4: workers may be killed at any moment, and there may be several of them."""

import random
import threading
import time
from collections import Counter

import pytest

from tests.committed_site import committed_site, wait_until
from tests.mail_server import MailServer

pytestmark = [pytest.mark.served, pytest.mark.kills]


@pytest.fixture
def server():
    server = MailServer().start()
    yield server
    if server.hold:
        server.hold.set()
    server.stop()


@pytest.fixture
def site(tmp_path, server, db):
    """Runs `tests.mail.worker` on a database whose rows are really committed."""
    with committed_site(tmp_path, server.port, "tests.mail.worker") as site:
        yield site
        site.ask("DELETE FROM core_outboxmessage")


def _rows(site):
    return site.ask(
        "SELECT state, attempts, length(locked) > 0 FROM core_outboxmessage ORDER BY id"
    )


def test_promise_nobody_missed_when_the_worker_is_killed_between_server_and_row(site, server):
    site.run("put", 2)
    server.hold = threading.Event()  # the server has the mail, and its answer is on the way
    worker = site.start("send", 0)
    wait_until(lambda: server.received)
    worker.kill()
    worker.wait()
    server.hold.set()
    server.hold = None
    assert _rows(site) == [("sending", 1, 1), ("waiting", 0, 1)]

    site.run("send", 5)  # the first might still be on its way: left alone
    assert _rows(site) == [("sending", 1, 1), ("sent", 1, 0)]
    assert len(server.received) == 2

    site.run("send", 11)
    assert _rows(site) == [("sent", 2, 0), ("sent", 1, 0)]
    to_first = server.to("person0.canary@example.net")
    assert len(to_first) == 2
    assert len({one.message["Message-ID"] for one in to_first}) == 1
    assert len(server.to("person1.canary@example.net")) == 1
    site.run("send", 60)
    assert len(server.received) == 3


def test_promise_nobody_twice_with_two_workers_at_once(site, server):
    site.run("put", 60)
    workers = [site.start("send", 0) for _ in range(2)]
    assert [worker.wait(60) for worker in workers] == [0, 0]
    assert Counter(one.recipients[0] for one in server.received) == {
        f"person{number}.canary@example.net": 1 for number in range(60)
    }
    # Usually both worked; on a busy machine one may have sent all before the other began.
    assert server.connections in (1, 2)
    assert _rows(site) == [("sent", 1, 0)] * 60


def test_promise_nobody_missed_with_workers_that_are_killed_again_and_again(site, server):
    kills = 6
    site.run("put", 80)
    for _ in range(kills):
        worker, before = site.start("send", 0), len(server.received)
        moment = before + random.randint(1, 12)
        wait_until(lambda moment=moment, worker=worker: (
            len(server.received) >= moment or worker.poll() is not None
        ))  # fmt: skip
        time.sleep(random.random() / 100)
        worker.kill()
        worker.wait()
    site.run("send", 11)
    assert [row[0] for row in _rows(site)] == ["sent"] * 80
    count = Counter(one.recipients[0] for one in server.received)
    assert set(count) == {f"person{number}.canary@example.net" for number in range(80)}
    assert sum(count.values()) - 80 <= kills  # at most the one that was under way
    ids = {one.message["Message-ID"] for one in server.received}
    assert len(ids) == 80


def test_promise_sealed_no_file_of_the_site_shows_an_address(site, server):
    if site.url:
        pytest.skip("the files of PostgreSQL are another user's; tests/mail/test_mail_arrives.py")
    site.run("put", 3)
    assert [row[0] for row in _rows(site)] == ["waiting"] * 3
    files = [path for path in site.folder.rglob("*") if path.is_file()]
    assert b"toy.notice" in b"".join(path.read_bytes() for path in files)  # the rows are there
    for path in files:
        assert b"canary" not in path.read_bytes(), path
