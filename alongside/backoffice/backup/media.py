"""Pictures and documents that were uploaded, and the files of the e-book."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage

from alongside.orders import ebook

from .files import whole_or_not_at_all

FOLDER, BOOKS = "media", "books"


def copy_new(folder: Path) -> int | None:
    """Copy what is new or has changed. How many files; None if they are kept elsewhere (S3)."""
    books = _copy(
        ebook.folder(), folder / BOOKS
    )  # never elsewhere: whoever has the address could read it
    if not isinstance(default_storage, FileSystemStorage):
        return None
    return books + _copy(Path(settings.MEDIA_ROOT), folder / FOLDER)


def put_back(folder: Path) -> int:
    """Copy what is missing here. How many files."""
    books = _copy(folder / BOOKS, ebook.folder())
    return books + _copy(folder / FOLDER, Path(settings.MEDIA_ROOT))


def _copy(source: Path, to: Path) -> int:
    copied = 0
    for path in sorted(source.rglob("*")):
        target = to / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not _is_same(path, target):
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with whole_or_not_at_all(target) as partial:
                shutil.copy2(path, partial)
            copied += 1
    return copied


def _is_same(path: Path, target: Path) -> bool:
    if not target.exists():
        return False
    ours, theirs = path.stat(), target.stat()
    return ours.st_size == theirs.st_size and int(ours.st_mtime) == int(theirs.st_mtime)
