"""In one and the same moment: a message arrives while the key is exchanged; two forget their passphrase."""

import os
import subprocess
import sys

import pytest

from tests import postgresql
from tests.site_copy import ROOT


@pytest.mark.served
@pytest.mark.skipif(not postgresql.find_binaries(), reason="no PostgreSQL here")
@pytest.mark.parametrize(
    ("way", "ends"),
    [
        ("exchange_on_postgresql", "All can be opened."),
        ("two_forget_on_postgresql", "One of them still holds it."),
    ],
)
def test_in_one_moment(tmp_path, way, ends):
    """Only PostgreSQL lets several write at once; SQLite has one writer at a time."""
    environment = os.environ | {
        "ALONGSIDE_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip
    python, way = [sys.executable, "-m"], f"tests.keys.{way}"
    done = subprocess.run(
        [*python, "tests.postgresql", *python, way],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert ends in done.stdout
