"""Nothing accepted is lost: not even what arrives in the very moment in which the key is exchanged."""

import os
import subprocess
import sys

import pytest

from tests import postgresql
from tests.site_copy import ROOT


@pytest.mark.served
@pytest.mark.skipif(not postgresql.find_binaries(), reason="no PostgreSQL here")
def test_whatever_arrives_meanwhile_can_be_opened(tmp_path):
    """Only PostgreSQL lets several write at once; SQLite has one writer at a time."""
    environment = os.environ | {
        "ALONGSIDE_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip
    python, way = [sys.executable, "-m"], "tests.keys.exchange_on_postgresql"
    done = subprocess.run(
        [*python, "tests.postgresql", *python, way],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "All can be opened." in done.stdout
