"""For the test suite: the same as production in everything but speed."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("ALONGSIDE_VAR", tempfile.mkdtemp(prefix="alongside-test-"))

from alongside.core.sealing import Cost

from .base import *  # noqa: F403  (Django settings are a module of names)
from .base import DATABASE_URL, DATABASES, VAR

SECRET_KEY = "only-for-tests-" + "0" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
INBOX_PASSPHRASE_COST = SIX_WORDS_COST = Cost(passes=1, memory=8 * 1024)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The real one; each test process counts for itself.
    "limits": {
        "BACKEND": "alongside.core.counter_file.CounterFile",
        "LOCATION": VAR / f"limits-{os.getpid()}.sqlite3",
    },
}
Path(VAR).mkdir(parents=True, exist_ok=True)
if not DATABASE_URL:
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF;"
