"""A server process with the toy site, and a reader that speaks to it in plain bytes."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

COMMANDS = {
    "granian": "--interface asgi --http 1 --no-ws --log-level warning",
    "uvicorn": "--http alongside.published.protocol:PublishedProtocol --no-access-log"
    " --no-proxy-headers --no-server-header --log-level error",
}
SERVERS = [name for name in COMMANDS if find_spec(name)]


@dataclass(frozen=True)
class Served:
    port: int

    def send(self, *pieces: bytes, answers: int = 1, wait: float = 5, pause: float = 0.01) -> bytes:
        """Send the pieces one after the other; what comes back until there are so many answers, or
        the server closes, or it has been silent for `wait` seconds."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=wait) as connection:
            for number, piece in enumerate(pieces):
                if number:
                    time.sleep(pause)
                try:
                    connection.sendall(piece)
                except OSError:
                    break
            got = b""
            try:
                while count_whole(got, pieces[0].startswith(b"HEAD")) < answers:
                    if not (chunk := connection.recv(1 << 20)):
                        break
                    got += chunk
            except OSError:
                pass
            return got

    def get(self, path: str, *headers: str) -> bytes:
        """One ordinary request on a connection of its own, in one piece."""
        return self.send(write_get(path, *headers, "Connection: close"))


def write_get(path: str, *headers: str, host: str | None = "127.0.0.1") -> bytes:
    lines = [f"GET {path} HTTP/1.1"] + ([f"Host: {host}"] if host else []) + list(headers)
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def statuses(got: bytes) -> list[int]:
    """The status of each response. (No body of the toy site has such a line.)"""
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] (\d{3})", got)]


def count_whole(got: bytes, without_body: bool) -> int:
    """How many responses have come whole (RFC 9112 §6.3)."""
    count = 0
    while b"\r\n\r\n" in got:
        head, got = got.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)\ncontent-length: (\d+)", head)
        if without_body or b" 304 " in head[:14]:
            pass
        elif length:
            if len(got) < int(length[1]):
                break
            got = got[int(length[1]) :]
        elif b"chunked" in head:
            if b"0\r\n\r\n" not in got:
                break
            got = got.split(b"0\r\n\r\n", 1)[1]
        count += 1
    return count


def without_date(got: bytes) -> bytes:
    return re.sub(rb"(?im)^date: .*\r\n", b"", got)


@contextmanager
def served(server: str) -> Iterator[Served]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", server, "tests.published.toy:application"]
    command += [*COMMANDS[server].split(), "--port", str(port)]
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL)
    try:
        site = Served(port)
        end = time.monotonic() + 20
        while b"home" not in _try(site):
            assert time.monotonic() < end and process.poll() is None, f"{server} did not start"
            time.sleep(0.1)
        yield site
    finally:
        process.terminate()
        process.wait(10)


def _try(site: Served) -> bytes:
    try:
        return site.get("/")
    except OSError:
        return b""
