"""`alongside backup rehearse DIR`: bring the newest copy back in a place of its own, and look at it."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from alongside.accounts import audit
from alongside.backoffice.models import RestoreRehearsal
from alongside.enquiries.models import Conversation

from .files import wipe


class Failed(Exception):
    """It did not come back. The message says why."""


def rehearse(folder: Path) -> dict[str, Any]:
    """The report of the restored copy. The date is written down. Raises Failed."""
    try:
        with _a_place_of_its_own() as environment:
            report = _restore_there(folder, environment)
        _look_at(report)
    except Failed:
        _note(succeeded=False, rows=0)
        raise
    _note(succeeded=True, rows=report["rows"])
    return report


def _note(*, succeeded: bool, rows: int) -> None:
    row = RestoreRehearsal.objects.create(succeeded=succeeded, rows=rows)
    action = "backup.rehearsed" if succeeded else "backup.rehearsal_failed"
    audit.record(actor=None, action=action, target=f"rehearsal:{row.pk}")


def _restore_there(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    command = [sys.executable, "-m", "django", "restore", str(folder.resolve()), "--report"]
    done = subprocess.run(  # noqa: S603  (our own command)
        command, env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or ["it stopped"])[-1])
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


def _look_at(report: dict[str, Any]) -> None:
    if report["without_key"]:
        raise Failed(f"{report['without_key']} conversations have no key")
    if Conversation.objects.filter(pk__in=report["erased_since"]).exists():
        raise Failed("conversations that are here have no key in the backup. Make a new one")
    if not report["pages"] or not report["accounts"]:
        raise Failed("there are no pages or no accounts in it")
    if not report["same_secret_key"]:
        raise Failed("it was made under another secret key (ALONGSIDE_SECRET_KEY)")


@contextmanager
def _a_place_of_its_own() -> Iterator[dict[str, str]]:
    """The environment of a second installation that is gone afterwards, its keys overwritten."""
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=settings.VAR))
    common = {
        "ALONGSIDE_VAR": str(place),
        "ALONGSIDE_SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PYTHONPATH": str(settings.PACKAGE.parent),
    }
    try:
        if connection.vendor == "sqlite":
            yield common | {"DATABASE_URL": ""}
        else:
            with _second_database() as url:
                yield common | {"DATABASE_URL": url}
    finally:
        for path in place.glob("*.sqlite3*"):
            wipe(path)
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _second_database() -> Iterator[str]:
    """PostgreSQL: the account of the site has to be allowed to make one (`ALTER ROLE … CREATEDB`)."""
    name = f"alongside_rehearsal_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}"')
