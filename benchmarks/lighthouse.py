"""Google Lighthouse, mobile, on one page of every template (needs Node's `npx`; nothing else here does)."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.figure import Figure
from e2e.shop_stage import open_shop
from tests.served_site import served_site

VERSION = "12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TEMPLATES = {
    "home": "/",
    "all answers": "/answers/",
    "answer": "/answers/emergency/",
    "words": "/words/",
    "word": "/words/her2/",
    "signs": "/signs/",
    "place": "/signs/bone/",
    "sign": "/signs/bone/mscc/",
    "today": "/today/",
    "day": "/today/scan-day/",
    "plain page": "/privacy/",
    "join us": "/join-us/",
    "share": "/signs/share/",
    "method": "/signs/method/",
    "keep in touch": "/keep-in-touch/",
    "book": "/book/",
    "order the book": "/book/order/",
    "free copy": "/book/free-copy/",
    "mistakes in the book": "/book/errata/",
}


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("no Chromium found")


def scores(url: str) -> dict[str, float]:
    """Scores of one page, 0 to 100, by category. Raises CalledProcessError."""
    flags = "--headless=new --disable-gpu --disable-background-networking"
    if os.geteuid() == 0:
        flags += " --no-sandbox"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        subprocess.run(
            ["npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json",
             f"--output-path={report}", f"--chrome-flags={flags}",
             f"--only-categories={','.join(CATEGORIES)}"],
            check=True, env={**os.environ, "CHROME_PATH": _chromium()}, timeout=240,
        )  # fmt: skip
        categories = json.loads(report.read_text())["categories"]
    return {name: 100 * (categories[name]["score"] or 0) for name in CATEGORIES}


def figures() -> list[Figure]:
    if not shutil.which("npx"):
        raise RuntimeError("npx (Node) is not here")
    with served_site(open_shop, warm=True) as site:
        found = {name: scores(site.address + path) for name, path in TEMPLATES.items()}
    lowest = {
        category: min(found, key=lambda name: found[name][category]) for category in CATEGORIES
    }
    return [
        Figure(f"Lighthouse {category}, lowest of {len(TEMPLATES)} templates ({lowest[category]})",
               "100", found[lowest[category]][category], 100, "the limit",
               found[lowest[category]][category] / 100, "points")
        for category in CATEGORIES
    ]  # fmt: skip
