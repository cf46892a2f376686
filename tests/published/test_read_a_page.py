"""A reader asks for a page that is kept."""

import asyncio
import gzip

import brotli
import pytest

from alongside.published.encoding import rank_codings

from .newspaper import Newspaper, Reply, ask, make_site

LONG = "What to ask for, and when. " * 40


def read(*requests: dict[str, object], paper: Newspaper | None = None) -> list[Reply]:
    """Each request in turn, of one site that has `/a/`; the first is asked twice."""
    paper = paper or Newspaper({"/a/": LONG})

    async def go() -> list[Reply]:
        site = make_site(paper)
        await ask(site, "/a/")
        return [await ask(site, "/a/", **request) for request in requests]  # type: ignore[arg-type]

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.2, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.5, br;q=0.1", "gzip"),
        ("identity, br;q=0.5", None),
        ("identity;q=0, gzip", "gzip"),
        ("deflate", None),
        ("", None),
        (None, None),
        ("identity;q=0", None),
        (";;q=,gzip;q=9,\xff,br;q=abc", None),
        ("gzip;q=0.5;q=x,,, br ; q=1.000", "br"),
    ],
)
def test_a_page_comes_in_the_coding_that_the_reader_likes_best(
    accept: str | None, coding: str | None
) -> None:
    headers = [] if accept is None else [("accept-encoding", accept)]
    (reply,) = read({"headers": headers})

    assert reply.headers.get("content-encoding") == coding
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(reply.body).decode() == f"<p>{LONG}</p><p>at example.org</p>"
    assert reply.headers["content-length"] == str(len(reply.body))
    assert reply.headers["vary"] == "Accept-Encoding"
    assert reply.headers["cache-control"] == "no-cache"
    assert "x-alongside-published" not in reply.headers


def test_each_coding_has_its_own_strong_tag_and_a_304_for_it() -> None:
    paper = Newspaper({"/a/": LONG})
    codings = ["br", "gzip", "identity"]
    replies = read(*({"headers": [("accept-encoding", c)]} for c in codings), paper=paper)
    tags = [reply.headers["etag"] for reply in replies]
    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)

    asked_again = [
        {"headers": [("accept-encoding", coding), ("if-none-match", tag)]}
        for coding, tag in zip(codings, tags, strict=True)
    ]
    for reply, tag in zip(read(*asked_again, paper=paper), tags, strict=True):
        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers == {
            "etag": tag, "vary": "Accept-Encoding", "cache-control": "no-cache",
        }  # fmt: skip
    (other,) = read(
        {"headers": [("accept-encoding", "gzip"), ("if-none-match", tags[0])]}, paper=paper
    )
    assert other.status == 200
    assert other.headers["etag"] == tags[1]


@pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {} ,"y"', "*", " * ", 'rubbish {}"', "{},"])
def test_conditions_that_match(form: str) -> None:
    (first,) = read({})
    (reply,) = read({"headers": [("if-none-match", form.format(first.headers["etag"]))]})
    assert (reply.status, reply.body) == (304, b"")


@pytest.mark.parametrize("rubbish", ["", '"', "W/", "x" * 7000, '"a" "b"', "\xff\x00", "**"])
def test_conditions_that_are_rubbish_are_ignored(rubbish: str) -> None:
    (reply,) = read({"headers": [("if-none-match", rubbish)]})
    assert reply.status == 200
    assert LONG in reply.text


def test_head_says_the_same_without_the_body() -> None:
    get, head = read({}, {"method": "HEAD"})
    assert head.body == b""
    assert head.headers == get.headers
    assert int(head.headers["content-length"]) == len(get.body) > 0


def test_head_for_a_page_that_nobody_has_read_yet() -> None:
    async def go() -> Reply:
        return await ask(make_site(Newspaper({"/a/": LONG})), "/a/", method="HEAD")

    reply = asyncio.run(go())
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > len(LONG)


def test_django_is_asked_once() -> None:
    paper = Newspaper({"/a/": LONG})
    read({}, {"query": b"utm_source=x&fbclid=1&"}, {"headers": [("cookie", "seen=1")]}, paper=paper)
    assert paper.renders("/a/") == 1


@pytest.mark.parametrize("query", [b"page=2", b"utm_source=x&page=2", b"=1", b"utm", b"utmx_a=1"])
def test_a_query_that_means_something_goes_to_django(query: bytes) -> None:
    paper = Newspaper({"/a/": LONG})
    read({"query": query}, paper=paper)
    assert [scope["query_string"] for scope in paper.asked] == [b"", query]


def test_what_trackers_append_never_reaches_the_page_that_is_kept() -> None:
    paper = Newspaper({"/a/": LONG})

    async def go() -> None:
        await ask(make_site(paper), "/a/", query=b"utm_source=x")

    asyncio.run(go())
    assert [scope["query_string"] for scope in paper.asked] == [b""]


def test_small_pages_and_pictures_are_not_compressed() -> None:
    accept = {"headers": [("accept-encoding", "br, gzip")]}
    (small,) = read(accept, paper=Newspaper({"/a/": "short"}))
    (picture,) = read(accept, paper=Newspaper({"/a/": LONG}, content_type=b"image/webp"))
    (icon,) = read(accept, paper=Newspaper({"/a/": LONG}, content_type=b"image/svg+xml"))
    assert "content-encoding" not in small.headers | picture.headers
    assert icon.headers["content-encoding"] == "br"


def test_what_django_says_of_caching_stays() -> None:
    forever = (b"Cache-Control", b"max-age=31536000, immutable")
    (reply,) = read({}, paper=Newspaper({"/a/": LONG}, extra_headers=[forever]))
    assert reply.headers["cache-control"] == "max-age=31536000, immutable"


def test_redirects_and_missing_pages_are_kept_without_conditions() -> None:
    paper = Newspaper()

    async def go() -> list[Reply]:
        site = make_site(paper)
        star = [("if-none-match", "*")]
        paths = ["/old/", "/old/", "/none/", "/none/"]
        return [await ask(site, path, headers=star) for path in paths]

    first, again, missing, still = asyncio.run(go())
    assert (again.status, again.headers["location"]) == (301, "/new/")
    assert first.headers == again.headers
    assert (still.status, still.body) == (404, missing.body)
    assert "etag" not in still.headers | again.headers
    assert len(paper.asked) == 2


def test_a_long_list_of_codings_is_not_remembered() -> None:
    assert rank_codings(b"x," * 5000 + b"gzip") == ("gzip", "identity")
