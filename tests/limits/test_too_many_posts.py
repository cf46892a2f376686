"""Somebody, or a machine, posts too often."""

import logging
import sqlite3
import sys
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from django.core.management import call_command

from alongside.core.limits import TooMany, check

HOUR = timedelta(hours=1)


def may(request, **options):
    """None if it may, else the seconds to wait."""
    try:
        check(request, **{"door": "toy", "most": 3, "per": HOUR, **options})
    except TooMany as error:
        return error.wait_seconds
    return None


def test_three_an_hour_and_not_a_fourth(post, clock):
    assert [may(post()) for _ in range(4)] == [None, None, None, 600]  # ten to ten: until ten


def test_the_next_hour_begins_anew_whatever_was_refused(post, clock):
    for _ in range(50):
        may(post())
    clock.shift(599)
    assert may(post()) == 1
    clock.shift(1)
    assert may(post()) is None


def test_another_address_and_another_door_have_their_own_count(post, clock):
    for _ in range(4):
        may(post())
    assert may(post("192.0.2.2")) is None
    assert may(post(), door="other") is None
    assert may(post()) == 600


def test_all_together(post, clock):
    waits = [may(post(f"192.0.2.{n}"), everybody=5) for n in range(7)]
    assert waits == [None] * 5 + [600, 600]


def test_what_one_address_is_refused_is_not_counted_for_all(post, clock):
    for _ in range(20):
        may(post(), everybody=5)
    assert may(post("192.0.2.2"), everybody=5) is None
    assert may(post("192.0.2.3"), everybody=5) is None
    assert may(post("192.0.2.4"), everybody=5) == 600


def kept() -> bytes:
    return django_settings.CACHES["limits"]["LOCATION"].read_bytes()


def rows() -> list[tuple[str, object]]:
    with sqlite3.connect(django_settings.CACHES["limits"]["LOCATION"]) as file:
        return file.execute("SELECT key, value FROM entry").fetchall()


def test_no_address_is_kept(post, clock):
    may(post("203.0.113.77"))
    may(post("2001:db8:1:2:3:4:5:6"))
    assert len(rows()) == 3  # two counts and the salt
    for address in (b"203.0.113", b"2001:db8", b"\xcb\x00\x71\x4d", b"\x20\x01\x0d\xb8"):
        assert address not in kept()


def test_the_salt_is_new_each_day_and_yesterdays_is_gone(post, clock):
    may(post())
    (salt,) = [value for key, value in rows() if "salt" in key]
    assert salt.encode() in kept()
    keys = {key for key, _ in rows()}
    clock.shift(timedelta(hours=14, minutes=20))  # ten past midnight
    may(post())
    (new,) = [value for key, value in rows() if "salt" in key]
    assert new != salt
    assert len(new) == 32
    assert salt.encode() not in kept()
    assert not keys & {key for key, _ in rows()}


def test_after_a_day_without_posts_the_salt_goes_by_itself(post, clock, db):
    may(post())
    (salt,) = [value for key, value in rows() if "salt" in key]
    clock.shift(timedelta(hours=14, minutes=11))  # a minute past midnight
    call_command("purge", stdout=StringIO())
    assert [key for key, _ in rows() if "salt" in key] == []
    assert salt.encode() not in kept()


def test_the_file_is_for_its_owner_only(post):
    may(post())
    assert django_settings.CACHES["limits"]["LOCATION"].stat().st_mode & 0o777 == 0o600


@pytest.fixture
def no_folder(settings, tmp_path):
    """The folder of the counts cannot be written: not even by root, because it is a file."""
    (tmp_path / "var").write_text("")
    settings.CACHES = {
        **settings.CACHES, "limits": {**settings.CACHES["limits"], "LOCATION": tmp_path / "var" / "limits"},
    }  # fmt: skip


def test_when_it_cannot_be_counted_everybody_may(post, no_folder, caplog):
    assert [may(post("203.0.113.77"), most=1) for _ in range(3)] == [None] * 3
    assert "Posts are not counted: the cache fails (FileExistsError)." in caplog.text or (
        "Posts are not counted: the cache fails (NotADirectoryError)." in caplog.text
    )
    assert "203.0.113" not in caplog.text
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


@pytest.mark.parametrize(
    "rubbish", [b"no database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_broken_file_is_begun_anew(post, clock, rubbish):
    django_settings.CACHES["limits"]["LOCATION"].write_bytes(rubbish)
    assert may(post(), most=1) is None  # not counted
    assert [may(post(), most=1) for _ in range(2)] == [None, 600]


def test_nobody_but_the_database_opens_the_file(post, clock):
    """Whoever closes it takes the locks of all threads: fifty first posts at once were let through."""
    file, opened, ours = django_settings.CACHES["limits"]["LOCATION"], [], True

    def hear(event, args):
        if ours and event in ("open", "sqlite3.connect"):
            opened.append((event, str(args[0])))

    sys.addaudithook(hear)
    try:
        assert [may(post(), most=1) is None for _ in range(2)] == [True, False]
    finally:
        ours = False  # a hook cannot be taken away again
    assert {event for event, path in opened if path == str(file)} == {"sqlite3.connect"}
    assert [event for event, path in opened if path.startswith(f"{file.parent}/.")] == ["open"]
    assert list(file.parent.glob(f".{file.name}*")) == []


def test_another_process_that_keeps_the_file_locked_keeps_nobody_out(post, monkeypatch):
    monkeypatch.setattr("alongside.core.counter_file.PATIENCE", 0.05)
    caches["limits"].set("is", "there")
    other = sqlite3.connect(django_settings.CACHES["limits"]["LOCATION"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert [may(post(), most=1) for _ in range(3)] == [None] * 3
    other.close()


def test_what_the_file_promises_as_a_cache(clock):
    cache = caches["limits"]
    assert cache.add("a", 1, 10)
    assert not cache.add("a", 2, 10)
    assert cache.incr("a", 5) == 6
    assert cache.get_many(["a", "b"]) == {"a": 6}
    clock.shift(11)
    assert cache.get("a", "gone") == "gone"
    assert cache.add("a", "x", None)
    clock.shift(timedelta(days=400))
    assert cache.get("a") == "x"
    assert cache.delete("a")
    assert not cache.delete("a")
    with pytest.raises(ValueError, match="no such number"):
        cache.incr("a")
