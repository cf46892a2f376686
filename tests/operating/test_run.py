"""`alongside run` starts server and worker together and stops them together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.served_site import ServedSite, served_site
from tests.site_copy import ROOT

pytestmark = pytest.mark.served


def _descendants(pid: int) -> set[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {int(child) for child in children} | {
        grandchild for child in children for grandchild in _descendants(int(child))
    }


def _is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def _worker(site: ServedSite) -> int:
    """Its process; it may be a few seconds before there is one."""
    _wait_until(lambda: _find_worker(site))
    return _find_worker(site) or pytest.fail("there is no worker")


def _find_worker(site: ServedSite) -> int | None:
    for child in _descendants(site.process.pid):
        if "alongside.core.worker" in Path(f"/proc/{child}/cmdline").read_text():
            return child
    return None


def _wait_until(true) -> bool:
    for _ in range(150):
        if true():
            return True
        time.sleep(0.1)
    return False


def test_ctrl_c_stops_all_of_it():
    with served_site() as site:
        _worker(site)
        family = _descendants(site.process.pid)
        assert len(family) >= 4  # uvicorn, its two processes, the worker
        site.process.send_signal(signal.SIGINT)
        assert site.process.wait(20) == 0
        assert _wait_until(lambda: not any(_is_alive(pid) for pid in family))
        assert "Traceback" not in (site.var / "log").read_text()


def test_what_was_killed_is_started_again():
    with served_site() as site:
        worker = _worker(site)
        servers = [p for p in _descendants(site.process.pid)
                   if b"spawn_main" in Path(f"/proc/{p}/cmdline").read_bytes()]  # fmt: skip
        time.sleep(5)  # a worker that dies in its first seconds is given a pause
        os.kill(worker, signal.SIGKILL)
        os.kill(servers[0], signal.SIGKILL)
        assert _wait_until(lambda: not _is_alive(worker))
        assert _wait_until(lambda: _has_new_worker(site, worker))
        assert b"<h1" in site.get("/answers/emergency/")


def _has_new_worker(site: ServedSite, old: int) -> bool:
    try:
        return _find_worker(site) not in (None, old)
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("killed", ["the one in charge", "the server's own"])
def test_nothing_is_left_behind_when_the_one_in_charge_is_killed(killed):
    with served_site() as site:
        _worker(site)
        family = _descendants(site.process.pid)
        server = next(p for p in family if "uvicorn" in Path(f"/proc/{p}/cmdline").read_text())
        os.kill(site.process.pid if killed == "the one in charge" else server, signal.SIGKILL)
        assert _wait_until(lambda: not any(_is_alive(pid) for pid in family))
        assert site.process.wait(20) != 0


def test_a_taken_port_is_said_in_words(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "run"],
            cwd=ROOT, capture_output=True, text=True,
            env=os.environ | {
                "PORT": str(port), "ALONGSIDE_VAR": str(tmp_path / "var"),
                "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
            },
        )  # fmt: skip
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 cannot be used (Address already in use)" in done.stderr
    assert "PORT=8001" in done.stderr
    assert not (tmp_path / "var" / "alongside.sqlite3").exists()


def test_without_settings_it_answers_on_this_machine_only():
    with served_site() as site:
        port = int(site.address.rsplit(":", 1)[1])
        listening = Path("/proc/net/tcp").read_text().splitlines()
        ours = [line.split()[1] for line in listening if line.split()[1].endswith(f":{port:04X}")]
        local = [address for address in ours if address.startswith("0100007F")]
        assert local
        assert "00000000" not in {address.split(":")[0] for address in ours}
