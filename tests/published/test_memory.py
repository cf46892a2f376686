"""The memory is bounded, whatever is asked for."""

import asyncio
import random

from alongside.published.store import MOST_SMALL

from .newspaper import Newspaper, ask, make_plain_site, make_site

LONG = "There is a great deal to say. " * 60


def incompressible(seed: int, size: int) -> str:
    return random.Random(seed).randbytes(size // 2).hex()


def test_ten_thousand_addresses_that_do_not_exist() -> None:
    paper = Newspaper({"/a/": LONG})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        for number in range(10_000):
            assert (await ask(site, f"/no/{number}/")).status == 404
        assert len(site.store) == MOST_SMALL + 1
        assert site.store.used < 20_000_000
        assert len({id(page.body) for page in site.store._small.values()}) == 1
        assert LONG in (await ask(site, "/a/")).text

    asyncio.run(go())
    assert paper.renders("/a/") == 1


def test_the_page_that_was_not_read_for_longest_goes_first() -> None:
    paper = Newspaper({f"/{n}/": incompressible(n, 20_000) for n in range(20)})

    async def go() -> None:
        site = make_site(paper, max_bytes=600_000)
        await ask(site, "/0/")
        for number in range(1, 20):
            await ask(site, f"/{number}/")
            await ask(site, "/0/")
            assert site.store.used <= 600_000
        assert paper.renders("/0/") == 1
        await ask(site, "/1/")
        assert paper.renders("/1/") == 2

    asyncio.run(go())


def test_one_page_that_is_too_large_is_served_and_not_kept() -> None:
    large = incompressible(1, 40_000)
    paper = Newspaper({"/a/": large, "/b/": "small"})

    async def go() -> None:
        site = make_site(paper, max_bytes=300_000)
        await ask(site, "/b/")
        for _ in range(2):
            assert large in (await ask(site, "/a/")).text
        assert len(site.store) == 1

    asyncio.run(go())


def test_a_length_that_is_named_too_large_is_not_even_collected() -> None:
    async def inner(scope: object, receive: object, send: object) -> None:
        headers = [(b"content-length", b"99999999999"), (b"x-alongside-published", b"1")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b""})  # type: ignore[operator]

    async def go() -> None:
        site = make_plain_site(inner)
        await ask(site, "/a/")
        assert len(site.store) == 0

    asyncio.run(go())


def test_answers_that_are_for_one_reader_leave_little_behind() -> None:
    paper = Newspaper(marked=False)

    async def go() -> None:
        site = make_site(paper)
        for number in range(3_000):
            await ask(site, f"/no/{number}/")
        assert len(site.store) == 0
        assert len(site.press._alone) <= 1_000
        assert site.press._flights == {}

    asyncio.run(go())


def test_equal_pages_share_their_bytes_and_many_editions_leak_nothing() -> None:
    paper = Newspaper({f"/{n}/": LONG for n in range(10)})

    async def go() -> None:
        site = make_site(paper)
        for _ in range(5):
            for path in list(paper.pages):
                await ask(site, path)
            used = site.store.used
            paper.number += 1
            site._turn()
        assert len(site.store._bodies) <= 10
        assert used < 400_000
        for key in [*site.store._fresh, *site.store._stale]:
            site.store.drop(key)
        assert (site.store.used, site.store._bodies) == (0, {})

    asyncio.run(go())
