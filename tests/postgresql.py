"""Runs a command against a PostgreSQL server that lives only as long as the command.

    python -m tests.postgresql pytest tests

Uses the newest PostgreSQL found on this machine; as root on Debian it installs it if there is none.
The server runs as an unprivileged user, in a temporary folder, on a socket only. Without
PostgreSQL it says so: exit code 0 at home, 1 in CI.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.site_copy import MAKES_ROWS, fill_database, make_once

READY = "ready"  # the name of the database


def find_binaries() -> Path | None:
    """The folder with `initdb` and `pg_ctl`, or None."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4])
    )
    return versions[-1].parent if versions else None


def install() -> None:
    """As root on Debian only."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("PostgreSQL is not here; installing Debian's.", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
            check=False,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )


def unprivileged() -> list[str]:
    """PostgreSQL refuses to run as root: the command that makes us somebody else."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return ["runuser", "-u", "nobody", "--"]
    return ["runuser", "-u", "postgres", "--"]


def run(command: list[str], binaries: Path) -> int:
    """Start a server, run `command` with DATABASE_URL, stop the server. Returns the exit code.

    The database has the whole content pack in it.
    """
    finished = make_once(
        MAKES_ROWS, f".{binaries.parent.name}.postgresql", partial(_make, binaries)
    )
    with _folder() as folder:
        _quietly("cp", "-a", finished, f"{folder}/data")
        with _served(folder, binaries):
            url = _url(folder, READY)
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


def _make(binaries: Path, made: Path) -> None:
    """The files of a server with the database READY."""
    with _folder() as folder:
        _quietly(
            *unprivileged(), binaries / "initdb", "-D", f"{folder}/data", "-U", "alongside",
            "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", cwd=folder,
        )  # fmt: skip
        with _served(folder, binaries):
            with psycopg.connect(_url(folder, "postgres"), autocommit=True) as server:
                server.execute(f"CREATE DATABASE {READY}")
            fill_database(made, DATABASE_URL=_url(folder, READY))
        shutil.move(f"{folder}/data", made / "made")


@contextmanager
def _folder() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="alongside-pg-") as folder:
        Path(folder).chmod(0o777)
        yield folder


@contextmanager
def _served(folder: str, binaries: Path) -> Iterator[None]:
    """What is lost in a power cut is of no interest: no test cuts the power of the server."""
    fast = " ".join(
        f"-c {name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")
    )
    options = f"-k {folder} -c listen_addresses= {fast}"
    control = [*unprivileged(), binaries / "pg_ctl", "-D", f"{folder}/data", "-w"]
    _quietly(*control, "-o", options, "-l", f"{folder}/log", "start", cwd=folder)
    try:
        yield
    finally:
        _quietly(*control, "-m", "fast", "stop", cwd=folder)


def _url(folder: str, name: str) -> str:
    return f"postgresql://alongside@{quote(folder, safe='')}/{name}"


def _quietly(*command: object, **options: str) -> None:
    subprocess.run([*map(str, command)], check=True, stdout=subprocess.DEVNULL, **options)


def main() -> int:
    binaries = find_binaries()
    if not binaries:
        install()
        binaries = find_binaries()
    if not binaries:
        print("NOT RUN: the tests on PostgreSQL, because no PostgreSQL was found or installed.")
        return 1 if os.environ.get("CI") else 0
    print(f"PostgreSQL from {binaries}", flush=True)
    return run(sys.argv[1:], binaries)


if __name__ == "__main__":
    sys.exit(main())
