"""What an editor publishes is read within two seconds, from every process; what she takes down is gone."""

import os
import subprocess
import sys
import time

import pytest

from tests.served_site import ServedSite
from tests.site_copy import ROOT

pytestmark = pytest.mark.served

PATH = "/answers/de-novo/"
SEEN_WITHIN = 2.0  # seconds, design section 5


def _publish(site: ServedSite, code: str) -> None:
    """Run Python in another process against the same database, as an editor's request would."""
    subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        check=True, cwd=ROOT,
        env=os.environ | {
            "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
            "ALONGSIDE_VAR": str(site.var), "DATABASE_URL": "",
        },
    )  # fmt: skip


FIND = "from alongside.answers.models import AnswerPage as A; p = A.objects.get(slug='de-novo')\n"


def test_a_published_edit_is_seen_by_every_process(site):
    assert b"freshly published words" not in site.get(PATH)
    _publish(
        site, FIND + "p.sentence = 'Some freshly published words.'; p.save_revision().publish()"
    )
    time.sleep(SEEN_WITHIN)
    answers = [site.get(PATH) for _ in range(40)]  # new connections: both processes answer
    assert all(b"freshly published words" in answer for answer in answers)


def test_withdrawn_words_are_gone_from_every_process(site):
    words = b"Scanxiety"
    path = "/answers/scanxiety/"
    assert site.status(path) == 200
    _publish(site, FIND.replace("de-novo", "scanxiety") + "p.unpublish()")
    time.sleep(SEEN_WITHIN)
    assert {site.status(path) for _ in range(40)} == {404}
    assert words.lower() not in site.get("/answers/").lower().split(b"<main")[1].split(b"</main")[0]


def test_a_changed_slug_leads_on(site):
    _publish(
        site, FIND.replace("de-novo", "men") + "p.slug = 'men-too'; p.save_revision().publish()"
    )
    time.sleep(SEEN_WITHIN)
    status, location = site.status_and_location("/answers/men/")
    assert (status, location) == (301, "/answers/men-too/")
    assert site.status("/answers/men-too/") == 200
