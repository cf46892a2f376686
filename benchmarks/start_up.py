"""How long a newcomer waits: `make run` on a fresh clone to the first page, and the next start."""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.figure import Figure
from tests.served_site import free_port

ROOT = Path(__file__).resolve().parent.parent


def seconds_to_first_page(clone: Path, port: int) -> float:
    """Run `make run` in `clone`, ask for the home page until it comes, stop it."""
    began = time.monotonic()
    environment = {**os.environ, "PORT": str(port), "ALONGSIDE_VAR": str(clone / "var")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (clone / "run.log").open("w") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
        try:
            while time.monotonic() - began < 300 and process.poll() is None:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
                        if b"Alongside" in page.read():
                            return time.monotonic() - began
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(0.1)
            raise RuntimeError((clone / "run.log").read_text()[-2000:])
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="alongside-clone-") as folder:
        clone = Path(folder, "clone")
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        first = seconds_to_first_page(clone, free_port())
        second = seconds_to_first_page(clone, free_port())
    return [
        Figure("first `make run` on a fresh clone, to the first page", "≤ 120 s", first,
               120, "the limit", first / 120, "s"),
        Figure("next start, to the first page", "≤ 5 s", second, 5, "the limit", second / 5, "s"),
    ]  # fmt: skip
