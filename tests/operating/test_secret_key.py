"""The secret key that an installation makes for itself."""

import multiprocessing
from pathlib import Path

from alongside.core.secret_key import read_or_make_secret_key


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "var" / "secret-key"
    key = read_or_make_secret_key(path)
    assert len(key) > 60
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_make_secret_key(path) == key


def _make(path: Path) -> str:
    return read_or_make_secret_key(path)


def test_processes_that_start_together_share_one(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.map(_make, [tmp_path / "secret-key"] * 16)
    assert len(set(keys)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
