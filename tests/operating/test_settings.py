"""Production settings fail closed, with a message that names the variable."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "ALONGSIDE_SECRET_KEY": "k" * 60,
    "ALONGSIDE_HOSTS": "www.example.org",
    "ALONGSIDE_URL": "https://www.example.org",
}


def _start(**variables: str | None) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ALONGSIDE_")}
    environment |= {k: v for k, v in (GOOD | variables).items() if v is not None}
    environment.pop("DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "alongside.settings.production"
    if "DATABASE_URL" in variables:
        environment["DATABASE_URL"] = str(variables["DATABASE_URL"])
    code = (
        "from django.conf import settings as s;"
        "print(s.ALLOWED_HOSTS, s.DEBUG, s.WAGTAILADMIN_BASE_URL, s.CSRF_TRUSTED_ORIGINS)"
    )
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )


def test_with_all_variables_it_starts():
    done = _start(ALONGSIDE_URL="https://www.example.org/")  # people write it with and without /
    assert done.stdout.split() == [
        "['www.example.org']", "False", "https://www.example.org", "['https://www.example.org']"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("ALONGSIDE_SECRET_KEY", None, "Set ALONGSIDE_SECRET_KEY"),
        ("ALONGSIDE_SECRET_KEY", "short", "ALONGSIDE_SECRET_KEY is too short"),
        ("ALONGSIDE_HOSTS", None, "Set ALONGSIDE_HOSTS"),
        ("ALONGSIDE_HOSTS", "*", "ALONGSIDE_HOSTS must name the hosts"),
        ("ALONGSIDE_URL", None, "Set ALONGSIDE_URL"),
        ("ALONGSIDE_URL", "http://www.example.org", "must begin with https://"),
        ("ALONGSIDE_CACHE_URL", "memcached://hunter2@x", "ALONGSIDE_CACHE_URL must look like"),
        ("DATABASE_URL", "mysql://root:hunter2@db/x", "DATABASE_URL must look like"),
    ],
)
def test_what_is_missing_or_weak_stops_the_start(variable, value, words):
    done = _start(**{variable: value})
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert words in done.stderr
    assert "hunter2" not in done.stderr.splitlines()[-1]
