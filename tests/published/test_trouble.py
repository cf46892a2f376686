"""Django or the database is in trouble: the pages stay up."""

import asyncio
import logging
import threading

import pytest

from alongside.published import clerk, site, watch

from .newspaper import Newspaper, ask, make_site, settle, until


def test_the_pages_stay_up_when_the_database_is_gone(caplog: pytest.LogCaptureFixture) -> None:
    paper = Newspaper({"/a/": "still here"})

    async def go() -> None:
        published = make_site(paper)
        await ask(published, "/a/")
        paper.database_gone, paper.failing = True, "raise"
        looks = paper.looks
        await until(lambda: paper.looks > looks + 3)
        assert "still here" in (await ask(published, "/a/")).text
        paper.database_gone, paper.failing = False, ""
        paper.publish("/a/", "back again")
        await settle(published, paper)
        assert "back again" in (await ask(published, "/a/")).text

    with caplog.at_level(logging.INFO, logger="alongside"):
        asyncio.run(go())
    assert caplog.text.count("cannot be read") == 1  # once, not once a second
    assert "can be read again" in caplog.text
    assert "secret" not in caplog.text
    assert "10.0.0.7" not in caplog.text


@pytest.mark.parametrize("failing", ["500", "raise"])
def test_a_page_that_cannot_be_rendered_again_is_served_as_it_was(failing: str) -> None:
    paper = Newspaper({"/a/": "old"})

    async def go() -> None:
        published = make_site(paper, check_every=0.2)
        await ask(published, "/a/")
        paper.failing = failing
        paper.publish("/a/", "new")
        await settle(published, paper)
        replies = [await ask(published, "/a/") for _ in range(20)]
        assert {(r.status, r.text) for r in replies} == {(200, "<p>old</p><p>at example.org</p>")}
        assert paper.renders("/a/") <= 4  # Django is not asked by each of them
        paper.failing = ""
        await asyncio.sleep(0.25)
        assert "new" in (await ask(published, "/a/")).text

    asyncio.run(go())


def test_without_an_older_page_the_reader_sees_that_it_failed_and_nothing_is_kept() -> None:
    paper = Newspaper({"/a/": "words"}, failing="500")

    async def go() -> None:
        published = make_site(paper)
        assert (await ask(published, "/a/")).status == 500
        paper.failing = "raise"
        with pytest.raises(RuntimeError):
            await ask(published, "/a/")
        paper.failing = ""
        assert "words" in (await ask(published, "/a/")).text
        await ask(published, "/a/")
        assert paper.renders("/a/") == 3

    asyncio.run(go())


def test_when_a_render_fails_those_who_waited_ask_for_themselves() -> None:
    paper = Newspaper({"/a/": "words"}, failing="raise")

    async def go() -> None:
        published = make_site(paper)
        paper.hold = asyncio.Event()
        first = asyncio.create_task(ask(published, "/a/"))
        await until(lambda: paper.renders("/a/") == 1)
        second = asyncio.create_task(ask(published, "/a/"))
        await asyncio.sleep(0.02)
        paper.hold.set()
        with pytest.raises(RuntimeError):
            await first
        with pytest.raises(RuntimeError):
            await second
        assert paper.renders("/a/") == 2

    asyncio.run(go())


def test_a_reader_who_leaves_does_not_take_the_page_from_the_others() -> None:
    paper = Newspaper({"/a/": "words"})

    async def go() -> None:
        published = make_site(paper)
        paper.hold = asyncio.Event()
        first = asyncio.create_task(ask(published, "/a/"))
        await until(lambda: paper.renders("/a/") == 1)
        second = asyncio.create_task(ask(published, "/a/"))
        await asyncio.sleep(0.02)
        first.cancel()
        paper.hold.set()
        assert "words" in (await second).text
        assert paper.renders("/a/") == 1

    asyncio.run(go())


def test_a_database_that_hangs_neither_blocks_nor_blinds_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "PATIENCE", 0.05)
    paper = Newspaper({"/a/": "still here"})
    hanging, release = threading.Event(), threading.Event()

    def edition() -> int:
        if hanging.is_set():
            release.wait(10)
        return paper.number

    async def go() -> None:
        published = site.PublishedSite(
            inner=paper, edition=edition, paths=paper.paths, hosts=["example.org"], check_every=0.01
        )
        await ask(published, "/a/")
        hanging.set()
        await asyncio.sleep(0.15)
        assert "still here" in (await ask(published, "/a/")).text
        hanging.clear()  # the database answers new questions; the old one hangs for ever
        paper.publish("/a/", "newer")
        await settle(published, paper)
        assert "newer" in (await ask(published, "/a/")).text

    try:
        asyncio.run(go())
    finally:
        release.set()


def test_a_stale_page_is_sent_when_its_render_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "PATIENCE", 0.05)
    paper = Newspaper({"/a/": "old"})

    async def go() -> None:
        published = make_site(paper)
        await ask(published, "/a/")
        paper.hold = asyncio.Event()
        paper.publish("/a/", "new")
        await settle(published, paper)
        assert "old" in (await ask(published, "/a/")).text
        paper.hold.set()
        await asyncio.sleep(0.05)
        assert "new" in (await ask(published, "/a/")).text

    asyncio.run(go())


def test_what_became_private_does_not_come_back_when_django_fails() -> None:
    paper = Newspaper({"/a/": "for all"})

    async def go() -> None:
        published = make_site(paper, check_every=0.05)
        await ask(published, "/a/")
        paper.marked = False  # an editor has put a password on it
        paper.number += 1
        await settle(published, paper)
        await ask(published, "/a/")
        paper.failing = "500"
        paper.number += 1
        await settle(published, paper)
        reply = await ask(published, "/a/")
        assert (reply.status, reply.text) == (500, "sorry")

    asyncio.run(go())


def test_a_clerk_never_leaves_many_threads_behind() -> None:
    release = threading.Event()

    async def go() -> None:
        asker = clerk.Clerk(lambda: release.wait(10), name="hanging", patience=0.01)
        for _ in range(20):
            with pytest.raises(TimeoutError):
                await asker.ask()
        hanging = [thread for thread in threading.enumerate() if thread.name == "hanging"]
        assert len(hanging) == clerk.Clerk.MOST_HANGING + 1
        assert all(thread.daemon for thread in hanging)

    try:
        asyncio.run(go())
    finally:
        release.set()
