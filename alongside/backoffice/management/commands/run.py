"""`alongside run`: prepare what is missing, then serve the site and run the worker together."""

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from alongside.accounts.invitation import waiting_token
from alongside.backoffice import preparation

GRACE = 15  # seconds that the server and the worker get to finish what they do


class Command(BaseCommand):
    """Serve the site on 127.0.0.1 (`--bind`, `PORT` to change it). Ctrl-C stops all of it."""

    help = "Serve the site: server and worker together. Ctrl-C stops both."
    stopping = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--bind", default=os.environ.get("ALONGSIDE_BIND", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--workers", type=int, default=int(os.environ.get("ALONGSIDE_WORKERS", "2"))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bind, port = options["bind"], options["port"]
        _refuse_taken_port(bind, port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        if preparation.migrate():
            self.stdout.write("The database is ready.")
        preparation.load_first_content()
        if preparation.collect_static():
            self.stdout.write("Style sheets and scripts are ready.")
        address = f"http://{bind}:{port}"
        self.stdout.write(self.style.SUCCESS(f"\nAlongside is at {address}"))
        if token := waiting_token():
            self.stdout.write(
                f"Make the first founder's account (the link works once): {address}/welcome/{token}/"
            )
        self.stdout.write("Ctrl-C stops it.\n")
        self.stdout.flush()
        os.environ.setdefault("ALONGSIDE_URL", address)
        connections.close_all()
        sys.exit(self._supervise(_server(bind, port, options["workers"]), _worker()))

    def _supervise(self, server: list[str], worker: list[str]) -> int:
        """Keep both alive until one of us is told to stop. Returns the server's exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        children = {"server": _start(server), "worker": _start(worker)}
        worker_started = time.monotonic()
        while not self.stopping and children["server"].poll() is None:
            if children["worker"].poll() is not None and time.monotonic() - worker_started > 5:
                self.stderr.write("The worker stopped; it is started again.")
                children["worker"], worker_started = _start(worker), time.monotonic()
            time.sleep(0.2)
        for child in children.values():
            if child.poll() is None:
                child.terminate()
        codes = {name: _wait(child) for name, child in children.items()}
        return 0 if self.stopping else codes["server"] or 1

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _refuse_taken_port(bind: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {bind} cannot be used ({error.strerror}). "
                "Choose another one: PORT=8001"
            ) from error


def _server(bind: str, port: int, workers: int) -> list[str]:
    # docs/decisions/0002-published-site.md says why uvicorn, and what PublishedProtocol does.
    return [
        sys.executable, "-m", "uvicorn", "alongside.asgi:application",
        "--http", "alongside.published.protocol:PublishedProtocol", "--loop", "uvloop",
        "--ws", "none", "--host", bind, "--port", str(port), "--workers", str(workers),
        "--no-access-log", "--no-proxy-headers", "--no-server-header", "--log-level", "warning",
        "--timeout-graceful-shutdown", "10",
    ]  # fmt: skip


def _worker() -> list[str]:
    return [sys.executable, "-m", "alongside.core.worker"]


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches us alone, and we stop the children in order.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own command)


def _wait(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()
