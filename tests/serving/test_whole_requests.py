"""Only what has arrived as a whole goes on to Django, and who is slow keeps nobody else waiting."""

import asyncio
import socket
import time
from contextlib import ExitStack

import pytest

from alongside.core.whole_requests import WholeRequests
from tests.served_site import served_site


def call(pieces, *, method="POST", pause=0.0, **options):
    """Send these pieces; what the application behind got (None: it was not asked), and the status."""
    got, sent = [], []

    async def app(scope, receive, send):
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        got.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": []})

    messages = [
        {"type": "http.request", "body": piece, "more_body": number < len(pieces)}
        if piece is not None
        else {"type": "http.disconnect"}
        for number, piece in enumerate(pieces, 1)
    ]

    async def receive():
        await asyncio.sleep(pause)
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    whole = WholeRequests(app, **options)
    asyncio.run(whole({"type": "http", "method": method}, receive, send))
    return (got[0] if got else None), (sent[0]["status"] if sent else None)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 700_000])
def test_it_arrives_as_it_was_sent(size):
    body = bytes(range(256)) * (size // 256 + 1)
    pieces = [body[:size][start : start + 50_000] for start in range(0, max(size, 1), 50_000)]
    assert call(pieces) == (body[:size], 200)


def test_what_breaks_off_goes_nowhere():
    assert call([b"half a mess", None]) == (None, None)


def test_what_is_too_slow_is_refused():
    assert call([b"x"] * 50, pause=0.02, patience=0.2, slowest=10_000) == (None, 408)


def test_a_large_picture_on_a_slow_line_has_the_time_it_needs():
    assert call([b"x" * 1_000] * 20, pause=0.02, patience=0.1, slowest=10_000)[1] == 200


def test_what_is_too_large_is_refused():
    assert call([b"x" * 600] * 2, largest=1_000) == (None, 413)


def test_reading_a_page_waits_for_nothing():
    assert call([b""], method="GET") == (b"", 200)


@pytest.mark.served
def test_forty_slow_senders_keep_nobody_from_the_founders():
    with served_site() as site, ExitStack() as open_sockets:
        host, port = site.address.removeprefix("http://").split(":")
        for _ in range(40):
            slow = open_sockets.enter_context(socket.create_connection((host, int(port))))
            slow.sendall(
                b"POST /join-us/ HTTP/1.1\r\nHost: %s\r\nContent-Length: 100000\r\n"
                b"Content-Type: application/x-www-form-urlencoded\r\n\r\nmessage=" % host.encode()
            )
        time.sleep(1)
        assert b"<h1>Join us" in site.get("/join-us/")
        assert b"Sign in" in site.get("/account/sign-in/")
