"""`alongside doctor` says how it is and what to do."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from alongside.backoffice import health
from alongside.core.mail.transports import SMTP
from alongside.core.models import PackItem

pytestmark = pytest.mark.django_db


def _doctor() -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as done:
        return out.getvalue(), int(done.code or 0)
    return out.getvalue(), 0


def test_a_site_without_staff_is_told_to_make_a_founder():
    text, code = _doctor()
    assert code == 1
    assert "✗ accounts: nobody can sign in yet" in text
    assert "→ Run: alongside run" in text
    assert "✓ disk:" in text
    assert "✓ clock:" in text


def test_a_site_that_is_well(founder):
    text, code = _doctor()
    assert code == 0, text
    assert "✗" not in text
    assert "✓ accounts: 1 staff" in text
    assert f"✓ content: {PackItem.objects.count()} items" in text


def test_a_site_without_content_is_told_to_load_it(founder):
    PackItem.objects.all().delete()
    text, code = _doctor()
    assert code == 1
    assert "→ Run: alongside content load" in text


def test_a_dead_mail_server(founder, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.MAIL_TRANSPORT = SMTP
    finding = health.mail_server_answers()
    assert finding.state == "127.0.0.1:1: the mail server refused the connection"
    assert "ALONGSIDE_SMTP_HOST" in finding.advice


def test_a_full_disk_is_named_with_its_folder(founder, settings, tmp_path):
    settings.VAR = tmp_path / "gone"
    text, code = _doctor()
    assert code == 1
    assert f"cannot write to {tmp_path / 'gone'}" in text
    assert "ALONGSIDE_VAR" in text


def test_a_database_that_does_not_answer(tmp_path):
    environment = os.environ | {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local",
        "ALONGSIDE_VAR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "✗ database: does not answer (OperationalError)" in done.stdout
    assert "is DATABASE_URL right?" in done.stdout
    assert "Traceback" not in done.stderr
