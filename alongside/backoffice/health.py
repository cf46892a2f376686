"""What `alongside doctor` looks at. Each check says how it is and, if it is not well, what to do."""

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from alongside.accounts.models import User
from alongside.core import edition
from alongside.core.mail.dkim_signature import CannotSign, signature
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.transports import FILES
from alongside.core.mail.troubles import describe, in_words
from alongside.core.models import Edition, PackItem

GIGABYTE = 1024**3
RELEASED = 1_795_000_000  # seconds since 1970, November 2026: no clock that is right can be before


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's: `advice` is empty when all is well."""

    name: str
    state: str
    advice: str = ""


def settings_are_safe() -> Finding:
    name = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    deploy = name.endswith("production")
    try:
        call_command("check", deploy=deploy, fail_level="WARNING", verbosity=0)
    except SystemCheckError as error:
        return Finding("settings", name, f"Mend what this says:\n{error}")
    key = Path(settings.VAR) / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) != 0o600:
        return Finding("settings", f"{key.name} can be read by others", f"Run: chmod 600 {key}")
    return Finding("settings", f"{name} is in order")


def database_answers() -> Finding:
    try:
        number = edition.current()
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except (DatabaseError, Edition.DoesNotExist) as error:
        advice = "Is the server running, is DATABASE_URL right? Then run: alongside migrate"
        return Finding("database", f"does not answer ({type(error).__name__})", advice)
    if waiting:
        return Finding("database", f"{waiting} migrations wait", "Run: alongside migrate")
    return Finding("database", f"{connection.vendor}, edition {number}")


def content_is_there() -> Finding:
    try:
        count = PackItem.objects.count()
    except DatabaseError:
        return Finding("content", "unknown: the database does not answer", "See database.")
    if not count:
        return Finding("content", "none yet", "Run: alongside content load")
    return Finding("content", f"{count} items of the content pack")


def founder_is_there() -> Finding:
    try:
        count = User.objects.filter(is_active=True).count()
    except DatabaseError:
        return Finding("accounts", "unknown: the database does not answer", "See database.")
    if not count:
        return Finding(
            "accounts",
            "nobody can sign in yet",
            "Run: alongside run, and open the link that it prints",
        )
    return Finding("accounts", f"{count} staff")


def disk_has_room() -> Finding:
    try:
        with tempfile.TemporaryFile(dir=settings.VAR) as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Finding(
            "disk",
            f"cannot write to {settings.VAR} ({error.strerror})",
            "Make room, or give the folder to the user who runs the site (ALONGSIDE_VAR names it)",
        )
    free = shutil.disk_usage(settings.VAR).free
    if free < GIGABYTE:
        return Finding("disk", f"{free / GIGABYTE:.1f} GB free", "Make room: at least 1 GB")
    return Finding("disk", f"{free / GIGABYTE:.1f} GB free")


def mail_server_answers() -> Finding:
    if settings.MAIL_TRANSPORT == FILES:
        return Finding("mail", f"no server set: mail becomes files in {settings.EMAIL_FILE_PATH}")
    try:
        signature(b"From: doctor@example.org\r\n\r\n")
    except CannotSign as error:
        return Finding("mail", f"cannot be signed ({error})", "Look at ALONGSIDE_DKIM_KEY_FILE")
    try:
        with get_connection(settings.MAIL_TRANSPORT):  # opened and closed as for sending
            pass
    except Exception as error:
        words = in_words(describe(error))
        advice = "Look at ALONGSIDE_SMTP_HOST, _PORT, _USER, _PASSWORD and _TLS"
        if settings.MAIL_PROVIDER:
            advice = "Look at ALONGSIDE_MAIL_PROVIDER, ALONGSIDE_MAIL_API_KEY and ANYMAIL_…"
        return Finding("mail", f"{_mail_goes_to()}: {words}", advice)
    return Finding("mail", f"goes to {_mail_goes_to()}")


def _mail_goes_to() -> str:
    return settings.MAIL_PROVIDER or f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def outbox_moves() -> Finding:
    try:
        waiting = OutboxMessage.objects.filter(state=State.WAITING).count()
        troubled = OutboxMessage.objects.in_trouble().count()
    except DatabaseError:
        return Finding("outbox", "unknown: the database does not answer", "See database.")
    state = f"{waiting} waiting, {troubled} in trouble"
    if troubled:
        return Finding("outbox", state, "The page “Mail” of the staff side (/admin/mail/) says why")
    return Finding("outbox", state)


def clock_is_right() -> Finding:
    """Compares with the release, and with what the file system thinks."""
    now = time.time()
    with tempfile.NamedTemporaryFile(dir=settings.VAR) as file:
        apart = abs(Path(file.name).stat().st_mtime - now)
    if now < RELEASED or apart > 5:
        return Finding(
            "clock",
            time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now)),
            "Set the clock, best by a time service (systemd-timesyncd or chrony)",
        )
    return Finding("clock", time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(now)))


CHECKS: tuple[Callable[[], Finding], ...] = (
    settings_are_safe,
    disk_has_room,
    database_answers,
    content_is_there,
    founder_is_there,
    mail_server_answers,
    outbox_moves,
    clock_is_right,
)
