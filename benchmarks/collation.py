"""How long a release of a million experiences takes, and how much memory; beside the same counts in SQL.

Ours reads, counts, hides and rounds. The peers only count: DuckDB from its own columns, SQLite by itself.
The rows are made up: every tenth of them is drawn, the others are copies of it under another number.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.servers import SERVER_CORE
from tests import postgresql
from tests.site_copy import ROOT, template_database

FEW, MANY, DRAWN, NEW = 100_000, 1_000_000, 100_000, 1_000
RUNS = 3
TABLE = "experiences_experience"
GROUPED = ("weeks_until_told", "visits", "taken_for", "told_first", "found_by")
ALONE = ("route", "first_place", "teller", "year", "nation", "age_band", "gender")


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="alongside-collation-") as folder:
        database = Path(folder, "alongside.sqlite3")
        subprocess.run(["cp", template_database(), database], check=True)
        environment = _environment(folder)
        _run(environment, "fill", FEW)
        few, _ = _best(environment)
        _run(environment, "fill", MANY - FEW)
        many, memory = _best(environment)
        _run(environment, "publish")
        _run(environment, "fill", NEW)
        again, _ = _best(environment)
        plain = min(_plain_sql(database) for _ in range(2))
        duckdb = _duckdb(database, Path(folder, "rows.csv"))
    return [
        Figure(f"{MANY:,} experiences collated, SQLite", "≤ 5 s", many, duckdb,
               "counted only, DuckDB", many / duckdb, "s"),
        Figure(f"{MANY:,} experiences collated, SQLite", "≤ 5 s", many, plain,
               "counted only, SQL of SQLite", many / plain, "s"),
        Figure(f"{MANY:,} experiences collated: memory", "≤ 300 MB", memory, 300,
               "the limit", memory / 300, "MB"),
        Figure(f"the next release, with {NEW:,} more, SQLite", "≤ 5 s", again, many,
               "the first one", again / many, "s"),
        Figure(f"collated: {MANY:,} beside {FEW:,} experiences, SQLite", "≤ 10, linear", many, few,
               f"{FEW:,}", many / few, "s"),
        *_on_postgresql(),
    ]  # fmt: skip


def _environment(folder: str) -> dict[str, str]:
    return {
        **os.environ, "ALONGSIDE_VAR": folder, "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip


def _run(environment: Mapping[str, str], *arguments: object) -> str:
    done = subprocess.run(
        ["taskset", "-c", SERVER_CORE, sys.executable, "-m", "benchmarks.collation",
         *map(str, arguments)],
        env=environment, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout


def _best(environment: Mapping[str, str]) -> tuple[float, float]:
    """Seconds and MB of the fastest of some fresh processes."""
    return min(_measured(environment) for _ in range(RUNS))


def _measured(environment: Mapping[str, str]) -> tuple[float, float]:
    seconds, memory = map(float, _run(environment, "collate").split()[-2:])
    return seconds, memory


# ── PostgreSQL: a server that lives as long as this ──


def _on_postgresql() -> list[Figure]:
    binaries = postgresql.find_binaries()
    if not binaries:
        print("PostgreSQL was not found: not measured there.")
        return []
    with tempfile.TemporaryDirectory(prefix="alongside-collation-") as folder:
        kept, before = Path(folder, "measured"), os.environ.copy()
        os.environ.update(_environment(folder))
        try:
            code = postgresql.run(
                [sys.executable, "-m", "benchmarks.collation", "postgresql", str(kept)], binaries
            )
        finally:
            os.environ.clear()
            os.environ.update(before)
        if code:
            raise RuntimeError("collation on PostgreSQL was not measured")
        seconds, memory = map(float, kept.read_text().split())
    return [
        Figure(f"{MANY:,} experiences collated, PostgreSQL ({memory:.0f} MB)", "≤ 5 s", seconds, 5,
               "the limit", seconds / 5, "s"),
    ]  # fmt: skip


def _inside_postgresql(kept: str) -> None:
    """With the catalogue in it, as on any site."""
    for command in (["migrate", "-v0"], ["content", "load", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT)
    _run(os.environ, "fill", MANY)
    Path(kept).write_text(" ".join(map(str, _best(os.environ))))


# ── Inside a fresh process ──


def fill(number: int) -> None:
    """So many more rows."""
    from django.db import connection, transaction
    from django.utils import timezone

    from alongside.experiences.demonstration import made_up_rows
    from alongside.experiences.models import Experience
    from alongside.signs.catalogue import catalogue

    codes = [sign.code for sign in catalogue()]
    rows = made_up_rows(min(number, DRAWN), signs=codes, now=timezone.now(), seed=number)
    names = [field.column for field in Experience._meta.concrete_fields if field.column != "id"]
    new_uid = "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    copied = ", ".join(new_uid if name == "uid" else name for name in names)
    with transaction.atomic(), connection.cursor() as cursor:
        first = Experience.objects.count()
        while chunk := list(islice(rows, 2_000)):
            Experience.objects.bulk_create(chunk)
        while left := number + first - Experience.objects.count():
            cursor.execute(
                f"INSERT INTO {TABLE} ({', '.join(names)}) "
                f"SELECT {copied} FROM {TABLE} ORDER BY id DESC LIMIT {min(left, DRAWN)}"
            )
        cursor.execute("ANALYZE")


def collated() -> tuple[float, float]:
    """Seconds, and MB at the most, of one release."""
    from alongside.experiences.collation import collate

    began = time.monotonic()
    made = collate()
    seconds = time.monotonic() - began
    assert made.people and len(made.figures.tables) > 100, made.people
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def publish() -> None:
    from alongside.experiences import actions

    actions.publish(by=None)


# ── The peers ──


def _queries(split: str, each: str) -> list[str]:
    """The counts of a release as plain SQL. split: how this database makes rows of codes."""
    made = [f"SELECT {name}, count(*) FROM {TABLE} {each} GROUP BY 1" for name in ALONE]
    made += [
        f"SELECT route, {name}, count(*) FROM {TABLE} {each} GROUP BY 1, 2" for name in GROUPED
    ]
    for codes, names in (("places", GROUPED[:3]), ("signs", GROUPED[:3])):
        rows = split.format(codes=codes, table=TABLE, each=each)
        made += [f"SELECT code, {name}, count(*) FROM {rows} GROUP BY 1, 2" for name in names]
    by_route = split.format(codes="signs", table=TABLE, each=each)
    made.append(f"SELECT code, route, count(*) FROM {by_route} GROUP BY 1, 2")
    made.append(f"SELECT code, places, count(*) FROM {by_route} GROUP BY 1, 2")
    return made


COUNTED = "WHERE state = 'accepted' AND count_me"


def _plain_sql(database: Path) -> float:
    split = (
        "(SELECT json_each.value AS code, {table}.* FROM {table}, "
        "json_each('[\"' || replace({codes}, ' ', '\",\"') || '\"]') {each})"
    )
    with sqlite3.connect(database) as connection:
        began = time.monotonic()
        for query in _queries(split, COUNTED):
            connection.execute(query).fetchall()
        return time.monotonic() - began


def _duckdb(database: Path, file: Path) -> float:
    """Its own table, made from the same rows beforehand; one core, as ours."""
    import csv

    import duckdb

    columns = ", ".join((*ALONE, *GROUPED, "places", "signs", "state", "count_me"))
    with sqlite3.connect(database) as rows, file.open("w", newline="") as out:
        csv.writer(out).writerow(columns.split(", "))
        csv.writer(out).writerows(rows.execute(f"SELECT {columns} FROM {TABLE}"))
    split = "(SELECT unnest(string_split({codes}, ' ')) AS code, * FROM {table} {each})"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.execute(f"CREATE TABLE {TABLE} AS FROM read_csv('{file}')")
        began = time.monotonic()
        for query in _queries(split, COUNTED):
            connection.execute(query).fetchall()
        return time.monotonic() - began


if __name__ == "__main__":
    import django

    django.setup()
    match sys.argv[1:]:
        case ["fill", number]:
            fill(int(number))
        case ["collate"]:
            print(*collated())
        case ["publish"]:
            publish()
        case ["postgresql", kept]:
            _inside_postgresql(kept)
