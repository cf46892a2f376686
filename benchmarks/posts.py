"""How many messages a second are taken in, sealed and on the disk, beside bare commits of the database."""

import http.client
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.figure import Figure
from benchmarks.servers import LOAD_CORE, pinned
from tests import prepared_inbox
from tests.sending_people import LEAST, hidden_fields
from tests.served_site import free_port
from tests.site_copy import ROOT, template_database, template_static

POSTS, CLIENTS = 800, 8
MESSAGE = "I was told last week. " * 40  # 900 letters


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="alongside-posts-") as folder:
        port = free_port()
        environment = prepared(Path(folder), port)
        command = [
            sys.executable, "-m", "uvicorn", "alongside.asgi:application",
            "--http", "alongside.published.protocol:PublishedProtocol", "--loop", "uvloop",
            "--host", "127.0.0.1", "--port", str(port), "--workers", "1", "--no-access-log",
            "--no-proxy-headers", "--log-level", "error",
        ]  # fmt: skip
        with pinned(command, port, environment):
            done = subprocess.run(
                ["taskset", "-c", LOAD_CORE, sys.executable, "-m", "benchmarks.posts", str(port)],
                capture_output=True, text=True, check=True, cwd=ROOT,
            )  # fmt: skip
        ours = float(done.stdout)
        bare = bare_commits(Path(folder))
    return [
        Figure("messages taken in, sealed and on the disk, one core", "≥ 0.5", ours, bare,
               "bare commits of one row, SQLite, same disk", ours / bare, "a second"),
    ]  # fmt: skip


def prepared(folder: Path, port: int) -> dict[str, str]:
    """A site with an open inbox in `folder`; returns its environment."""
    environment = {
        **os.environ, "ALONGSIDE_VAR": str(folder), "PORT": str(port), "ALONGSIDE_PROXIES": "1",
        "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        "ALONGSIDE_FORMS_AN_HOUR": "1000000", "ALONGSIDE_FORMS_AN_HOUR_FROM_ALL": "1000000",
        "ALONGSIDE_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    subprocess.run(["cp", template_database(), folder / "alongside.sqlite3"], check=True)
    subprocess.run(["cp", "-r", template_static(), folder / "static"], check=True)
    prepared_inbox.run("make", environment)
    return environment


def bare_commits(folder: Path, *, seconds: float = 3) -> float:
    """Rows of 2 KB a second, each in a transaction of its own, with the settings of the site."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    connection.execute("CREATE TABLE rows (content BLOB)")
    began, count = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows VALUES (?)", (os.urandom(2_000),))
        connection.execute("COMMIT")
        count += 1
    return count / seconds


def load(port: int) -> float:
    """Messages a second that were thanked for."""
    forms = [_open(port) for _ in range(POSTS)]
    time.sleep(LEAST)
    thanked: list[int] = []
    parts = [forms[n::CLIENTS] for n in range(CLIENTS)]
    threads = [threading.Thread(target=_send_all, args=(port, part, thanked)) for part in parts]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    assert sum(thanked) == POSTS, thanked
    return POSTS / took


def _headers(port: int) -> dict[str, str]:
    return {
        "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded",
        "X-Forwarded-For": "192.0.2.1", "Origin": f"http://127.0.0.1:{port}",
    }  # fmt: skip


def _open(port: int) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/join-us/", headers=_headers(port))
    page = connection.getresponse().read().decode()
    connection.close()
    return hidden_fields(page) | {"message": MESSAGE, "consent": "on", "answer_by": "here"}


def _send_all(port: int, forms: list[dict[str, str]], thanked: list[int]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    count = 0
    for form in forms:
        connection.request("POST", "/join-us/", urlencode(form), _headers(port))
        count += b"data-six-words" in connection.getresponse().read()
    thanked.append(count)


if __name__ == "__main__":
    print(load(int(sys.argv[1])))
