"""Server processes on one core, and wrk on the other."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SERVER_CORE, LOAD_CORE = "0", "1"
ROOT = Path(__file__).resolve().parent.parent


class Missing(RuntimeError):
    """A tool that this benchmark needs is not installed."""


def need(*tools: str) -> None:
    """Raises Missing with the way to install what is not there."""
    absent = [tool for tool in tools if not shutil.which(tool)]
    if absent:
        raise Missing(
            f"not installed: {', '.join(absent)} (Debian: apt install nginx wrk postfix util-linux)"
        )


@contextmanager
def pinned(
    command: list[str], port: int, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run a server on one core until the block ends; gives its address when it answers."""
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, *command], cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        _wait_until_idle(process.pid)  # it may be rendering pages before anybody asks
        yield address
    finally:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address + "/", timeout=30):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not start")


def _wait_until_idle(group: int) -> None:
    end, before = time.monotonic() + 120, -1
    while time.monotonic() < end:
        used = _ticks(group)
        if 0 <= used - before < 5 and before >= 0:
            return
        before = used
        time.sleep(1.5)


def _ticks(group: int) -> int:
    """Processor time of all processes of a group, in clock ticks (Linux)."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total


def load(url: str, *, seconds: int, connections: int, headers: Mapping[str, str]) -> float:
    """Requests per second that wrk gets answered on its own core. Raises on any wrong status."""
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(
        ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}", *lines, url],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(done.stdout)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])


def python_module(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
