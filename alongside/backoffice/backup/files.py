"""Files of a backup: only their owner reads them, and they are there whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole_or_not_at_all(path: Path) -> Iterator[Path]:
    """Gives a path to write to (0600); it takes the place of `path` once it is safely on the disk.

    What stood there before is overwritten, as far as the disk lets us, so that it cannot be got back.
    """
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        yield partial
        partial.chmod(0o600)
        sync(partial)
        with _held(path) as old:
            partial.replace(path)
            sync(path.parent)
            if old is not None:
                _overwrite(old)
    finally:
        partial.unlink(missing_ok=True)


@contextlib.contextmanager
def _held(path: Path) -> Iterator[int | None]:
    """The file that has this name now, if any: it can still be written to once the name is taken."""
    try:
        number = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        yield None
        return
    try:
        yield number
    finally:
        os.close(number)


def _overwrite(number: int) -> None:
    left = os.fstat(number).st_size
    while left > 0:
        left -= os.write(number, bytes(min(left, 1 << 20)))
    os.fsync(number)


def wipe(path: Path) -> None:
    """Overwrite and remove."""
    with _held(path) as number:
        if number is not None:
            _overwrite(number)
    path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Until it is on the disk (a folder: its names)."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def size_in_words(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{size / 1024:.0f} KB"
