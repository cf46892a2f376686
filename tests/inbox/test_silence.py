"""Nobody opens a message: founders are told after 48 hours, a backup contact by a second channel later;
at once, if mail itself is broken."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from alongside.core import tasks
from alongside.core.mail.actions import stop
from alongside.core.mail.models import OutboxMessage, State
from alongside.enquiries import actions, looks
from alongside.enquiries.models import (
    Conversation,
    SilenceAlarm,
    UnlockedInbox,
    inbox_settings,
)
from tests.mail_server import MailServer, send_through
from tests.served_site import free_port

from .conftest import opened, page

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class SecondChannel:
    """A real server that a text-message gateway might be. `status` is what it answers."""

    port: int
    status: int = 200
    posts: list[tuple[dict[str, str], str | None]] = field(default_factory=list)


@contextmanager
def _served() -> Iterator[SecondChannel]:
    channel = SecondChannel(free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            channel.posts.append((json.loads(body), self.headers["Authorization"]))
            self.send_response(channel.status)
            self.end_headers()

        def log_message(self, *told: object) -> None: ...

    server = HTTPServer(("127.0.0.1", channel.port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield channel
    server.shutdown()
    server.server_close()


@pytest.fixture
def second_channel(settings) -> Iterator[SecondChannel]:
    with _served() as channel:
        settings.ALARM_URL = f"http://127.0.0.1:{channel.port}/alarm"
        settings.ALARM_KEY = "key-of-the-gateway"
        yield channel


@pytest.fixture
def backup(db):
    """A backup contact."""
    row = inbox_settings()
    row.backup_name, row.backup_email = "Backup", "backup@example.org"
    row.save()
    return row.backup_email


def _worker_at(moment: datetime) -> None:
    with time_machine.travel(moment):
        tasks.look_for_work()


def _mails(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


def _recipients(kind: str) -> list[str]:
    return sorted(row.reference for row in _mails(kind))


def test_silence_is_heard(
    unlocked, write, founder, second_founder, backup, second_channel, mail_server
):
    began = timezone.now()
    conversation = write("Is anybody there? Canary words.", name="Zoë").conversation

    _worker_at(began + 47 * HOUR)
    assert SilenceAlarm.current() is None
    assert _mails(looks.ALARM) == []

    _worker_at(began + 48 * HOUR + MINUTE)
    alarm = SilenceAlarm.current()
    assert alarm.cause == SilenceAlarm.Cause.UNREAD
    assert _recipients(looks.ALARM) == [f"user:{founder.pk}", f"user:{second_founder.pk}"]
    told = mail_server.to("founder@example.org")[-1]
    assert "A message in the inbox has not been opened for 48 hours" in told.text
    assert len(mail_server.to("second@example.org")) >= 1
    assert second_channel.posts == []

    _worker_at(began + 59 * HOUR)
    assert second_channel.posts == []
    _worker_at(began + 60 * HOUR + 2 * MINUTE)
    assert second_channel.posts == [({"text": looks.ALARM_TEXT}, "Bearer key-of-the-gateway")]
    assert "Please ring a founder today" in mail_server.to("backup@example.org")[0].text

    _worker_at(began + 70 * HOUR)  # once is enough
    assert len(second_channel.posts) == 1
    assert len(_mails(looks.ALARM)) == 3
    everything = str(second_channel.posts) + "".join(one.text for one in mail_server.received)
    assert "Canary" not in everything
    assert "Zoë" not in everything

    with time_machine.travel(began + 71 * HOUR):
        client = unlocked()
        assert "Silence alarm</strong>" in page(client.get("/admin/today/"))
        assert "Silence alarm</strong> for 22 hours" in page(client.get("/admin/inbox/"))
        opened(client, conversation)
    _worker_at(began + 71 * HOUR + MINUTE)
    assert SilenceAlarm.current() is None
    alarm.refresh_from_db()
    assert alarm.ended_at is not None


def test_a_machine_that_was_off_for_a_night_raises_no_alarm(write, second_channel, mail_server):
    began = timezone.now()
    write()
    _worker_at(began + 9 * HOUR)
    assert SilenceAlarm.current() is None
    assert second_channel.posts == []
    assert len(mail_server.to("founder@example.org")) == 1


def test_answering_what_she_has_read_ends_it_too(write, founder):
    began = timezone.now()
    conversation = write().conversation
    _worker_at(began + 49 * HOUR)
    assert SilenceAlarm.current() is not None
    with time_machine.travel(began + 50 * HOUR):
        actions.answer(conversation=conversation, by=founder, message="I am here.", seen=2)
    _worker_at(began + 51 * HOUR)
    assert SilenceAlarm.current() is None


def test_when_nothing_listens_for_mail_the_second_channel_is_rung_at_once(
    write, backup, second_channel, settings
):
    send_through(MailServer(), settings)  # never started
    began = timezone.now()
    write("Is anybody there?")
    minute = 0
    while not second_channel.posts and minute < 120:
        minute += 3
        _worker_at(began + minute * MINUTE)
    assert second_channel.posts == [({"text": looks.ALARM_TEXT}, "Bearer key-of-the-gateway")]
    assert 10 < minute <= 70  # the notice leaves after 2 to 12 minutes; then five tries in vain
    assert SilenceAlarm.current().cause == SilenceAlarm.Cause.NOT_TOLD


def test_when_the_mail_server_refuses_every_founder_it_is_rung_with_the_next_look(
    write, second_channel, mail_server
):
    mail_server.to_recipient["founder@example.org"] = ["550 no such user"] * 3
    began = timezone.now()
    write("Is anybody there?")
    _worker_at(began + 13 * MINUTE)
    assert second_channel.posts == []
    _worker_at(began + 14 * MINUTE)
    assert len(second_channel.posts) == 1
    assert SilenceAlarm.current().cause == SilenceAlarm.Cause.NOT_TOLD


def test_mail_in_trouble_is_no_alarm_while_nobody_waits(
    unlocked, write, second_channel, mail_server
):
    mail_server.to_recipient["founder@example.org"] = ["550 no such user"] * 3
    began = timezone.now()
    opened(unlocked(), write().conversation)
    _worker_at(began + 13 * MINUTE)
    _worker_at(began + 14 * MINUTE)
    assert SilenceAlarm.current() is None
    assert second_channel.posts == []


def test_a_second_channel_that_fails_is_tried_again_each_hour(write, second_channel, founder):
    second_channel.status = 500
    began = timezone.now()
    write()
    _worker_at(began + 48 * HOUR + MINUTE)
    _worker_at(began + 60 * HOUR + 2 * MINUTE)
    _worker_at(began + 60 * HOUR + 30 * MINUTE)
    assert len(second_channel.posts) == 1
    assert SilenceAlarm.current().backup_told_at is None
    second_channel.status = 200
    _worker_at(began + 61 * HOUR + 4 * MINUTE)
    assert len(second_channel.posts) == 2
    assert SilenceAlarm.current().backup_told_at is not None


def test_one_dead_mailbox_of_two_is_no_alarm(
    unlocked, write, second_founder, second_channel, mail_server
):
    mail_server.to_recipient["second@example.org"] = ["550 no such user"] * 9
    began = timezone.now()
    for day in (0, 3, 6):
        with time_machine.travel(began + day * 24 * HOUR):
            conversation = write("Hello.").conversation
            actions.mark_opened(conversation=conversation, by=second_founder)
            write("Is anybody there?")
        _worker_at(began + day * 24 * HOUR + 13 * MINUTE)
        _worker_at(began + day * 24 * HOUR + 14 * MINUTE)
        assert SilenceAlarm.current() is None
        Conversation.objects.update(unread_since=None)
    assert second_channel.posts == []
    failed = OutboxMessage.objects.filter(kind="enquiries.notice", state=State.FAILED)
    assert set(failed.values_list("reference", flat=True)) == {f"user:{second_founder.pk}"}


def test_a_notice_that_failed_long_ago_says_nothing_of_today(write, founder, mail_server):
    mail_server.to_recipient["founder@example.org"] = ["550 no such user"]  # once
    began = timezone.now()
    write()
    _worker_at(began + 13 * MINUTE)
    _worker_at(began + 14 * MINUTE)
    assert SilenceAlarm.current().cause == SilenceAlarm.Cause.NOT_TOLD
    Conversation.objects.update(unread_since=None)
    _worker_at(began + HOUR)
    with time_machine.travel(began + 2 * HOUR):
        write()
    _worker_at(began + 2 * HOUR + MINUTE)  # the new notice has not left yet
    assert SilenceAlarm.current() is None


def test_while_one_founder_may_still_be_told_nobody_is_rung(
    write, second_founder, second_channel, mail_server
):
    mail_server.to_recipient["founder@example.org"] = ["550 no such user"]
    mail_server.to_recipient["second@example.org"] = ["451 later, please"]
    began = timezone.now()
    write()
    for minute in range(12, 25):
        _worker_at(began + minute * MINUTE)
    assert mail_server.to("second@example.org")
    assert second_channel.posts == []
    assert not SilenceAlarm.objects.exists()


def test_notices_that_somebody_stopped_count_as_not_delivered(write, founder, second_channel):
    began = timezone.now()
    write()
    assert stop(OutboxMessage.objects.get(kind="enquiries.notice"))
    _worker_at(began + MINUTE)
    assert SilenceAlarm.current().cause == SilenceAlarm.Cause.NOT_TOLD
    assert len(second_channel.posts) == 1


@contextmanager
def _something_that_speaks_no_http() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(9999)
                    connection.sendall(b"NOT HTTP AT ALL\r\n\r\n")

        threading.Thread(target=talk, daemon=True).start()
        yield server.getsockname()[1]


def test_a_gateway_that_answers_nonsense_costs_one_mail_and_no_error(
    write, backup, founder, signed_in, settings, caplog
):
    with _something_that_speaks_no_http() as port:
        settings.ALARM_URL = f"http://127.0.0.1:{port}/"
        began = timezone.now()
        write()
        for minute in (1, 2, 3):
            _worker_at(began + 60 * HOUR + minute * MINUTE)
        assert [row.reference for row in _mails(looks.ALARM)].count("backup:1") == 0
        for minute in (1, 2, 3, 4):
            _worker_at(began + 73 * HOUR + minute * MINUTE)
        assert [row.reference for row in _mails(looks.ALARM)].count("backup:1") == 1
        assert "The worker failed" not in caplog.text
        alarm = SilenceAlarm.current()
        assert (alarm.backup_told_at, alarm.backup_failed_at is None) == (None, False)
        html = page(signed_in(founder).post("/admin/inbox/silence/try/", follow=True))
        assert "It did not work: BadStatusLine." in html


@pytest.mark.parametrize("url", ["https://gate way.example/x", "https://[::1/", "https://h:x/"])
def test_an_address_that_is_none_is_said_in_words(founder, signed_in, settings, url):
    settings.ALARM_URL = url
    html = page(signed_in(founder).post("/admin/inbox/silence/try/", follow=True))
    assert "It did not work: " in html


def test_two_workers_raise_one_alarm(write, founder):
    SilenceAlarm.objects.create(cause=SilenceAlarm.Cause.UNREAD, ended_at=timezone.now())
    SilenceAlarm.objects.create(cause=SilenceAlarm.Cause.UNREAD)
    with pytest.raises(IntegrityError), transaction.atomic():
        SilenceAlarm.objects.create(cause=SilenceAlarm.Cause.UNREAD)


def test_an_inbox_that_nobody_uses_is_forgotten_after_45_minutes(unlocked, settings, tmp_path):
    began, settings.VAR = timezone.now(), tmp_path
    for day in (began, began + 46 * MINUTE):  # the daily purge is done
        (tmp_path / "purged-on").write_text(f"{timezone.localdate(day)}")
    unlocked()
    _worker_at(began + 44 * MINUTE)
    assert UnlockedInbox.objects.count() == 1
    _worker_at(began + 46 * MINUTE)
    assert UnlockedInbox.objects.count() == 0


def test_a_founder_tries_the_second_channel(founder, signed_in, second_channel):
    client = signed_in(founder)
    html = page(client.post("/admin/inbox/silence/try/", follow=True))
    assert "It was sent. Please ask whether it arrived." in html
    assert [told["text"] for told, _ in second_channel.posts] == [looks.TRIAL_TEXT]
    second_channel.status = 500
    html = page(client.post("/admin/inbox/silence/try/", follow=True))
    assert "It did not work: the other side answered 500." in html


def test_the_page_says_what_is_missing(founder, signed_in, settings):
    settings.ALARM_URL = ""
    html = page(signed_in(founder).get("/admin/inbox/silence/"))
    assert "All is quiet: no alarm." in html
    assert "<strong>nobody yet</strong>" in html
    assert "<strong>not set</strong>" in html


def test_both_sides_are_warned_before_erasing(write, founder, mail_server):
    conversation = write("Old words.", nudge_to="enquirer@example.org").conversation
    soon = timezone.localdate() + timedelta(days=29)
    Conversation.objects.filter(pk=conversation.pk).update(erase_on=soon, unread_since=None)
    now = timezone.now()
    for hours in (1, 4, 5):
        _worker_at(now + hours * HOUR)
    warned = [one.text for one in mail_server.to("enquirer@example.org")]
    assert len(warned) == 1
    assert f"erased on {soon:%-d %B %Y}." in warned[0]
    to_founder = [one.text for one in mail_server.to("founder@example.org")]
    assert sum("Some conversations are erased within a month" in text for text in to_founder) == 1
    conversation.refresh_from_db()
    assert conversation.warned_at is not None


def test_a_lost_secret_key_stops_neither_answers_nor_warnings(write, founder, settings):
    one = write("Old words.", nudge_to="enquirer@example.org").conversation
    other = write("Other words.", nudge_to="other@example.org").conversation
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" + "1" * 50, []
    assert actions.answer(conversation=one, by=founder, message="I am here.") is False
    soon = timezone.localdate() + timedelta(days=29)
    Conversation.objects.update(erase_on=soon)
    assert looks.warn_before_erasing() == 2
    other.refresh_from_db()
    assert other.warned_at is not None
    assert not OutboxMessage.objects.filter(kind="enquiries.nudge").exists()
