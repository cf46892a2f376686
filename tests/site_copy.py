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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MAKES_ROWS = (
    "alongside/*/migrations/*.py",
    "alongside/*/models.py",
    "alongside/*/content.py",
    "alongside/*/blocks.py",
    "alongside/*/roles.py",
    "alongside/core/*.py",
    "content/**/*",
    "uv.lock",
)


def _digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for pattern in _MAKES_ROWS:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def template_database() -> Path:
    """Path of the finished SQLite file. Several processes may ask at once; one makes it."""
    folder = Path(tempfile.gettempdir()) / f"alongside-test-sites-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    made = folder / f"{_digest()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            yesterday = time.time() - 86_400  # a younger one may be in use by another run
            for old in folder.glob("*.sqlite3"):
                if old.stat().st_mtime < yesterday:
                    old.unlink()
            _make(made)
    return made


def _make(made: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="alongside-test-site-") as var:
        environment = {
            **os.environ,
            "ALONGSIDE_VAR": var,
            "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        }
        for command in (["migrate", "-v0"], ["content", "load"]):
            done = subprocess.run(
                [sys.executable, str(ROOT / "manage.py"), *command],
                env=environment,
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise RuntimeError(f"{command}: {done.stdout}\n{done.stderr}")
        for extra in ("-wal", "-shm"):
            assert not Path(var, f"alongside.sqlite3{extra}").exists(), (
                "the database was not closed"
            )
        shutil.copy(Path(var, "alongside.sqlite3"), made)
