"""Requests that are wrong: a right status, never a 500, and Django never sees them."""

import asyncio

import pytest

from .newspaper import HOST, Newspaper, Reply, ask, make_site


def ask_once(paper: Newspaper, path: str, **request: object) -> Reply:
    options = request.pop("options", {})

    async def go() -> Reply:
        return await ask(make_site(paper, **options), path, **request)  # type: ignore[arg-type]

    return asyncio.run(go())


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "example.org.evil", "example.org:x", "example.org:8000:1", "a b",
     "example.org/x", "user@example.org", "\xe9xample.org", "example.org\x00", "[::1", ".", "*",
     "x" * 5000],
)  # fmt: skip
def test_an_unknown_host_is_refused_before_django(host: str | None) -> None:
    paper = Newspaper({"/a/": "words"})
    for method in ("GET", "HEAD", "POST"):
        reply = ask_once(paper, "/a/", host=host, method=method)
        assert (reply.status, reply.text) == (400, "This site has another name.\n")
        assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert paper.asked == []


def test_two_host_headers_are_refused_even_if_the_page_is_kept() -> None:
    paper = Newspaper({"/a/": "words"})

    async def go() -> Reply:
        site = make_site(paper)
        await ask(site, "/a/")
        return await ask(site, "/a/", headers=[("host", HOST)])

    assert asyncio.run(go()).status == 400


@pytest.mark.parametrize(
    ("hosts", "host", "status"),
    [
        ([".example.org"], "example.org", 200),
        ([".example.org"], "www.EXAMPLE.org:8000", 200),
        ([".example.org"], "badexample.org", 400),
        (["Example.org"], "example.org", 200),
        (["example.org:8000"], "example.org", 200),
        (["example.org"], "example.org.", 200),
        (["example.org"], "www.example.org", 400),
        (["[::1]"], "[::1]:8000", 200),
        (["*"], "anything.example", 200),
        ([], "example.org", 400),
    ],
)
def test_hosts_are_written_as_in_django(hosts: list[str], host: str, status: int) -> None:
    paper = Newspaper({"/a/": "words"})
    assert ask_once(paper, "/a/", host=host, options={"hosts": hosts}).status == status


def test_the_page_of_one_host_is_not_shown_at_another() -> None:
    paper = Newspaper({"/a/": "words"})

    async def go() -> None:
        site = make_site(paper, hosts=["one.example", "two.example"])
        for host in ("one.example", "two.example", "ONE.example", "two.example:8000"):
            for _ in range(2):
                reply = await ask(site, "/a/", host=host)
                assert reply.text.lower() == f"<p>words</p><p>at {host.lower()}</p>"

    asyncio.run(go())
    assert paper.renders("/a/") == 3  # capitals are the same host


def test_a_port_that_cannot_be_ours_is_answered_but_not_kept() -> None:
    paper = Newspaper({"/a/": "words"})

    async def go() -> None:
        site = make_site(paper)
        for port in range(9000, 9050):
            assert (await ask(site, "/a/", host=f"{HOST}:{port}")).status == 200
        assert len(site.store) == 0

    asyncio.run(go())


def test_strangers_cannot_fill_the_memory_with_names_that_a_wildcard_allows() -> None:
    paper = Newspaper({"/a/": "words"})

    async def go() -> None:
        site = make_site(paper, hosts=[".example.org"])
        for number in range(200):
            await ask(site, "/a/", host=f"x{number}.example.org")
        assert len(site.store) < 20
        await ask(site, "/a/")
        assert len(site.store) < 20
        before = len(paper.asked)
        await ask(site, "/a/")
        assert len(paper.asked) == before  # the name itself is kept all the same

    asyncio.run(go())


@pytest.mark.parametrize(
    ("path", "raw_path"),
    [
        ("/\x00", b"/%00"),
        ("/a\\b", b"/a%5Cb"),
        ("/a/../b", b"/a/%2e%2e/b"),
        ("/..", b"/.."),
        ("/./a", b"/./a"),
        ("/\ufffd", b"/%ff"),
        ("/\ufffd", b"/%c0%af"),
        ("/%zz", b"/%zz"),
        ("/a%", b"/a%"),
        ("/\n", b"/%0A"),
        ("/\u202e", b"/%E2%80%AE"),
        ("/\xff", b"/\xff"),
        ("*", b"*"),
        ("", b""),
        ("/\udcff", None),
    ],
)
def test_broken_addresses_are_refused(path: str, raw_path: bytes | None) -> None:
    paper = Newspaper()
    for method in ("GET", "POST"):
        reply = ask_once(paper, path, raw_path=raw_path, method=method)
        assert (reply.status, reply.text) == (400, "This address is not valid.\n")
    assert paper.asked == []


@pytest.mark.parametrize("query", [b"q=%00", b"q=\xe9", b"q=a b", b"q=\x07"])
def test_broken_queries_are_refused(query: bytes) -> None:
    paper = Newspaper({"/a/": "words"})
    assert ask_once(paper, "/a/", query=query).status == 400
    assert paper.asked == []


@pytest.mark.parametrize(
    "path", ["/.well-known/security.txt", "/a..b/", "/caf\xe9/", "/a b/", "//"]
)
def test_unusual_addresses_are_asked(path: str) -> None:
    paper = Newspaper({path: "words"})
    assert "words" in ask_once(paper, path).text


@pytest.mark.parametrize(("path", "query"), [("/" + "a" * 8200, b""), ("/a", b"q=" + b"x" * 8200)])
def test_a_huge_address_is_refused(path: str, query: bytes) -> None:
    paper = Newspaper()
    reply = ask_once(paper, path, query=query)
    assert (reply.status, reply.text) == (414, "This address is too long.\n")
    assert paper.asked == []
