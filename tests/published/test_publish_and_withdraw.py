"""An editor publishes, changes and withdraws pages while people read."""

import asyncio

from .newspaper import HOST, Newspaper, ask, make_site, settle, until


def test_a_change_is_seen_and_each_page_is_rendered_once() -> None:
    paper = Newspaper({"/a/": "old", "/b/": "other"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        paper.publish("/a/", "new")
        await settle(site, paper)
        replies = await asyncio.gather(*(ask(site, "/a/") for _ in range(50)))
        assert {reply.text for reply in replies} == {"<p>new</p><p>at example.org</p>"}
        assert paper.renders("/a/") == 2

    asyncio.run(go())


def test_a_withdrawn_page_goes_although_nobody_asks() -> None:
    paper = Newspaper({"/a/": "private after all"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        paper.withdraw("/a/")
        await settle(site, paper)  # no request in between
        gone = await ask(site, "/a/")
        assert gone.status == 404
        assert "private" not in gone.text
        await until(lambda: len(site.store) == 1)
        paper.failing = "500"  # nor does it come back when Django fails later
        paper.number += 1
        await settle(site, paper)
        assert "private" not in (await ask(site, "/a/")).text

    asyncio.run(go())


def test_pages_are_warm_before_anybody_asks() -> None:
    paper = Newspaper({"/": "home", "/a/": "one", "/b/": "two"})

    async def go() -> None:
        site = make_site(paper, address=f"http://{HOST}")
        assert (await ask(site, "/nothing/")).status == 404  # there is no lifespan here
        await until(lambda: len(paper.asked) == 4)
        await asyncio.sleep(0.05)
        for path, words in (("/", "home"), ("/a/", "one"), ("/b/", "two")):
            assert words in (await ask(site, path)).text
        assert len(paper.asked) == 4

        paper.publish("/c/", "three")
        await until(lambda: paper.renders("/c/") == 1)
        await until(lambda: paper.renders("/b/") == 2)
        assert dict(paper.asked[-1]["headers"])[b"host"] == HOST.encode()

    asyncio.run(go())


def test_without_an_address_the_first_reader_names_it() -> None:
    paper = Newspaper({"/a/": "one", "/b/": "two"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/", host="127.0.0.1:8000")
        await until(lambda: paper.renders("/b/") == 1)
        await asyncio.sleep(0.05)
        assert (await ask(site, "/b/", host="127.0.0.1:8000")).text.endswith("127.0.0.1:8000</p>")
        assert paper.renders("/b/") == 1

    asyncio.run(go())


def test_what_was_rendered_while_an_editor_published_is_shown_but_not_kept() -> None:
    paper = Newspaper({"/a/": "old"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/elsewhere/")
        paper.hold = asyncio.Event()
        loading = asyncio.create_task(ask(site, "/a/"))
        await until(lambda: paper.renders("/a/") == 1)  # it has read the old words by now
        paper.publish("/a/", "new")
        await settle(site, paper)
        late = asyncio.create_task(ask(site, "/a/"))  # came after: must not get the old words
        await asyncio.sleep(0.02)
        paper.hold.set()
        assert "old" in (await loading).text
        assert "new" in (await late).text
        assert "new" in (await ask(site, "/a/")).text

    asyncio.run(go())


def test_what_came_too_late_to_be_kept_is_rendered_again() -> None:
    paper = Newspaper({"/a/": "old"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/elsewhere/")
        paper.hold = asyncio.Event()
        loading = asyncio.create_task(ask(site, "/a/"))
        await until(lambda: paper.renders("/a/") == 1)
        paper.publish("/a/", "new")
        await settle(site, paper)
        first, paper.hold = paper.hold, None
        first.set()
        assert "old" in (await loading).text
        assert "new" in (await ask(site, "/a/")).text

    asyncio.run(go())


def test_a_withdrawal_that_was_rendered_too_late_to_be_kept_still_counts() -> None:
    paper = Newspaper({"/a/": "private after all"})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        paper.hold = asyncio.Event()
        paper.withdraw("/a/")
        await settle(site, paper)
        loading = asyncio.create_task(ask(site, "/a/"))  # will find it gone
        await until(lambda: paper.renders("/a/") == 2)
        paper.publish("/b/", "another edition")
        await settle(site, paper)
        first, paper.hold = paper.hold, None
        first.set()
        assert (await loading).status == 404
        paper.failing = "500"
        paper.number += 1
        await settle(site, paper)
        assert "private" not in (await ask(site, "/a/")).text

    asyncio.run(go())


def test_the_lifespan_looks_before_the_first_request_and_ends() -> None:
    paper = Newspaper({"/a/": "one"})

    async def go() -> None:
        site = make_site(paper)
        inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        sent: list[str] = []

        async def send(message: dict[str, str]) -> None:
            sent.append(message["type"])

        life = asyncio.create_task(site({"type": "lifespan"}, inbox.get, send))
        await inbox.put({"type": "lifespan.startup"})
        await until(lambda: sent == ["lifespan.startup.complete"])
        assert (site.number, paper.looks >= 1) == (1, True)
        await inbox.put({"type": "lifespan.shutdown"})
        await life
        await asyncio.sleep(0.05)
        looks = paper.looks
        await asyncio.sleep(0.1)
        assert paper.looks == looks

    asyncio.run(go())


def test_the_end_waits_for_the_render_that_is_under_way() -> None:
    paper = Newspaper({"/a/": "one", "/b/": "two"})

    async def go() -> None:
        site = make_site(paper, address=f"http://{HOST}")
        paper.hold = asyncio.Event()
        inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        sent: list[str] = []

        async def send(message: dict[str, str]) -> None:
            sent.append(message["type"])

        life = asyncio.create_task(site({"type": "lifespan"}, inbox.get, send))
        await inbox.put({"type": "lifespan.startup"})
        await until(lambda: len(paper.asked) == 1)  # it warms the first page
        await inbox.put({"type": "lifespan.shutdown"})
        await asyncio.sleep(0.05)
        assert sent == ["lifespan.startup.complete"]
        paper.hold.set()
        await asyncio.wait_for(life, 2)
        assert len(paper.asked) == 1

    asyncio.run(go())


def test_an_unchanged_page_keeps_its_tag_over_a_new_edition() -> None:
    paper = Newspaper({"/a/": "the same words " * 40})

    async def go() -> None:
        site = make_site(paper)
        before = await ask(site, "/a/")
        paper.publish("/b/", "something else")
        await settle(site, paper)
        assert (await ask(site, "/a/")).headers["etag"] == before.headers["etag"]
        assert paper.renders("/a/") == 2

    asyncio.run(go())


def test_pages_warmed_for_https_serve_readers_who_come_through_a_proxy() -> None:
    paper = Newspaper({"/a/": "one"})

    async def go() -> None:
        site = make_site(paper, address=f"https://{HOST}")
        await ask(site, "/nothing/", headers=[("x-forwarded-proto", "https")])
        await until(lambda: paper.renders("/a/") == 1)
        await asyncio.sleep(0.02)
        assert paper.asked[-1]["scheme"] == "https"
        await ask(site, "/a/", headers=[("x-forwarded-proto", "https")])
        assert paper.renders("/a/") == 1

    asyncio.run(go())
