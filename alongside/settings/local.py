"""One machine, for trying it out or writing content: reached from this machine only, over http."""

from alongside.core.secret_key import read_or_make_secret_key

from .base import *  # noqa: F403  (Django settings are a module of names)
from .base import VAR, env

SECRET_KEY = env.str("ALONGSIDE_SECRET_KEY", "") or read_or_make_secret_key(VAR / "secret-key")
ALLOWED_HOSTS = env.list("ALONGSIDE_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
