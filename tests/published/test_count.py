"""Pages that ask for it are counted: how often they were sent, and nothing else."""

import asyncio
from collections import Counter
from collections.abc import Mapping

from .newspaper import Newspaper, ask, make_site, until

NAME = (b"X-Alongside-Counted", b"letter:7")


class Ledger:
    """Takes the counts, as the database does, and can be gone."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.gone = False
        self.asked = 0

    def add(self, counts: Mapping[str, int]) -> None:
        self.asked += 1
        if self.gone:
            raise ConnectionError("host=10.0.0.7 password=secret")
        self.counts.update(counts)


def test_a_page_is_counted_once_for_each_reader_whatever_edition(caplog) -> None:
    paper, ledger = Newspaper({"/a/": "tea"}, extra_headers=[NAME]), Ledger()
    ledger.gone = True

    async def go() -> None:
        site = make_site(paper, add_counts=ledger.add, count_every=0.02)
        for _ in range(3):
            reply = await ask(site, "/a/")
            assert "x-alongside-counted" not in reply.headers
        unchanged = await ask(site, "/a/", headers=[("if-none-match", reply.headers["etag"])])
        assert unchanged.status == 304  # she reads it again
        await ask(site, "/a/", method="HEAD")
        await until(lambda: ledger.asked >= 2)
        assert not ledger.counts  # the database is gone; the count waits
        paper.publish("/a/", "tea with lemon")
        await until(lambda: site.number == paper.number)
        await ask(site, "/a/")
        ledger.gone = False
        await until(lambda: ledger.counts["letter:7"] == 5)
        await asyncio.sleep(0)
        assert ledger.counts == {"letter:7": 5}

    asyncio.run(go())
    assert "The count waits (ConnectionError)" in caplog.text and "secret" not in caplog.text


def test_what_was_counted_last_is_written_when_the_server_stops() -> None:
    paper, ledger = Newspaper({"/a/": "tea"}, extra_headers=[NAME]), Ledger()

    async def go() -> None:
        site = make_site(paper, add_counts=ledger.add, count_every=3600)
        events = asyncio.Queue()
        said: list[str] = []

        async def send(message) -> None:
            said.append(message["type"])

        life = asyncio.create_task(site({"type": "lifespan"}, events.get, send))
        await events.put({"type": "lifespan.startup"})
        await ask(site, "/a/")
        await events.put({"type": "lifespan.shutdown"})
        await life
        assert said[-1] == "lifespan.shutdown.complete"

    asyncio.run(go())
    assert ledger.counts == {"letter:7": 1}


def test_a_page_that_does_not_ask_is_not_counted() -> None:
    paper, ledger = Newspaper({"/a/": "tea"}), Ledger()

    async def go() -> None:
        site = make_site(paper, add_counts=ledger.add, count_every=0.01)
        await ask(site, "/a/")
        await asyncio.sleep(0.05)

    asyncio.run(go())
    assert (ledger.asked, ledger.counts) == (0, {})
