"""What is over is removed: by `alongside purge`, and by the worker once a day."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from alongside.accounts.models import User
from alongside.core import retention, tasks
from alongside.core.retention import Rule

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def end_accounts(now):
    """As if staff accounts ended a year after the last sign-in."""
    return User.objects.filter(last_login__lt=now - timedelta(days=365)).delete()[0]


class Broken:
    @staticmethod
    def purge(now):
        User.objects.all().delete()
        raise ValueError("zebrafinchcanary")


@pytest.fixture
def letters(monkeypatch, settings, tmp_path, outsider, reviewer):
    """One that is over and one that is not, and a rule that fails half-way before they are looked at."""
    settings.VAR = tmp_path
    monkeypatch.setattr(User, "kept_for", "12 months after the last word", raising=False)
    monkeypatch.setattr(User, "purge", end_accounts, raising=False)
    broken, found = Rule("a broken room", "for ever", Broken.purge), retention.rules()
    monkeypatch.setattr(retention, "rules", lambda: [broken, *found])
    User.objects.filter(pk=outsider.pk).update(last_login=NOW - timedelta(days=366))
    User.objects.filter(pk=reviewer.pk).update(last_login=NOW - timedelta(days=364))
    return outsider, reviewer


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def purge(*options):
    out, code = StringIO(), 0
    try:
        call_command("purge", *options, stdout=out, no_color=True)
    except SystemExit as done:
        code = done.code
    return out.getvalue(), code


def left():
    return list(User.objects.order_by("email").values_list("email", flat=True))


def test_what_is_over_goes_and_the_rest_stays(letters):
    text, code = purge()
    assert left() == ["reviewer@example.org"]
    assert "✓ accounts.User: 1 removed (kept for: 12 months after the last word)" in text
    assert code == 1


def test_a_rule_that_fails_removes_nothing_tells_nothing_and_stops_nobody(letters, caplog):
    text, _ = purge()
    assert "✗ a broken room: failed (ValueError); nothing removed" in text
    assert text.index("a broken room") < text.index("accounts.User")
    assert left() == ["reviewer@example.org"]
    assert "zebrafinchcanary" not in text + caplog.text
    assert "Could not purge a broken room (ValueError)" in caplog.text


def test_a_dry_run_removes_nothing(letters):
    text, _ = purge("--dry-run")
    assert "accounts.User: 1 would be removed" in text
    assert left() == ["outsider@example.org", "reviewer@example.org"]


def test_without_a_fault_the_exit_code_is_nought(db):
    assert purge()[1] == 0


def test_sessions_that_are_over_go(db):
    for key, days in (("over", -1), ("open", 1)):
        Session.objects.create(
            session_key=key, session_data="", expire_date=NOW + timedelta(days=days)
        )
    text, _ = purge()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert "staff sessions: 1 removed" in text


def test_caches_forget_what_is_over(settings, tmp_path, today):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path / "cache"},
                       "limits": {"BACKEND": "alongside.core.counter_file.CounterFile",
                                  "LOCATION": tmp_path / "limits.sqlite3"}}  # fmt: skip
    for name in ("default", "limits"):
        caches[name].set("short", "zebrafinch", 60)
        caches[name].set("long", "goldfinch", 6000)
    today.shift(600)
    purge()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"zebrafinch" not in kept
    assert caches["default"].get("long") == caches["limits"].get("long") == "goldfinch"


@pytest.fixture
def sound(letters, monkeypatch):
    """The same without the broken room."""
    found = [rule for rule in retention.rules() if rule.name != "a broken room"]
    monkeypatch.setattr(retention, "rules", lambda: found)


def look(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.look_for_work()


def test_the_worker_does_it_on_its_first_look(sound, django_capture_on_commit_callbacks):
    look(django_capture_on_commit_callbacks)
    assert left() == ["reviewer@example.org"]


def test_the_worker_gives_each_rule_a_transaction_of_its_own(sound, monkeypatch):
    depths = []
    rule = Rule("looks", "a day", lambda now: depths.append(len(connection.savepoint_ids)) or 0)
    monkeypatch.setattr(retention, "rules", lambda: [rule])
    list(retention.purge_all(now=NOW))
    tasks.look_for_work()
    assert depths[0] == depths[1]


def test_once_a_day_also_when_the_machine_was_off_at_midnight(
    sound, today, django_capture_on_commit_callbacks
):
    look(django_capture_on_commit_callbacks)
    today.shift(timedelta(hours=10))
    User.objects.filter(email="reviewer@example.org").update(last_login=NOW - timedelta(days=400))
    look(django_capture_on_commit_callbacks)
    assert left() == ["reviewer@example.org"]  # today's is done
    today.shift(timedelta(hours=11, minutes=17))  # off until the middle of the next morning
    look(django_capture_on_commit_callbacks)
    assert left() == []


def test_after_a_fault_the_worker_tries_again_in_an_hour(
    letters, today, caplog, django_capture_on_commit_callbacks
):
    for minutes in (0, 1, 58, 1, 1):
        today.shift(timedelta(minutes=minutes))
        look(django_capture_on_commit_callbacks)
    assert caplog.text.count("Could not purge a broken room") == 2
    assert left() == ["reviewer@example.org"]


def test_a_full_disk_stops_no_purge(sound, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.VAR = tmp_path / "gone"
    look(django_capture_on_commit_callbacks)
    assert left() == ["reviewer@example.org"]
    assert not connection.needs_rollback
