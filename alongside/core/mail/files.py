"""Where mail goes when there is no mail server: one file for each, for the operator to read."""

import datetime
import os
import re
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_NAME = re.compile(r"[\w.-]+\.eml")


def folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


class FileTransport(BaseEmailBackend):
    """Writes `<Message-ID>.eml`, readable by its owner only. Sent again, it is the same file."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for email in email_messages:
            message = email.message()
            local = str(message["Message-ID"]).strip("<>").partition("@")[0]
            _write(folder() / f"{local}.eml", message.as_bytes())
        return len(email_messages)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, and on the disk before we say that it was sent."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def mail_files() -> list[Path]:
    """The newest first: names begin with the time."""
    return sorted(folder().glob("*.eml"), reverse=True) if folder().is_dir() else []


def find_file(name: str) -> Path | None:
    """The file of this name in the folder, and no other file of this machine."""
    path = folder() / name
    return path if _NAME.fullmatch(name) and path.is_file() else None


def delete_files_before(day: datetime.datetime) -> int:
    """Also what older versions left there (`.log`)."""
    if not folder().is_dir():
        return 0
    files = [path for path in folder().iterdir() if path.suffix in (".eml", ".log", ".new")]
    old = [path for path in files if path.stat().st_mtime < day.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
