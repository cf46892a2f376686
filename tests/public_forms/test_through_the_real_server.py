"""The toy room behind the real server: two processes, real sockets, real headers."""

import http.client
import re
import socket
import threading
import time
from collections import Counter
from html import unescape
from urllib.parse import urlencode

import pytest

from tests.public_forms.conftest import FILLED
from tests.public_forms.toy import EVERYBODY, MOST
from tests.served_site import served_site

pytestmark = pytest.mark.served

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def site():
    with served_site(
        DJANGO_SETTINGS_MODULE="tests.public_forms.served_settings", ALONGSIDE_PROXIES="1"
    ) as served:
        yield served


def ask(site, method, path, body=None, **headers):
    """Status, headers and text; several headers of one name as a list."""
    connection = http.client.HTTPConnection(site.address.removeprefix("http://"), timeout=30)
    connection.putrequest(method, path)
    for name, values in headers.items():
        for value in values if isinstance(values, list) else [values]:
            connection.putheader(
                name.replace("__", "_") if "__" in name else name.replace("_", "-"), value
            )
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, response.headers, text


def filled_in(site, **change):
    _, headers, page = ask(site, "GET", "/toy/")
    assert headers["Set-Cookie"] is None
    ticket = unescape(re.search(r'name="ticket" value="([^"]*)"', page).group(1))
    return urlencode({"ticket": ticket, **FILLED, **change}).encode()


def press(site, body, address="198.51.100.1"):
    return ask(
        site, "POST", "/toy/", body, Content_Type=FORM, Sec_Fetch_Site="same-origin",
        X_Forwarded_For=address,
    )  # fmt: skip


def accepted(site):
    return {path.name: path.read_text() for path in (site.var / "accepted").glob("*")}


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({}, "127.0.0.1"),
        ({"X_Forwarded_For": "198.51.100.7"}, "198.51.100.7"),
        ({"X_Forwarded_For": "8.8.8.8, 198.51.100.7"}, "198.51.100.7"),
        ({"X_Forwarded_For": ["8.8.8.8", "198.51.100.7"]}, "198.51.100.7"),
        ({"X_Forwarded_For": "198.51.100.7", "X__Forwarded__For": "8.8.8.8"}, "198.51.100.7"),
        ({"Forwarded": "for=8.8.8.8", "X_Real_IP": "8.8.8.8"}, "127.0.0.1"),
    ],
)
def test_nobody_chooses_her_own_address(site, headers, address):
    assert ask(site, "GET", "/toy/address/", **headers)[2] == address


def test_fifty_posts_in_a_second(site):
    bodies = [filled_in(site) for _ in range(50)]
    time.sleep(3)
    answers = []
    threads = [
        threading.Thread(target=lambda body=body: answers.append(press(site, body, "198.51.100.2")))
        for body in bodies
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(status for status, _, _ in answers) == {303: MOST, 429: 50 - MOST}
    assert len(accepted(site)) == MOST < EVERYBODY
    for status, headers, text in answers:
        assert headers["Set-Cookie"] is None
        assert headers["Cache-Control"] == "no-store"
        if status == 429:
            assert FILLED["message"] in text


def test_a_message_that_breaks_off_is_not_half_accepted(site):
    """Otherwise the whole one, sent again with the same ticket, would count as there already."""
    before = accepted(site)
    body = filled_in(site, message="Half of this is lost. " * 50)
    time.sleep(3)
    host, port = site.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        head = (
            f"POST /toy/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: {FORM}\r\n"
            f"Sec-Fetch-Site: same-origin\r\nX-Forwarded-For: 198.51.100.3\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        line.sendall(head.encode() + body[: len(body) // 2])
        time.sleep(0.5)
    time.sleep(1)
    assert accepted(site) == before
    assert press(site, body, "198.51.100.3")[0] == 303
    (new,) = set(accepted(site)) - set(before)
    assert "Half of this is lost. " * 49 in accepted(site)[new]


def test_a_slow_sender_holds_up_nobody_who_writes(site):
    body = filled_in(site)
    host, port = site.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        head = (
            f"POST /toy/ HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: {FORM}\r\n"
            f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        line.sendall(head.encode() + body[:10])
        time.sleep(3)
        status, _, seconds = ask(site, "GET", "/toy/change/")
        assert status == 200
        assert float(seconds) < 1
        line.sendall(body[10:])
        assert line.recv(12) == b"HTTP/1.1 303"


def test_more_than_we_take_gets_the_page_and_not_a_broken_connection(site):
    status, _, text = press(site, b"message=" + b"x" * 20_000_000, "198.51.100.4")
    assert status == 413
    assert "Your words are still on the page before this one." in text
