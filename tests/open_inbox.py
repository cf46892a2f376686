"""A served site whose founders have opened their inbox, so that people can write to them."""

import os
import subprocess
import sys

from tests.served_site import ServedSite
from tests.site_copy import ROOT

_CODE = """
from alongside.accounts.models import User
from alongside.enquiries import keys
from alongside.enquiries.models import RecoverySet
from django.contrib.auth.models import Group
user = User.objects.create_user(username="founder@example.org", email="founder@example.org",
                                shown_name="Test Founder")
user.groups.add(Group.objects.get(name="Founders"))
secret = keys.make_inbox_key(by=user, passphrase="quiet lemon harbour seven")
keys.make_sheets(by=user, inbox_secret=secret, given_to=["Ann", "Ben", "Cleo"])
keys.confirm_sheets(recovery_set=RecoverySet.objects.get(), by=user)
"""
_ANSWER = """
from alongside.accounts.models import User
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation
actions.answer(conversation=Conversation.objects.latest("pk"), by=User.objects.first(),
               message={message!r})
"""


def open_inbox(site: ServedSite) -> None:
    """Make the key and read the sheets back, as the wizard does."""
    run_in(site, _CODE)


def answer_the_newest(site: ServedSite, message: str) -> None:
    run_in(site, _ANSWER.format(message=message))


def run_in(site: ServedSite, code: str) -> str:
    """Run this in the site's `shell`, which knows every model. What it printed."""
    environment = {
        **os.environ, "ALONGSIDE_VAR": str(site.var),
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        env=environment, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
