"""A finished site of its own for one measurement, and a process on one core that measures in it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.servers import SERVER_CORE
from tests.site_copy import ROOT, template_database, template_static


@contextmanager
def own_site() -> Iterator[Path]:
    """Its folder, on SQLite; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        subprocess.run(["cp", template_database(), Path(folder, "alongside.sqlite3")], check=True)
        subprocess.run(["cp", "-r", template_static(), Path(folder, "static")], check=True)
        yield Path(folder)


def measured(folder: Path, module: str, *arguments: object) -> list[float]:
    """The numbers on the last line that `python -m module` prints. Raises RuntimeError with its words."""
    environment = {
        **os.environ, "ALONGSIDE_VAR": str(folder), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip
    done = subprocess.run(
        ["taskset", "-c", SERVER_CORE, sys.executable, "-m", module, *map(str, arguments)],
        env=environment, capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return list(map(float, done.stdout.splitlines()[-1].split()))
