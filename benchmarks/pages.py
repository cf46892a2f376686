"""A published page: how many requests a second on one core, beside nginx and beside plain Wagtail.

Server on one core, wrk on the other; every server measured in turn, three rounds; the median counts.
"""

import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks import nginx
from benchmarks.figure import Figure, render_table
from benchmarks.servers import ROOT, load, need, pinned, python_module
from tests.served_site import free_port
from tests.site_copy import template_database

PAGE = "/answers/emergency/"
ROUNDS = 3
SECONDS = 3
CONNECTIONS = 64
BROWSER = {
    "Accept-Encoding": "gzip",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.5",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none",
}  # fmt: skip
UVICORN = (
    "--http", "alongside.published.protocol:PublishedProtocol", "--no-access-log",
    "--no-proxy-headers", "--no-server-header", "--log-level", "warning",
)  # fmt: skip


def _alongside(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


@contextmanager
def prepared() -> Iterator[Path]:
    """A folder with the finished database, the static files and an export of the site."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.environ["ALONGSIDE_VAR"] = name
        os.environ["DJANGO_SETTINGS_MODULE"] = "alongside.settings.local"
        shutil.copy(template_database(), folder / "alongside.sqlite3")
        _alongside("collectstatic", "--noinput", "-v0")
        _alongside("export", str(folder / "export"))
        yield folder


def _servers(folder: Path) -> dict[str, tuple[list[str], int]]:
    """Name → command and port."""
    ports = [free_port() for _ in range(4)]
    asgi, wsgi = "alongside.asgi:application", "alongside.wsgi:application"
    granian = ("--http", "1", "--no-ws", "--log-level", "warning")
    port = [str(number) for number in ports]
    return {
        "ours": (python_module("uvicorn", asgi, "--port", port[0], *UVICORN), ports[0]),
        "nginx": (nginx.configure(folder, folder / "export", ports[1]), ports[1]),
        "granian": (
            python_module("granian", asgi, "--interface", "asgi", "--port", port[2], *granian),
            ports[2],
        ),
        "wagtail": (
            python_module("granian", wsgi, "--interface", "wsgi", "--port", port[3], *granian,
                          "--blocking-threads", "1"), ports[3],
        ),
    }  # fmt: skip


def measure(folder: Path) -> dict[str, float]:
    """Requests per second of each server: the median of the rounds."""
    rates: dict[str, list[float]] = {}
    with ExitStack() as stack:
        addresses = {
            name: stack.enter_context(pinned(command, port))
            for name, (command, port) in _servers(folder).items()
        }
        _check_that_all_say_the_same(addresses)
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                crowd = 2 if name == "wagtail" else CONNECTIONS  # more would only time out
                rate = load(address + PAGE, seconds=SECONDS, connections=crowd, headers=BROWSER)
                rates.setdefault(name, []).append(rate)
                print(f"   {name:8} {rate:10,.0f} requests/s", flush=True)
    return {name: statistics.median(found) for name, found in rates.items()}


def _get(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=60) as response:
        body = bytes(response.read())
        return gzip.decompress(body) if response.headers["Content-Encoding"] else body


def _check_that_all_say_the_same(addresses: dict[str, str]) -> None:
    """The same page from each, but for the address that a page may name."""
    without: Callable[[str], bytes] = lambda a: _get(a + PAGE).replace(a.encode(), b"")  # noqa: E731
    pages = {name: len(without(address)) for name, address in addresses.items()}
    if max(pages.values()) - min(pages.values()) > 64:
        raise RuntimeError(f"not the same bytes: {pages}")


def figures() -> list[Figure]:
    """Ours beside nginx and plain Wagtail. Raises Missing when nginx, wrk or taskset is not there."""
    need("nginx", "wrk", "taskset")
    with prepared() as folder:
        rates = measure(folder)
    ours, peer, plain = rates["ours"], rates["nginx"], rates["wagtail"]
    name = "published page, one core"
    return [
        Figure(name, "≥ 0.6", ours, peer, "nginx gzip_static", ours / peer, "requests/s"),
        Figure(name, "", ours, plain, "plain Wagtail, no memory", ours / plain, "requests/s"),
        Figure("the same as an ASGI call under Granian, one core", "", rates["granian"], peer,
               "nginx gzip_static", rates["granian"] / peer, "requests/s"),
    ]  # fmt: skip


if __name__ == "__main__":
    print(render_table(figures()))
