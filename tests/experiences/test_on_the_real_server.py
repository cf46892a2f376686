"""`alongside run`, two processes: pressed many times at once; and taken back while people read."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browsing import Browser
from tests.open_inbox import open_inbox, run_in
from tests.sending_people import LEAST
from tests.served_site import ServedSite, served_site
from tests.site_copy import ROOT

pytestmark = pytest.mark.served

WORD = "zebrafinchquill"
QUOTE = f"It hurt like a {WORD} in my hip."
PUBLISH = f"""
from alongside.experiences.models import Experience
from alongside.signs.actions import publish_quote
uid = publish_quote(about="s-bone-pain", words={QUOTE!r}, signed_as="Wren", on_behalf=False)
Experience.objects.get().quotes.create(published=uid)
"""
SIGN = "/signs/bone/bone-pain/"
PAGES = {SIGN: QUOTE, "/signs/bone/": QUOTE, f"/search/?q={WORD}": f'href="{SIGN}"'}
"""Where readers meet her words, and by what they can be told there."""
GONE_WITHIN = 2  # seconds


class Readers:
    """Read these pages over and over, each in a thread: (when a page was asked for, whether it had it)."""

    def __init__(self, site: ServedSite) -> None:
        self.site, self.stop = site, threading.Event()
        self.read: dict[str, list[tuple[float, bool]]] = {path: [] for path in PAGES}
        self.threads = [threading.Thread(target=self._go, args=[path]) for path in PAGES]
        for thread in self.threads:
            thread.start()

    def _go(self, path: str) -> None:
        while not self.stop.is_set():
            asked = time.monotonic()
            self.read[path].append((asked, PAGES[path].encode() in self.site.get(path)))
            time.sleep(0.05)

    def wait_until_all(self, have: Callable[[list[tuple[float, bool]]], bool]) -> None:
        for _ in range(300):
            if all(seen and have(seen) for seen in self.read.values()):
                return
            time.sleep(0.1)
        raise TimeoutError(f"{[path for path, seen in self.read.items() if not have(seen)]}")

    def end(self) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join()


def _send_four_times(site: ServedSite) -> Browser:
    """She presses Send four times at the same moment. Her browser, with the answer in it."""
    browsers = [Browser(site.address) for _ in range(4)]
    page = browsers[0].get("/signs/share/")
    told = {"route": "de_novo", "count_me": "on", "quote_me": "on", "quote_1": QUOTE}
    time.sleep(LEAST)
    for one in browsers:
        one.page = page
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda one: one.send("/signs/share/", told), browsers))
    sheets = {page.partition("data-six-words>")[2].partition("</ol>")[0] for page in pages}
    assert len(sheets) == 1 and sheets != {""}
    return browsers[0]


def test_promise_pressed_often_it_is_one_and_taken_back_it_is_gone_in_two_seconds(tmp_path):
    with served_site(warm=True) as site:
        open_inbox(site)
        hers = _send_four_times(site)
        assert (
            run_in(site, "print(Experience.objects.count(), SealedPart.objects.count())") == "1 1"
        )
        words = " ".join(
            line.partition("<li>")[2].partition("</li>")[0]
            for line in hers.page.partition("data-six-words>")[2]
            .partition("</ol>")[0]
            .split("/li>")
        )
        run_in(site, PUBLISH)
        readers = Readers(site)
        try:
            readers.wait_until_all(lambda seen: seen[-1][1])
            hers.get("/signs/share/yours/")
            assert QUOTE in hers.send("/signs/share/yours/", {"receipt": words})
            hers.send("/signs/share/yours/", {"do": "take-back"})
            page = hers.send("/signs/share/yours/", {"do": "take-back-now"})
            done = time.monotonic()
            assert "1 quote, gone at once" in page
            readers.wait_until_all(lambda seen: seen[-1][0] > done + GONE_WITHIN + 0.5)
        finally:
            readers.end()
        late = {path: [had for at, had in seen if at > done + GONE_WITHIN]
                for path, seen in readers.read.items()}  # fmt: skip
        assert {path: sum(had) for path, had in late.items()} == dict.fromkeys(PAGES, 0)
        _export(site, tmp_path)
        assert list(tmp_path.rglob("index.html"))
        assert [str(path) for path in _files_with(tmp_path)] == []


def _export(site: ServedSite, folder: Path) -> None:
    environment = {
        **os.environ, "ALONGSIDE_VAR": str(site.var),
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "export", str(folder)]
    subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True)


def _files_with(folder: Path) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()
    ]
