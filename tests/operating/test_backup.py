"""A backup is made, kept, brought back. What was erased meanwhile stays erased."""

import base64
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from alongside.backoffice.backup.what import not_in_copies
from tests import postgresql
from tests.operating.backup_scenes import ADDRESS, CANARY
from tests.site_copy import ROOT, template_database

pytestmark = pytest.mark.served


class House:
    """An installation in a folder of its own."""

    def __init__(self, var: Path, **variables: str) -> None:
        self.var, self.variables = var, variables
        var.mkdir(parents=True, exist_ok=True)

    def run(self, *command: str, **options: object) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {
            "ALONGSIDE_VAR": str(self.var), "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "alongside.settings.local", "ALONGSIDE_SECRET_KEY": "k" * 60,
            **self.variables,
        }  # fmt: skip
        return subprocess.run(
            [sys.executable, *command],
            env=environment, capture_output=True, text=True, cwd=ROOT, timeout=120, **options,
        )  # fmt: skip

    def manage(self, *command: str) -> str:
        done = self.run("manage.py", *command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def scene(self, *command: str) -> dict:
        done = self.run("-m", "tests.operating.backup_scenes", *command)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "var")
    shutil.copy(template_database(), made.var / "alongside.sqlite3")
    return made


def copies(folder):
    return sorted(folder.glob("alongside-*"))


def everything_in(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def forms_of(values):
    for value in map(bytes.fromhex, values):
        yield value
        yield base64.b64encode(value)
        yield value.hex().encode()


def test_what_is_erased_after_a_backup_stays_erased_when_it_comes_back(house, tmp_path):
    folder = tmp_path / "backups"
    told = house.scene("fill")
    house.manage("backup", str(folder))
    before = everything_in(folder)
    assert any(
        form in content for form in forms_of(told["goes"]["keys"]) for content in before.values()
    )
    certificate = house.scene("erase", str(told["goes"]["pk"]))["code"]
    time.sleep(1.1)  # another name
    house.manage("backup", str(folder))
    old, _ = copies(folder)
    assert before[old] == old.read_bytes()

    # No file of the backups holds a byte of the key, nor anything that is not theirs to hold.
    for path, content in everything_in(folder).items():
        assert not [form for form in forms_of(told["goes"]["keys"]) if form in content], path
        for canary in (CANARY, ADDRESS, "zqann", "Zqann", told["session"], told["goes"]["receipt"]):
            assert canary.encode() not in content, (path, canary)
        assert path.stat().st_mode & 0o077 == 0 or "media" in path.parts
    # With the secret key and every dated copy, nobody finds where notes go, or opens what stays.
    for copy in copies(folder):
        content = copy.read_bytes()
        assert not [form for form in forms_of(told["stays"]["keys"]) if form in content], copy
    with closing(sqlite3.connect(old)) as copy:
        for table in not_in_copies():
            assert copy.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        (noise,) = copy.execute("SELECT count(*) FROM enquiries_sealedtext").fetchone()
    assert noise == 4  # what was erased is in the old copy, sealed, and its key is nowhere

    # The old copy comes back with the keys of today.
    other = House(tmp_path / "other")
    said = other.manage("restore", str(folder), "--copy", old.name)
    assert "1 conversations were erased since that copy: they stay erased." in said
    assert "secret key is another" not in said
    seen = other.scene("look", told["goes"]["receipt"])
    assert seen["by_founder"] == [CANARY]
    assert seen["by_receipt"] == f"erased: {certificate}"
    assert seen["certificates"] == [certificate]
    assert seen["texts"] == 2
    assert seen["notes_go_to"] == [ADDRESS]
    assert seen["gets_no_mail"] is True
    assert seen["mails"] == 0
    assert seen["picture"] == "picture"
    assert other.scene("look", told["stays"]["receipt"])["by_receipt"] == CANARY


def test_a_copy_from_before_an_exchange_of_the_key_is_read_with_the_keys_of_today(house, tmp_path):
    folder = tmp_path / "backups"
    told = house.scene("fill")
    house.manage("backup", str(folder))
    house.scene("exchange", told["secret"])
    later = house.scene("write_one")
    time.sleep(1.1)
    house.manage("backup", str(folder))
    other = House(tmp_path / "other")
    other.manage("restore", str(folder), "--copy", copies(folder)[0].name)
    seen = other.scene("look", later["receipt"])
    assert seen["by_founder"] == [CANARY, CANARY]
    assert seen["by_receipt"] == "unknown"  # written after the copy


def test_what_is_erased_while_somebody_reads_leaves_the_journal_later(house):
    told = house.scene("fill")
    seen = house.scene("erase_while_somebody_reads", str(told["goes"]["pk"]))
    before, after = seen["sizes"]
    assert before > 0
    assert after == 0
    assert seen["to_do"] == []


def test_a_rehearsal_is_noted_and_leaves_nothing_behind(house, tmp_path):
    folder = tmp_path / "backups"
    told = house.scene("fill")
    house.manage("backup", str(folder))
    said = house.manage("backup", "rehearse", str(folder))
    assert "came back whole" in said
    assert "2 conversations with their keys" in said
    assert house.scene("look", told["stays"]["receipt"])["rehearsals"] == [True]
    assert not list(house.var.glob("rehearsal-*"))
    assert "✓ backup: rehearsed on" in house.run("manage.py", "doctor").stdout
    (folder / "keys-of-conversations.jsonl").unlink()
    failed = house.run("manage.py", "backup", "rehearse", str(folder))
    assert failed.returncode
    assert "keys-of-conversations.jsonl is missing" in failed.stderr
    assert house.scene("look", told["stays"]["receipt"])["rehearsals"] == [False, True]
    assert "✗ backup: rehearsed on" in house.run("manage.py", "doctor").stdout


def test_a_full_disk_is_said_and_what_was_there_stays(house, tmp_path):
    folder = tmp_path / "backups"
    house.scene("fill")
    house.manage("backup", str(folder))
    before = everything_in(folder)
    full = house.run(
        "manage.py", "backup", str(folder),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )  # fmt: skip
    assert full.returncode
    assert "No backup was made" in full.stderr
    assert "Is there room" in full.stderr
    assert "Traceback" not in full.stderr
    assert everything_in(folder) == before
    assert not (house.var / "backup-in-progress.sqlite3").exists()


def test_restoring_refuses_what_would_lose_something(house, tmp_path):
    folder = tmp_path / "backups"
    told = house.scene("fill")
    house.manage("backup", str(folder))
    refused = house.run("manage.py", "restore", str(folder))
    assert "There is a site here already" in refused.stderr
    with closing(sqlite3.connect(house.var / "alongside.sqlite3")) as running:
        running.execute("SELECT count(*) FROM accounts_user").fetchone()
        refused = house.run("manage.py", "restore", str(folder), "--over")
    assert "The site is running. Stop it" in refused.stderr
    keys = folder / "keys-of-conversations.jsonl"
    whole = keys.read_text()
    keys.write_text(whole[: len(whole) // 2])
    cut = house.run("manage.py", "restore", str(folder), "--over")
    assert "is cut off" in cut.stderr
    keys.write_text(whole)
    [copy] = copies(folder)
    sound = copy.read_bytes()
    copy.write_bytes(sound[:20_000] + b"\0" * 50_000 + sound[70_000:])
    torn = house.run("manage.py", "restore", str(folder), "--over")
    assert torn.returncode and "Not brought back" in torn.stderr
    assert house.scene("look", told["stays"]["receipt"])["by_receipt"] == CANARY  # all as it was
    copy.write_bytes(sound)
    house.manage("restore", str(folder), "--over")
    assert house.scene("look", told["stays"]["receipt"])["by_receipt"] == CANARY


@pytest.mark.skipif(not postgresql.find_binaries(), reason="no PostgreSQL here")
def test_the_same_on_postgresql(tmp_path):
    """In a process of its own, beside a server of its own."""
    python, way = [sys.executable, "-m"], "tests.operating.backup_on_postgresql"
    done = subprocess.run(
        [*python, "tests.postgresql", *python, way, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "All of it came back." in done.stdout
