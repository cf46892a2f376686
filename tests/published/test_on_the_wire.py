"""Bytes that no browser sends, through a real server: right status, no 500, and it goes on."""

from collections.abc import Iterator

import pytest

from .wire import SERVERS, Served, served, statuses, without_date, write_get


@pytest.fixture(scope="module", params=SERVERS)
def site(request: pytest.FixtureRequest) -> Iterator[Served]:
    with served(request.param) as site:
        yield site


@pytest.mark.parametrize(
    ("request_bytes", "expected"),
    [
        (b"GET /a/ HTTP/1.1\r\n\r\n", {400}),
        (write_get("/a/", host="evil.example"), {400}),
        (write_get("/a/", "Host: 127.0.0.1"), {400}),
        (write_get("/a/", host="127.0.0.1\xff"), {400}),
        (write_get("/%zz"), {400}),
        (write_get("/%ff"), {400}),
        (write_get("/%00"), {400}),
        (write_get("/a/../b"), {400, 404}),
        (write_get("/%2e%2e/%2e%2e/etc/passwd"), {400}),
        (write_get("/a%5c..%5cb"), {400}),
        (write_get("/a\\b"), {400}),
        (write_get("/caf\xe9/"), {400}),
        (write_get("/?q=\xe9"), {400}),
        (write_get("/?q=%00"), {400}),
        (write_get("//evil.example/%2f.."), {400, 404}),
        (write_get("/" + "a" * 9000), {414}),
        (write_get("/a/?" + "x" * 9000), {414}),
        (write_get("/no-such-page/"), {404}),
        (write_get("/old/"), {301}),
        (write_get("/a/", "If-None-Match: rubbish\x7f\""), {200, 400}),
        (write_get("/a/", "Accept-Encoding: \xff;q=x,,"), {200}),
        (write_get("/a/", "Cookie: =;;==\xff"), {200}),
        (write_get("/a/", "Range: bytes=9-1"), {200}),
        (b"PROPFIND /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {405}),
        (b"BREW /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", {400, 405, 501}),
        (b"GET /a/ HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", {400, 505}),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", {400}),
        (b"GET\r\n\r\n", {400}),
        (b"GET /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\nBroken header\r\n\r\n", {400}),
        (b"GET /a/ HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n", {400}),
        (b"GET /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n", {400}),
        (b"POST /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n", {400}),
        (b"POST /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
         {400}),
    ],
)  # fmt: skip
def test_bad_requests(site: Served, request_bytes: bytes, expected: set[int]) -> None:
    got = site.send(request_bytes)
    assert statuses(got)[:1] and statuses(got)[0] in expected, got[:300]
    assert b"Traceback" not in got
    assert b"home" in site.get("/")  # it goes on


def test_a_kept_page_is_complete_in_every_coding(site: Served) -> None:
    for coding in ("br", "gzip", "identity"):
        head, body = site.get("/a/", f"Accept-Encoding: {coding}").split(b"\r\n\r\n", 1)
        lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        assert len(body) == int(lines[b"content-length"])
        assert lines.get(b"content-encoding", b"identity").decode() == coding
        assert b"x-alongside-published" not in lines
        assert b"date" in lines


def test_head_has_a_length_and_no_body(site: Served) -> None:
    got = site.send(write_get("/a/").replace(b"GET", b"HEAD"))
    assert got.endswith(b"\r\n\r\n")
    length = int(got.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    assert length == len(site.get("/a/").split(b"\r\n\r\n", 1)[1])


def test_304_has_neither_body_nor_length(site: Served) -> None:
    tag = site.get("/a/").lower().split(b"etag: ")[1].split(b"\r\n")[0].decode()
    etag = next(
        line.split(b": ", 1)[1].decode()
        for line in site.get("/a/").split(b"\r\n")
        if line.lower().startswith(b"etag: ")
    )
    assert etag.lower() == tag
    got = site.send(write_get("/a/", f"If-None-Match: {etag}"))
    assert statuses(got) == [304]
    assert got.endswith(b"\r\n\r\n")
    assert b"content-length" not in got.lower()


PLAIN = [
    write_get("/a/"),
    write_get("/a/", "Accept-Encoding: gzip"),
    write_get("/a/", "accept-ENCODING:br;q=1,gzip;q=0.5 ", "Connection: keep-alive"),
    write_get("/a/", "If-None-Match: *"),
    write_get("/small/", "Accept-Encoding: gzip", "Cookie: a=b"),
    write_get("/old/"),
    write_get("/missing/"),
    write_get("/a/", "X-Unheard-Of: 1"),
    write_get("/a/", host="EXAMPLE.org"),
    write_get("/a/?utm_source=1"),
    write_get("/%61/"),
]


@pytest.mark.parametrize("request_bytes", PLAIN)
def test_in_one_piece_or_in_many_the_answer_is_the_same(site: Served, request_bytes: bytes) -> None:
    site.send(request_bytes)  # now it is kept
    whole = without_date(site.send(request_bytes))
    assert len(statuses(whole)) == 1
    half = len(request_bytes) // 2
    for cut in (1, 5, half, len(request_bytes) - 2):
        pieces = request_bytes[:cut], request_bytes[cut:]
        assert sorted(without_date(site.send(*pieces)).split(b"\r\n")) == sorted(
            whole.split(b"\r\n")
        )


def test_many_requests_in_one_piece_are_all_answered_in_order(site: Served) -> None:
    asked = write_get("/a/") + write_get("/missing/") + write_get("/") + write_get("/old/")
    assert statuses(site.send(asked, answers=4)) == [200, 404, 200, 301]


def test_many_requests_on_one_connection(site: Served) -> None:
    paths = ["/", "/a/", "/missing/", "/?page=2", "/a/"]
    assert statuses(site.send(*map(write_get, paths), answers=5)) == [200, 200, 404, 200, 200]


def test_a_body_that_looks_like_a_request_is_not_answered(site: Served) -> None:
    inside = write_get("/a/")
    head = f"POST /early/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(inside)}\r\n\r\n"
    assert statuses(site.send(head.encode(), inside, answers=2, wait=0.3)) == [403]
    with_get = head.replace("POST", "GET").encode()
    assert len(statuses(site.send(with_get, inside, answers=2, wait=0.3))) == 1
    chunked = b"POST /early/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n" % len(inside)
    assert statuses(site.send(chunked, chunk, inside, answers=2, wait=0.3)) == [403]


def test_the_rest_of_a_header_that_looks_like_a_request_is_not_answered(site: Served) -> None:
    begun = b"GET /missing/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: "
    assert statuses(site.send(begun, write_get("/a/"), answers=2, wait=0.3)) in ([404], [400])


def test_who_has_signed_in_is_answered_by_django(site: Served) -> None:
    assert b"etag:" in site.send(write_get("/a/"), write_get("/a/"), answers=2).lower()
    assert b"etag:" not in site.send(write_get("/a/", "Cookie: a=b; sessionid=x")).lower()


def test_connections_close_when_the_reader_asks(site: Served) -> None:
    assert statuses(site.send(b"GET /a/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", answers=2)) == [200]
    assert statuses(site.send(write_get("/a/", "Connection: close"), answers=2)) == [200]


def test_a_head_without_end_is_cut_off(site: Served) -> None:
    lines = b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(600))
    got = site.send(b"GET /a/ HTTP/1.1\r\nHost: 127.0.0.1\r\n", *[lines[:100_000]] * 6, wait=2)
    assert statuses(got)[:1] in ([431], [400], [])
    assert b"home" in site.get("/")
