"""The Chromium of the browser tests: an installed one, else Playwright's own.

`python -m e2e.browser COMMAND…` makes sure that there is one, then runs the command.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

PATIENCE = 30_000  # milliseconds that a page may take on a busy machine before a test fails
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    """Path of a Chromium that the machine has, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_options() -> dict[str, Any]:
    """What `chromium.launch` needs here. Chromium refuses its sandbox to root."""
    options: dict[str, Any] = {"args": ["--no-sandbox"] if os.geteuid() == 0 else []}
    if path := installed():
        options["executable_path"] = path
    return options


def _playwright_has_one() -> bool:
    with sync_playwright() as playwright:
        return _is_there(playwright)


def _is_there(playwright: Playwright) -> bool:
    return Path(playwright.chromium.executable_path).exists()


def main(command: list[str]) -> int:
    """Exit code of `command`, run once there is a browser."""
    if not installed() and not _playwright_has_one():
        print("No Chromium here; fetching Playwright's.", file=sys.stderr)
        fetched = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
        if fetched.returncode:
            print(
                "Install Chromium (Debian: apt install chromium), then try again.", file=sys.stderr
            )
            return fetched.returncode
    return subprocess.run(command).returncode if command else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
