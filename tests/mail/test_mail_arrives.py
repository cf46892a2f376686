"""Mail that is due goes out, once, and what it said is forgotten."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from alongside.core.installation_key import Unreadable
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from alongside.core.tasks import look_for_work
from tests.mail.conftest import ENQUIRER

HOUR = datetime.timedelta(hours=1)


def _all_that_the_database_holds():
    """Every value of both tables, in one piece."""
    found = []
    with connection.cursor() as cursor:
        for table in ("core_outboxmessage", "core_suppression"):
            cursor.execute(f"SELECT * FROM {table}")
            found += [bytes(v) if isinstance(v, memoryview) else v for r in cursor for v in r]
    assert found
    return repr(found)


def test_it_is_sent_once_by_the_worker(put, mail_server):
    row = put(reference="enquiry:12")
    look_for_work()
    look_for_work()
    [mail] = mail_server.received
    assert mail.recipients == [ENQUIRER]
    assert "There is a reply. Canaryword.\n\nRead the reply: https://site.example/r" in mail.text
    assert mail.message["Message-ID"] == row.message_id
    assert re.fullmatch(r"<[\w.]+@127\.0\.0\.1>", row.message_id)
    [row] = OutboxMessage.objects.about("enquiry:12")
    assert (row.state, row.attempts, row.problem) == (State.SENT, 1, "")
    assert row.settled_at is not None


def test_the_rows_show_no_address_and_no_word_before_and_after(put, mail_server):
    row = put()
    before = _all_that_the_database_holds()
    assert row.letter().to == ENQUIRER  # the test knows what it looks for
    send_due(timezone.now())
    for held in (before, _all_that_the_database_holds()):
        assert "canary" not in held.lower()
        assert "example.net" not in held
    row.refresh_from_db()
    assert bytes(row.locked) == b""
    with pytest.raises(Unreadable):
        row.letter()
    assert str(row) == f"Mail {row.pk} (toy.notice)"


def test_it_is_not_sent_before_its_hour(put, mail_server):
    now = timezone.now()
    put(due_at=now + HOUR)
    assert send_due(now) == 0
    with time_machine.travel(now + HOUR, tick=False):
        assert OutboxMessage.objects.in_trouble().count() == 0
        assert send_due(now + HOUR) == 1
    assert len(mail_server.received) == 1


def test_many_share_one_connection(put, mail_server):
    for number in range(20):
        put(f"person{number}@example.net")
    assert send_due(timezone.now()) == 20
    assert [one.recipients for one in mail_server.received] == [
        [f"person{number}@example.net"] for number in range(20)
    ]
    assert mail_server.connections == 1


def test_a_batch_ends_in_time_for_the_other_looks(put, mail_server, monkeypatch):
    monkeypatch.setattr("alongside.core.mail.sending.BATCH", -1)
    put()
    assert send_due(timezone.now()) == 0
    assert OutboxMessage.objects.get().state == State.WAITING


def test_an_older_secret_key_still_opens_what_waits(put, mail_server, settings):
    put()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" + "1" * 50
    assert send_due(timezone.now()) == 1


def test_without_its_secret_key_it_fails_loudly_and_stops_no_other(
    put, mail_server, settings, caplog
):
    put()
    settings.SECRET_KEY = "another-key-" + "1" * 50
    put("second@example.net")
    assert send_due(timezone.now()) == 1
    assert [one.recipients for one in mail_server.received] == [["second@example.net"]]
    lost = OutboxMessage.objects.get(state=State.FAILED)
    assert lost.problem == "Unreadable"
    assert f"Mail {lost.pk} (toy.notice) is given up: Unreadable" in caplog.text
