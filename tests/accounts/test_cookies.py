"""On the open web the cookie of a session is tied to this host and to https, and pages in memory know it."""

import json
import os
import subprocess
import sys

CODE = """
import json
from alongside.asgi import application
from django.conf import settings as s
print(json.dumps({
    "session": s.SESSION_COOKIE_NAME, "csrf": s.CSRF_COOKIE_NAME, "domain": s.SESSION_COOKIE_DOMAIN,
    "flags": [s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_SECURE],
    "same_site": s.SESSION_COOKIE_SAMESITE, "seconds": s.SESSION_COOKIE_AGE,
    "known": [application.has_session(b"__Host-session=x"), application.has_session(b"sessionid=x")],
}))
"""


def test_the_cookie_on_the_open_web(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ALONGSIDE_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "alongside.settings.production",
        "ALONGSIDE_SECRET_KEY": "k" * 60,
        "ALONGSIDE_HOSTS": "www.example.org",
        "ALONGSIDE_URL": "https://www.example.org",
        "ALONGSIDE_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-c", CODE], env=environment, capture_output=True, text=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "session": "__Host-session",
        "csrf": "__Host-csrf",
        "domain": None,
        "flags": [True, True, True],
        "same_site": "Lax",
        "seconds": 12 * 3600,
        "known": [True, False],
    }, done.stderr
