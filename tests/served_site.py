"""The whole site, served by `alongside run` on a free port, from a copy of the finished database."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.site_copy import ROOT, template_database, template_static


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class ServedSite:
    address: str
    var: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> bytes:
        """Body of a page, uncompressed. Raises URLError."""
        with urllib.request.urlopen(self.address + path, timeout=30) as response:
            return bytes(response.read())

    def status(self, path: str) -> int:
        return self.status_and_location(path)[0]

    def status_and_location(self, path: str) -> tuple[int, str]:
        """Status and Location header, redirects not followed."""
        connection = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            return response.status, response.getheader("Location", "")
        finally:
            connection.close()

    def wait_until_warm(self, processes: int = 2) -> None:
        """Until every process of a `warm` site has all pages. Raises TimeoutError after a minute."""
        for _ in range(600):
            if (self.var / "log").read_text().count("All pages are in memory.") >= processes:
                return
            time.sleep(0.1)
        raise TimeoutError((self.var / "log").read_text()[-2000:])

    def paths(self) -> list[str]:
        """Every path of the sitemap."""
        found = re.findall(rb"<loc>https?://[^/]+(/[^<]*)</loc>", self.get("/sitemap.xml"))
        return [path.decode() for path in found]


@contextmanager
def served_site(
    prepare: Callable[[dict[str, str]], None] = lambda environment: None,
    *,
    warm: bool = False,
    **variables: str,
) -> Iterator[ServedSite]:
    """Serve until the block ends. `variables` go into the environment.

    `prepare` is called with that environment before the start, when the database is there.
    `warm`: render all pages before anybody asks, as a real site does (28 seconds of computing).
    """
    settings = "alongside.settings.local" if warm else "tests.served_settings"
    with tempfile.TemporaryDirectory(prefix="alongside-site-") as folder:
        shutil.copy(template_database(), Path(folder, "alongside.sqlite3"))
        shutil.copytree(template_static(), Path(folder, "static"))
        port = free_port()
        environment = {
            **os.environ, "ALONGSIDE_VAR": folder, "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": settings, **variables,
        }  # fmt: skip
        prepare(environment)
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "run"],
                env=environment, stdout=log, stderr=log, cwd=ROOT,
            )  # fmt: skip
            site = ServedSite(f"http://127.0.0.1:{port}", Path(folder), process)
            try:
                _wait_for(site)
                yield site
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(40)


def _wait_for(site: ServedSite) -> None:
    for _ in range(600):
        try:
            site.get("/")
        except (urllib.error.URLError, ConnectionError):
            if site.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((site.var / "log").read_text()[-4000:])
