"""What is one person's is never kept, and never shown to another."""

import asyncio
from typing import Any

import pytest

from .newspaper import Newspaper, Reply, ask, make_plain_site, make_site

LONG = "words " * 100


def ask_twice(paper: Newspaper, **request: object) -> list[Reply]:
    async def go() -> list[Reply]:
        site = make_site(paper)
        return [await ask(site, "/a/", **request) for _ in range(2)]  # type: ignore[arg-type]

    return asyncio.run(go())


@pytest.mark.parametrize(
    "header",
    [
        (b"Set-Cookie", b"sessionid=x"),
        (b"Cache-Control", b"private"),
        (b"Cache-Control", b"max-age=60, No-Store"),
        (b"Cache-Control", b'private="x"'),
        (b"Vary", b"Accept-Language"),
        (b"Vary", b"*"),
        (b"Content-Encoding", b"gzip"),
    ],
)
def test_a_marked_response_that_is_for_one_reader_is_not_kept(header: tuple[bytes, bytes]) -> None:
    paper = Newspaper({"/a/": LONG}, extra_headers=[header])
    for reply in ask_twice(paper):
        assert LONG in reply.text
        assert reply.headers[header[0].decode().lower()] == header[1].decode()
        assert "x-alongside-published" not in reply.headers
    assert paper.renders("/a/") == 2


def test_a_response_without_the_mark_is_not_kept() -> None:
    paper = Newspaper({"/a/": LONG}, marked=False)
    first, second = ask_twice(paper)
    assert first == second
    assert "etag" not in first.headers
    assert paper.renders("/a/") == 2


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND", "get"])
def test_other_methods_go_to_django_as_they_are(method: str) -> None:
    paper = Newspaper({"/a/": LONG})
    ask_twice(paper)
    replies = ask_twice(paper, method=method)
    assert {(r.status, r.text) for r in replies} == {(405, "not so")}
    assert [scope["method"] for scope in paper.asked] == ["GET", method, method]
    assert not any("x-alongside-published" in reply.headers for reply in replies)


@pytest.mark.parametrize(
    "header",
    [
        ("cookie", "sessionid=abc"),
        ("cookie", "a=b; sessionid=abc"),
        ("authorization", "Basic abc"),
        ("range", "bytes=0-4"),
        ("if-match", '"abc"'),
        ("content-length", "4"),
        ("transfer-encoding", "chunked"),
    ],
)
def test_who_has_signed_in_is_answered_by_django_untouched(header: tuple[str, str]) -> None:
    paper = Newspaper({"/a/": LONG})

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        await ask(site, "/a/", headers=[header, ("accept-encoding", "br")], query=b"utm_source=x")
        await ask(site, "/b/", headers=[header])  # nor is his answer kept
        await ask(site, "/b/")

    asyncio.run(go())
    assert paper.renders("/a/") == 2
    assert paper.renders("/b/") == 2
    scope = paper.asked[1]
    assert (header[0].encode(), header[1].encode()) in scope["headers"]
    assert (b"accept-encoding", b"br") in scope["headers"]
    assert scope["query_string"] == b"utm_source=x"


def test_a_strange_cookie_gets_kept_pages_but_makes_none() -> None:
    paper = Newspaper({"/a/": LONG})
    ask_twice(paper, headers=[("cookie", "sessionid2=x; other=y")])
    assert paper.renders("/a/") == 2

    async def go() -> None:
        site = make_site(paper)
        await ask(site, "/a/")
        assert LONG in (await ask(site, "/a/", headers=[("cookie", "other=y")])).text

    asyncio.run(go())
    assert paper.renders("/a/") == 3


def test_one_visitors_idea_of_our_address_does_not_reach_django() -> None:
    paper = Newspaper({"/a/": LONG})
    poison = [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil"), ("x-host", "evil")]
    ask_twice(paper, headers=[*poison, ("accept-language", "cy")])
    (scope,) = paper.asked
    assert [name for name, _ in scope["headers"]] == [b"host", b"accept-language"]


def test_http_and_https_behind_a_proxy_are_kept_apart() -> None:
    paper = Newspaper({"/a/": LONG})

    async def go() -> None:
        site = make_site(paper)
        for _ in range(2):
            await ask(site, "/a/", headers=[("x-forwarded-proto", "https")])
            await ask(site, "/a/")

    asyncio.run(go())
    assert paper.renders("/a/") == 2


def test_those_who_wait_for_an_answer_that_is_not_theirs_do_not_wait_for_its_end() -> None:
    """A slow download must not hold up the next reader of the same address."""
    began, end = asyncio.Event(), asyncio.Event()
    asked: list[object] = []

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        began.set()
        if len(asked) == 1:
            await end.wait()
        await send({"type": "http.response.body", "body": b"file"})

    async def go() -> None:
        site = make_plain_site(slow)
        first = asyncio.create_task(ask(site, "/file/"))
        await began.wait()
        assert (await ask(site, "/file/")).text == "file"
        assert not first.done()
        end.set()
        assert (await first).text == "file"

    asyncio.run(go())
