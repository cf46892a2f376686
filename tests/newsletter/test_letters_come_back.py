"""Letters come back, people complain, leave by mail and reply: by mailbox and by webhook."""

import hashlib
import hmac
import json
import socketserver
import threading
import time
from datetime import timedelta
from importlib import reload

import pytest
from django.test import override_settings
from django.utils import timezone

from alongside.newsletter import tokens
from alongside.newsletter.actions import ask
from alongside.newsletter.actions.coming_back import record
from alongside.newsletter.actions.subscribing import Wish
from alongside.newsletter.coming_back import mailbox, reports, webhooks
from alongside.newsletter.coming_back.reports import Kind
from alongside.newsletter.models import Bounce, Delivery, Mailing, Subscriber, Suppressed
from alongside.newsletter.parts import ContentNote, Part
from tests.newsletter.sending_stage import letter, person

pytestmark = pytest.mark.django_db

DSN = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

Somebody is not here.
--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 says no

--cut
Content-Type: {enclosed}

Subject: What we learnt
Message-ID: <{id}@site.example>

--cut--
"""
ARF = """\
From: complaints@mail.example.net
To: bounces@example.org
Subject: FW: What we learnt
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="cut"

--cut
Content-Type: text/plain

This is an e-mail abuse report.
--cut
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--cut
Content-Type: message/rfc822

From: us@example.org
Subject: What we learnt
Message-ID: <{id}@site.example>

Hello.
--cut--
"""


@pytest.fixture
def mailing():
    page = letter()
    return Mailing.objects.create(page=page, revision=page.live_revision, filled_at=timezone.now())


@pytest.fixture
def reader_of_letters(mailing):
    reader = person("reader")
    Delivery.objects.create(mailing=mailing, subscriber=reader, state="sent")
    return reader


def message_id(subscriber, mailing) -> str:
    return tokens.make(subscriber=subscriber.pk, mailing=mailing.pk, purpose="message")


def dsn(
    subscriber,
    mailing,
    *,
    status="5.1.1",
    action="failed",
    enclosed="message/rfc822",
    to="x@y.example",
):
    words = DSN.format(
        id=message_id(subscriber, mailing), status=status, action=action, enclosed=enclosed, to=to
    )
    return words.replace("\n", "\r\n").encode()


def came(raw: bytes) -> bool:
    report = reports.read(raw)
    return bool(report) and record(report, mark=hashlib.sha256(raw).digest()[:16])


@pytest.mark.parametrize("enclosed", ["message/rfc822", "text/rfc822-headers"])
def test_no_such_mailbox_gets_no_letter_any_more(reader_of_letters, mailing, enclosed):
    raw = dsn(reader_of_letters, mailing, enclosed=enclosed)
    assert came(raw) and not came(raw)  # the same report again counts once
    reader_of_letters.refresh_from_db()
    assert reader_of_letters.state == "left"
    assert Suppressed.objects.get().why == "bounced"
    assert Bounce.objects.get().status == "5.1.1"
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.why) == ("failed", "came back 5.1.1")


@pytest.mark.parametrize("status", ["5.2.2", "5.7.1", "4.4.7", ""])
def test_a_full_mailbox_five_times_in_thirty_days(reader_of_letters, mailing, status):
    first = reports.read(dsn(reader_of_letters, mailing, status=status))
    assert first.kind == Kind.SOFT
    old = timezone.now() - timedelta(days=31)
    record(first, mark=b"o" * 16, now=old)
    for number in range(4):
        record(first, mark=bytes([number]) * 16)
        assert not Suppressed.objects.exists()
    record(first, mark=b"5" * 16)
    assert Suppressed.objects.get().why == "bounced"


def test_while_the_other_server_still_tries_nothing_is_written(reader_of_letters, mailing):
    assert not came(dsn(reader_of_letters, mailing, status="4.4.1", action="delayed"))
    assert not Bounce.objects.exists() and Delivery.objects.get().state == "sent"


def test_the_address_in_a_report_is_not_believed(reader_of_letters, mailing):
    """Whoever sends us a report about somebody else's address harms nobody."""
    other = person("other")
    forged = dsn(reader_of_letters, mailing, to=other.contact().address)
    wrong = forged.replace(message_id(reader_of_letters, mailing).encode(), b"A" * 32)
    assert not came(wrong) and not Suppressed.objects.exists()
    assert came(forged)
    other.refresh_from_db()
    assert other.state == "active"


def test_a_complaint_is_leaving_at_once_and_for_good(reader_of_letters, mailing):
    raw = ARF.format(kind="abuse", id=message_id(reader_of_letters, mailing)).encode()
    assert came(raw)
    reader_of_letters.refresh_from_db(), mailing.refresh_from_db()
    assert reader_of_letters.state == "left" and mailing.left == 1
    assert Suppressed.objects.get().why == "complained"


def test_out_of_the_junk_is_no_complaint(reader_of_letters, mailing):
    assert not came(ARF.format(kind="not-spam", id=message_id(reader_of_letters, mailing)).encode())
    assert Subscriber.objects.get().state == "active"


def test_she_leaves_by_mail(reader_of_letters, mailing):
    token = tokens.make(subscriber=reader_of_letters.pk, mailing=mailing.pk)
    assert came(f"From: me@example.net\r\nSubject: leave {token}\r\n\r\n".encode())
    reader_of_letters.refresh_from_db(), mailing.refresh_from_db()
    assert reader_of_letters.state == "left" and mailing.left == 1
    assert not came(f"Subject: leave {token[:-1]}A\r\n\r\n".encode())


def test_a_reply_is_counted_and_the_answer_of_a_machine_is_not(reader_of_letters, mailing):
    words = "From: me@example.net\r\nIn-Reply-To: <{}@site.example>\r\n{}\r\nThank you."
    number = message_id(reader_of_letters, mailing)
    assert came(words.format(number, "").encode())
    assert not came(words.format(number, "Auto-Submitted: auto-replied\r\n").encode())
    mailing.refresh_from_db()
    assert mailing.replies == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"\0" * 999, b"Subject: =?utf-8?b?/////?=\r\n\r\n", b"\xff\xfe\r\n" * 999,
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno parts",
        b"Content-Type: multipart/report; boundary=x; report-type=feedback-report\r\n\r\n--x\r\n" * 99,
        b"Subject: leave " + b"A" * 32 + b"\r\n\r\n", b"a: b\r\n" * 50_000,
    ],
)  # fmt: skip
def test_hostile_mail_says_nothing(raw):
    assert reports.read(raw) is None


def test_who_complained_is_not_signed_up_again(reader_of_letters, mailing):
    came(ARF.format(kind="abuse", id=message_id(reader_of_letters, mailing)).encode())
    contact = reader_of_letters.contact()
    ask(Wish(contact, Part.BOOK, ContentNote(0), "letters-1", "page"))
    assert Subscriber.objects.get(pk=reader_of_letters.pk).state == "left"


# ── The mailbox ──


class Box(socketserver.StreamRequestHandler):
    """As much of IMAP as is asked for. The mails and their flags stand on the server."""

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, what, *rest = line.split(" ", 2)
            what, rest = what.upper(), " ".join(rest)
            if what == "LOGIN" and rest != 'bounces "secret word"':
                self.say(f"{tag} NO wrong")
                continue
            getattr(self, f"do_{what.lower()}", lambda rest: None)(rest)
            self.say(f"{tag} OK done")
            if what == "LOGOUT":
                return

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")

    def do_select(self, rest):
        self.say(f"* {len(self.server.mails)} EXISTS")

    def do_search(self, rest):
        unseen = [str(n) for n in self.server.mails if not self.server.flags.get(n)]
        self.say("* SEARCH " + " ".join(unseen))

    def do_fetch(self, rest):
        number = int(rest.split()[0])
        raw = self.server.mails[number]
        self.say(f"* {number} FETCH (BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")

    def do_store(self, rest):
        number, _, flag = rest.split(" ", 2)
        self.server.flags[int(number)] = flag.strip("()")

    def do_expunge(self, rest):
        for number in [n for n, flag in self.server.flags.items() if "Deleted" in flag]:
            self.server.mails.pop(number, None)


@pytest.fixture
def box(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Box)
    server.mails, server.flags = {}, {}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.BOUNCE_MAILBOX = {
        "host": "127.0.0.1", "port": server.server_address[1], "user": "bounces",
        "password": "secret word", "folder": "INBOX", "tls": False,
    }  # fmt: skip
    yield server
    server.shutdown()
    server.server_close()


def test_the_mailbox_is_read_and_what_people_write_stays(box, reader_of_letters, mailing):
    box.mails = {
        1: dsn(reader_of_letters, mailing),
        2: b"From: a@example.net\r\nSubject: I have a question\r\n\r\nWhen is the next one?",
        3: ARF.format(kind="abuse", id="B" * 32).encode(),
    }
    assert mailbox.look() == 1
    assert sorted(box.mails) == [2, 3] and box.flags[2] == r"\Seen"
    assert Suppressed.objects.count() == 1
    assert mailbox.look() == 0


def test_a_mailbox_that_does_not_let_us_in_is_no_error_of_ours(box, settings, caplog):
    settings.BOUNCE_MAILBOX["password"] = "another"
    assert mailbox.look() == 0
    assert "The mailbox of what comes back" in caplog.text and "another" not in caplog.text
    box.shutdown()
    settings.BOUNCE_MAILBOX["port"] = 1
    assert mailbox.look() == 0


# ── Webhooks ──


def mailgun(address: str, event: str, *, mailing: int, key: str = "signing", **more) -> dict:
    stamp, token = str(int(time.time())), "t" * 50
    seal = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": seal},
        "event-data": {
            "event": event, "id": f"id-{event}", "timestamp": time.time(), "recipient": address,
            "user-variables": {"mailing": str(mailing)}, "message": {"headers": {"message-id": "m"}},
            **more,
        },
    }  # fmt: skip


@pytest.fixture
def service(settings):
    """The site with Mailgun behind it."""
    import alongside.urls

    with override_settings(
        MAIL_PROVIDER="mailgun", ANYMAIL={"MAILGUN_WEBHOOK_SIGNING_KEY": "signing"}
    ):
        reload(alongside.urls)
        from django.urls import clear_url_caches

        clear_url_caches()
        yield
    reload(alongside.urls)
    clear_url_caches()


def post(client, data):
    return client.post("/webhooks/mailgun/tracking/", json.dumps(data), "application/json")


def test_a_signed_webhook_is_heard_and_a_forged_one_is_not(
    service, client, reader_of_letters, mailing
):
    address = reader_of_letters.contact().address
    failed = {"severity": "permanent", "delivery-status": {"code": 550}, "reason": "bounce"}
    forged = mailgun(address, "failed", mailing=mailing.pk, key="guessed", **failed)
    assert post(client, forged).status_code == 400 and not Bounce.objects.exists()
    for _ in range(2):
        real = mailgun(address, "complained", mailing=mailing.pk)
        assert post(client, real).status_code == 200
    reader_of_letters.refresh_from_db(), mailing.refresh_from_db()
    assert reader_of_letters.state == "left" and mailing.left == 1
    assert Suppressed.objects.get().why == "complained"


def test_a_service_without_a_secret_has_no_door(settings):
    settings.MAIL_PROVIDER, settings.ANYMAIL = "mailgun", {}
    assert webhooks.urls() == []
    settings.ANYMAIL = {"WEBHOOK_SECRET": "a:b"}
    assert [str(one.pattern) for one in webhooks.urls()] == ["mailgun/tracking/"]
