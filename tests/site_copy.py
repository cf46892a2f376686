"""A database with the whole content pack in it, made once and copied for every test process.

Making it takes half a minute (Wagtail's migrations, 320 pages); copying it takes none.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAKES_ROWS = (
    "alongside/*/migrations/*.py",
    "alongside/*/models.py",
    "alongside/*/content.py",
    "alongside/*/blocks.py",
    "alongside/*/roles.py",
    "alongside/core/*.py",
    "content/**/*",
    "uv.lock",
)


_MAKES_FILES = ("alongside/*/static/**/*", "uv.lock")


def _digest(patterns: tuple[str, ...]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def make_once(patterns: tuple[str, ...], ending: str, make: Callable[[Path], None]) -> Path:
    """What `make` makes from the files of `patterns`: in the folder that it is given, named `made`.

    Several processes may ask; one makes it.
    """
    folder = Path(tempfile.gettempdir()) / f"alongside-test-sites-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / f"{_digest(patterns)}{ending}"
    with (folder / f"lock{ending}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            yesterday = time.time() - 86_400  # a younger one may be in use by another run
            for old in folder.glob(f"*{ending}"):
                if old.stat().st_mtime < yesterday and not old.name.startswith("lock"):
                    shutil.rmtree(old) if old.is_dir() else old.unlink()
            with tempfile.TemporaryDirectory(prefix="making-", dir=folder) as var:
                make(Path(var))
                Path(var, "made").rename(made)
    return made


def template_database() -> Path:
    """Path of the finished SQLite file."""
    return make_once(MAKES_ROWS, ".sqlite3", _make_database)


def template_static() -> Path:
    """Folder of the collected style sheets and scripts, as `alongside run` leaves it."""
    return make_once(_MAKES_FILES, ".static", _make_static)


def _python(var: Path, *arguments: str, **variables: str) -> None:
    environment = {
        **os.environ,
        "ALONGSIDE_VAR": str(var),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, cwd=ROOT
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stdout}\n{done.stderr}")


def fill_database(var: Path, **variables: str) -> None:
    """All tables, and the whole content pack in them."""
    _python(var, "manage.py", "migrate", "-v0", **variables)
    _python(var, "manage.py", "content", "load", "-v0", **variables)


def _make_database(var: Path) -> None:
    fill_database(var)
    for extra in ("-wal", "-shm"):
        assert not Path(var, f"alongside.sqlite3{extra}").exists(), "the database was not closed"
    Path(var, "alongside.sqlite3").rename(var / "made")


def _make_static(var: Path) -> None:
    code = "from alongside.backoffice.preparation import collect_static; collect_static()"
    _python(var, "-c", f"import django; django.setup(); {code}")
    Path(var, "static").rename(var / "made")
