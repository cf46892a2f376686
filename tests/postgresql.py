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
from pathlib import Path
from urllib.parse import quote


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
    """Start a server, run `command` with DATABASE_URL, stop the server. Returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="alongside-pg-") as folder:
        Path(folder).chmod(0o777)
        data, me = f"{folder}/data", unprivileged()
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
        subprocess.run(
            [
                *me,
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "alongside",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            **quiet,
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        control = [*me, binaries / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-o", options, "-l", f"{folder}/log", "start"], **quiet)
        try:
            url = f"postgresql://alongside@{quote(folder, safe='')}/postgres"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)


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
