"""Runs the server and the worker together and stops them together. Knows nothing of Django: small.

python -m alongside.backoffice.supervisor 127.0.0.1 8000 2
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from types import FrameType

from alongside.core.orphans import end_with_parent

GRACE = 15  # seconds that the server and the worker get to finish what they do
PAUSE = 5  # seconds before a worker that stopped is started again
HEAD_START = 2  # seconds for the server alone: readers are waiting for it, nobody for the worker


def server_command(bind: str, port: int, workers: int) -> list[str]:
    """docs/decisions/0002-published-site.md says why uvicorn, and what PublishedProtocol does."""
    return [
        sys.executable, "-m", "uvicorn", "alongside.asgi:application",
        "--http", "alongside.published.protocol:PublishedProtocol", "--loop", "uvloop",
        "--ws", "none", "--host", bind, "--port", str(port), "--workers", str(workers),
        "--no-access-log", "--no-proxy-headers", "--no-server-header", "--log-level", "warning",
        "--timeout-graceful-shutdown", "10",
    ]  # fmt: skip


WORKER_COMMAND = [sys.executable, "-m", "alongside.core.worker"]


class Supervisor:
    """Keeps both alive until it is told to stop (SIGINT, SIGTERM) or the server ends."""

    def __init__(self, server: list[str], worker: list[str]) -> None:
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self._worker_command = worker
        self._server = _start(server)
        self._worker: subprocess.Popen[bytes] | None = None
        self._began = time.monotonic() - PAUSE + HEAD_START

    def run(self) -> int:
        """Returns 0 after a stop that was asked for, else the server's exit code (never 0)."""
        while not self.stopping and self._server.poll() is None:
            self._look_after_worker()
            time.sleep(0.2)
        children = [child for child in (self._server, self._worker) if child]
        for child in children:
            if child.poll() is None:
                child.terminate()
        codes = [_wait(child) for child in children]
        return 0 if self.stopping else codes[0] or 1

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look_after_worker(self) -> None:
        if self._worker and self._worker.poll() is None:
            return
        if time.monotonic() - self._began > PAUSE:
            if self._worker:
                print("The worker stopped; it is started again.", file=sys.stderr)  # noqa: T201
            self._worker, self._began = _start(self._worker_command), time.monotonic()


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches us alone, and we stop the children in order.
    return subprocess.Popen(  # noqa: S603  (our own command)
        command,
        start_new_session=True,
        preexec_fn=partial(end_with_parent, os.getpid()),
    )


def _wait(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


if __name__ == "__main__":
    bind, port, workers = sys.argv[1:]
    sys.exit(Supervisor(server_command(bind, int(port), int(workers)), WORKER_COMMAND).run())
