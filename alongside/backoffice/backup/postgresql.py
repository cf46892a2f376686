"""Dated copies of a PostgreSQL database, by its own programs `pg_dump` and `pg_restore`."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

ENDING = ".pgdump"


class ProgramMissing(Exception):
    """`pg_dump` or `pg_restore` is not there. The message is its name."""


class ProgramFailed(Exception):
    """It stopped. The message is what it said last."""


def dump_without(to: Path, *, tables: Sequence[str]) -> None:
    """Everything but the rows of `tables`. Raises ProgramMissing, ProgramFailed."""
    leave_out = [f"--exclude-table-data=public.{table}" for table in tables]
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *leave_out, f"--file={to}")


def check(path: Path) -> None:
    """Raises ProgramFailed if the list of what is in it cannot be read."""
    _run("pg_restore", "--list", str(path))


def put_back(copy: Path) -> None:
    """In place of what is in the database. Raises ProgramMissing, ProgramFailed."""
    check(copy)
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
    name = str(connection.settings_dict["NAME"])
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
    _run("pg_restore", *options, "--schema=public", f"--dbname={name}", str(copy))


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise ProgramMissing(program)
    done = subprocess.run(  # noqa: S603  (a fixed program; no shell)
        [path, *arguments], env=_environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise ProgramFailed(f"{program}: {done.stderr.strip().splitlines()[-1:]}")


def _environment() -> dict[str, str]:
    """Where the database is. The password travels here, not on the command line that all can see."""
    found = connection.settings_dict
    named = {
        "PGDATABASE": found["NAME"],
        "PGUSER": found["USER"],
        "PGPASSWORD": found["PASSWORD"],
        "PGHOST": found["HOST"],
        "PGPORT": found["PORT"],
        "PGSSLMODE": found["OPTIONS"].get("sslmode", ""),
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}
