"""A letter comes back, somebody complains, leaves by mail or answers: what becomes of it."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from alongside.core.mail.transports import imap
from alongside.newsletter.actions.bouncing import note
from alongside.newsletter.bouncing import mailbox as reader
from alongside.newsletter.bouncing import refusals, webhooks
from alongside.newsletter.bouncing.bounded import LARGEST, MOST_LINES, parsed
from alongside.newsletter.bouncing.reports import Kind, read
from alongside.newsletter.models import (
    Bounce,
    BounceMailbox,
    Delivery,
    Mailing,
    Subscriber,
    Suppressed,
)
from alongside.newsletter.tokens import make
from tests.enquiries.conftest import seen

from . import returned
from .imap_server import PASSWORD, USER, Mailbox, mailbox_server
from .letters import make_letter, section, text
from .returned import ours, written
from .subscribers import subscribe

urlpatterns: list = []  # of the webhooks, filled by a fixture


@pytest.fixture
def mailing(db: None) -> Mailing:
    page = make_letter(section(text("Hello.")))
    return Mailing.objects.create(page=page, revision=page.latest_revision, state="done")


@pytest.fixture
def ann(db: None) -> Subscriber:
    return subscribe("ann@example.org")


@pytest.fixture
def mailbox(db: None, settings):
    with mailbox_server() as server:
        settings.BOUNCE_IMAP = {
            "host": "127.0.0.1", "port": server.port, "user": USER, "password": PASSWORD,
            "folder": "INBOX", "tls": False,
        }  # fmt: skip
        yield server


def state_of(subscriber: Subscriber) -> tuple[str, list[str]]:
    subscriber.refresh_from_db()
    return subscriber.state, list(Suppressed.objects.values_list("why", flat=True))


# ── What a mail says ──


def test_hard_bounces_as_servers_write_them(ann, mailing):
    head = ours(ann, mailing)
    samples = {
        returned.postfix(head): "5.1.1",
        returned.exchange(head): "5.1.10",
        returned.gmail(returned.message_id(ann, mailing)): "5.0.0",
        returned.qmail(head): "5.1.1",
        # a server that wrote a Message-ID of its own: the link for leaving is left
        returned.postfix(ours(ann, mailing, with_id=False)): "5.1.1",
    }
    for raw, status in samples.items():
        report = read(raw)
        assert (report.kind, report.status) == (Kind.HARD, status), raw.decode()
        assert (report.token.subscriber, report.token.mailing) == (ann.pk, mailing.pk)
        assert report.is_machine


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("5.2.2", "smtp; 552 5.2.2 mailbox full"),
        ("4.4.1", "smtp; 421 4.4.1 connection timed out"),
        ("5.7.1", "smtp; 550 5.7.1 message refused: looks like spam"),
        ("5.0.0", "smtp; 550 refused by policy"),
        ("nonsense", "x"),
    ],
)
def test_what_may_pass_is_soft(status, says, ann, mailing):
    assert read(returned.postfix(ours(ann, mailing), status=status, says=says)).kind == Kind.SOFT


def test_what_is_delayed_or_delivered_is_nothing(ann, mailing):
    for action in ("delayed", "relayed", "delivered"):
        assert read(returned.postfix(ours(ann, mailing), action=action)).kind == Kind.NOTHING


def test_complaints_but_not_their_opposite(ann, mailing):
    for said, kind in (("abuse", Kind.COMPLAINT), ("fraud", Kind.COMPLAINT),
                       ("opt-out", Kind.COMPLAINT), ("not-spam", Kind.NOTHING)):  # fmt: skip
        report = read(returned.complaint(ours(ann, mailing), said))
        assert (report.kind, report.token.subscriber) == (kind, ann.pk)


def test_leaving_by_mail_needs_the_token_of_a_letter(ann, mailing):
    token = make(subscriber=ann.pk, mailing=mailing.pk)
    quoted = token.replace("_", "=5F")  # RFC 2047 §4.2: there, _ is a space
    for subject in (f"leave {token}", f"Re: leave {token}", f"=?utf-8?q?leave_{quoted}?="):
        assert read(written(subject)).kind == Kind.LEAVE
    confirm = make(subscriber=ann.pk, mailing=mailing.pk, purpose="confirm")
    other = token[:-1] + ("y" if token.endswith("x") else "x")
    for subject in ("leave", "please let me leave", f"leave {other}", f"leave {confirm}"):
        assert read(written(subject)).kind == Kind.NOTHING


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied", "Precedence: auto_reply", "X-Autorespond: yes",
     "Return-Path: <>"],
)  # fmt: skip
def test_a_machine_never_leaves_for_her(header, ann, mailing):
    """Out of office: it quotes what it answers."""
    token = make(subscriber=ann.pk, mailing=mailing.pk)
    for subject in (f"leave {token}", f"Away: Re: leave {token}"):
        assert read(written(subject)).kind == Kind.LEAVE
        assert read(written(subject, header)).kind == Kind.NOTHING
    assert read(written(f"leave {token}", "Auto-Submitted: no")).kind == Kind.LEAVE


def test_a_person_answers_and_a_machine_does_not(ann, mailing):
    answer = f"In-Reply-To: {returned.message_id(ann, mailing)}"
    assert read(written("Re: What we did", answer)).kind == Kind.REPLY
    for header in ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes"):
        assert read(written("I am away", answer, header)).kind == Kind.NOTHING
    assert read(written("Hello", "In-Reply-To: <else@example.org>")).kind == Kind.NOTHING


@pytest.mark.parametrize("subject", ["=?x-foo?q?x?=", "=?utf-8?b?abcde?=", "=?utf-8?q?=E9?="])
def test_a_subject_that_cannot_be_decoded_hides_nothing(subject, ann, mailing):
    answer = f"References: {returned.message_id(ann, mailing)}"
    assert read(written(f"Re: {subject}", answer)).kind == Kind.REPLY
    qmail = returned.qmail(ours(ann, mailing)).replace(b"failure notice", subject.encode())
    assert read(qmail).kind == Kind.HARD
    token = make(subscriber=ann.pk, mailing=mailing.pk)
    assert read(written(f"leave {token} {subject}")).kind == Kind.LEAVE


def test_a_report_without_our_id_is_believed_in_nothing(ann, mailing):
    """It names her address in every place where a report can name one."""
    forged = make(subscriber=ann.pk, mailing=mailing.pk)  # for links, not for messages
    for head in ("To: ann@example.org\nMessage-ID: <x@example.org>",
                 f"To: ann@example.org\nMessage-ID: <{forged}@testserver>"):  # fmt: skip
        for make_sample in (returned.postfix, returned.exchange, returned.complaint):
            report = read(make_sample(head))
            assert (report.kind, report.token) == (Kind.NOTHING, None)


def test_hostile_mail_is_nothing():
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
                    for n in range(3000))  # fmt: skip
    many = (b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
            + b"--b\r\nContent-Type: message/delivery-status\r\n\r\n\r\n" * 5000)  # fmt: skip
    long_header = b"Subject: leave " + b"A" * 300_000 + b"\r\n\r\n"
    broken = b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno boundary"
    encoded = b"Subject: =?unknown-8bit?b?////?= leave =?x?q?=\r\n\r\n"
    for raw in (deep, many, long_header, broken, encoded, b"", b"\x00" * 1000, b"\r\n\r\n"):
        assert read(raw).kind == Kind.NOTHING


def test_what_would_take_long_to_take_apart_is_not_taken_apart(ann, mailing):
    """Each is a bounce that would count; in 256 KB they cost from one second up to a minute."""
    bounce = returned.postfix(ours(ann, mailing))
    long_type = b"Content-Type: multipart/report; x=" + b";" * 9_000 + b"; report-type"
    folded = long_type.replace(b";;;;;;;;", b";\r\n\t;;;;")
    nested = b"".join(b"Content-Type:multipart/mixed;boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
                      for n in range(300))  # fmt: skip
    start = b"Content-Type: multipart/report; report-type"
    assert start in bounce and read(bounce).kind == Kind.HARD
    for absurd in (bounce.replace(start, long_type), bounce.replace(start, folded),
                   bounce.replace(b"Content-Type: text/plain", long_type), nested + bounce,
                   bounce + nested, nested.replace(b"\r\n", b"\r") + bounce):  # fmt: skip
        assert parsed(absurd) is None and read(absurd).kind == Kind.NOTHING


def test_of_very_many_lines_only_the_first_are_read(ann, mailing):
    bounce = returned.postfix(ours(ann, mailing))
    status = b"Content-Type: message/delivery-status\r\n\r\n"
    assert read(bounce + b"\r\n" * 100_000).kind == Kind.HARD
    swollen = bounce.replace(status, status + b"\r\n" * 100_000)
    assert len(swollen) < LARGEST and read(swollen).kind == Kind.NOTHING
    assert sum(1 for _ in parsed(swollen).walk()) < MOST_LINES
    held = parsed(b"Subject: a\r\n\r\n" + bounce, only_head=True)
    assert held["Subject"] == "a" and not held.is_multipart()


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_no_bytes_make_it_fail(before, after):
    raw = returned.postfix("Message-ID: <x@y>")
    assert read(before + raw[:300] + after + raw[300:]).kind == Kind.NOTHING
    assert read(before).kind == Kind.NOTHING


# ── What is done about it ──


def test_a_hard_bounce_ends_her_letters(ann, mailing):
    note(Kind.HARD, subscriber=ann.pk, mailing=mailing.pk, status="5.1.1", now=timezone.now())
    assert state_of(ann) == ("left", ["bounced"])
    assert Bounce.objects.get().status == "5.1.1"
    assert Mailing.objects.get().left == 0  # she did not leave by herself


def test_five_soft_ones_in_30_days_and_not_in_more(ann, mailing):
    now = timezone.now()
    for days in (40, 35, 20, 10, 5, 1):
        note(Kind.SOFT, subscriber=ann.pk, mailing=mailing.pk, now=now - timedelta(days=days))
    assert state_of(ann) == ("active", [])
    note(Kind.SOFT, subscriber=ann.pk, mailing=mailing.pk, now=now)
    assert state_of(ann) == ("left", ["bounced"])


def test_the_founder_reads_on_the_letter_what_came_back(ann, mailing, founder, signed_in):
    Mailing.objects.update(filled_at=timezone.now())
    for kind in (Kind.SOFT, Kind.SOFT, Kind.HARD):
        note(kind, subscriber=ann.pk, mailing=mailing.pk, now=timezone.now())
    page = seen(signed_in(founder).get(f"/admin/letters/sent/{mailing.pk}/"))
    assert "3 letters came back: 1 to addresses that do not exist, 2 that may pass." in page


def test_a_complaint_ends_them_at_once_and_outranks_a_bounce(ann, mailing):
    now = timezone.now()
    note(Kind.HARD, subscriber=ann.pk, mailing=mailing.pk, now=now)
    note(Kind.COMPLAINT, subscriber=ann.pk, mailing=mailing.pk, now=now)
    note(Kind.HARD, subscriber=ann.pk, mailing=mailing.pk, now=now)
    assert state_of(ann) == ("left", ["complained"])


def test_a_complaint_and_leaving_are_counted_on_the_letter(mailing):
    for number, kind in enumerate((Kind.COMPLAINT, Kind.LEAVE, Kind.LEAVE)):
        who = subscribe(f"reader{number}@example.org")
        for _ in range(2):  # twice is once
            note(kind, subscriber=who.pk, mailing=mailing.pk, now=timezone.now())
    assert Mailing.objects.get().left == 3
    assert Suppressed.objects.get().why == "complained"


def test_nothing_happens_for_who_is_gone(mailing):
    for kind in Kind:
        note(kind, subscriber=999, mailing=mailing.pk, now=timezone.now())
    assert not Bounce.objects.exists() and not Suppressed.objects.exists()
    assert Mailing.objects.get().replies == 1


def test_what_the_server_refused_at_once_is_a_bounce_too_and_once(mailing):
    earlier = timezone.now() - timedelta(hours=1)
    people = {
        why: subscribe(f"reader{number}@example.org")
        for number, why in enumerate(
            ("recipient 550 5.1.1", "recipient 550 5.7.1", "recipient 550", "data 554 5.1.1")
        )
    }
    for why, who in people.items():
        Delivery.objects.create(mailing=mailing, subscriber=who, state="failed", why=why,
                                settled_at=earlier)  # fmt: skip
    now_one = subscribe("now@example.org")
    Delivery.objects.create(mailing=mailing, subscriber=now_one, state="failed",
                            why="recipient 550 5.1.1", settled_at=timezone.now())  # fmt: skip
    for _ in range(2):
        refusals.note_refusals()
    found = Bounce.objects.order_by("pk").values_list("subscriber", "is_hard", "status")
    assert list(found) == [
        (people["recipient 550 5.1.1"].pk, True, "5.1.1"),
        (people["recipient 550 5.7.1"].pk, False, "5.7.1"),
        (people["recipient 550"].pk, False, ""),
    ]
    assert state_of(people["recipient 550 5.1.1"]) == ("left", ["bounced"])


# ── The mailbox ──


def test_the_mailbox_is_read_once_each_mail(ann, mailing, mailbox: Mailbox):
    bea, cleo, dot = (subscribe(f"{name}@example.org") for name in ("bea", "cleo", "dot"))
    token = make(subscriber=bea.pk, mailing=mailing.pk)
    reply = written("Re: News", f"References: {returned.message_id(dot, mailing)}")
    mailbox.put(
        returned.postfix(ours(ann, mailing)),
        written(f"leave {token}", sender="Somebody <else@example.org>"),
        returned.complaint(ours(cleo, mailing)),
        reply,
        written("How are you?"),
    )
    assert reader.read_mailbox(timezone.now()) == 4
    assert [state_of(who)[0] for who in (ann, bea, cleo, dot)] == ["left", "left", "left", "active"]
    one = Mailing.objects.get()
    assert (one.left, one.replies) == (2, 1)
    # what people wrote is left for people, unread; what machines wrote is gone
    assert [b"Subject: Re: News" in mail for mail in mailbox.mails.values()] == [True, False]
    assert not set(mailbox.flags) & set(mailbox.mails)
    assert reader.read_mailbox(timezone.now()) == 0
    mailbox.validity += 1  # the server numbers anew
    assert reader.read_mailbox(timezone.now()) == 0
    mailbox.put(reply)
    assert reader.read_mailbox(timezone.now()) == 1
    assert Mailing.objects.get().replies == 2


def test_a_mail_that_breaks_off_half_way_counts_once(ann, mailing, mailbox: Mailbox):
    mailbox.put(returned.postfix(ours(ann, mailing), status="5.2.2", says="full"))
    mailbox.refuses = "STORE"
    reader.read_mailbox(timezone.now())
    assert (Bounce.objects.count(), BounceMailbox.objects.get().problem) == (1, "CannotRead")
    mailbox.refuses = ""
    reader.read_mailbox(timezone.now())
    assert (Bounce.objects.count(), BounceMailbox.objects.get().problem) == (1, "")


def test_a_mailbox_that_does_not_let_us_in_says_so_without_words(
    mailbox: Mailbox, settings, caplog
):
    settings.BOUNCE_IMAP["password"] = "canary-password"
    assert reader.read_mailbox(timezone.now()) == 0
    assert BounceMailbox.objects.get().problem == "error"
    assert "canary" not in caplog.text and "example.org" not in caplog.text
    settings.BOUNCE_IMAP["port"] = 1
    reader.read_mailbox(timezone.now())
    assert BounceMailbox.objects.get().problem == "ConnectionRefusedError"


def test_it_looks_every_five_minutes_and_only_if_there_is_a_mailbox(db, settings, mailbox: Mailbox):
    for _ in range(3):
        reader.read_when_due()
    assert mailbox.connections == 1
    BounceMailbox.objects.update(looked_at=timezone.now() - timedelta(minutes=6))
    reader.read_when_due()
    assert mailbox.connections == 2
    settings.BOUNCE_IMAP["host"] = ""
    BounceMailbox.objects.all().delete()
    reader.read_when_due()
    assert mailbox.connections == 2


def test_the_password_never_travels_in_the_open():
    box = {"host": "mail.example.org", "port": 143, "user": "u", "password": "p",
           "folder": "INBOX", "tls": True}  # fmt: skip
    assert imap(**box)["tls"] is True
    for wrong in ({"tls": False}, {"password": ""}, {"folder": 'IN"BOX'}):
        with pytest.raises(ImproperlyConfigured):
            imap(**box | wrong)


# ── Mail services ──


@pytest.fixture
def postmark(settings):
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:a-secret-for-tests"}
    urlpatterns[:] = [path("webhooks/mail/", include(webhooks.urls("postmark")))]
    settings.ROOT_URLCONF = __name__
    right = base64.b64encode(b"name:a-secret-for-tests").decode()

    def tell(authorization: str = right, body: bytes | None = None, **event) -> int:
        told = json.dumps({"MessageID": "1", "Recipient": "Ann@Example.org", **event})
        return Client().post(
            "/webhooks/mail/postmark/tracking/", told if body is None else body,
            "application/json", headers={"Authorization": f"Basic {authorization}"},
        ).status_code  # fmt: skip

    yield tell
    urlpatterns.clear()


def test_a_service_tells_us_and_has_to_show_who_it_is(ann, mailing, postmark):
    event = {"RecordType": "SpamComplaint", "Type": "SpamComplaint",
             "Email": "Ann@Example.org", "Metadata": {"mailing": str(mailing.pk)}}  # fmt: skip
    for wrong in ("", base64.b64encode(b"name:wrong").decode()):
        assert postmark(wrong, **event) == 400
    assert state_of(ann) == ("active", [])
    assert postmark(**event) == 200
    assert state_of(ann) == ("left", ["complained"])
    assert Mailing.objects.get().left == 1


@pytest.mark.parametrize(
    ("bounce", "came_to"),
    [
        ({"Type": "HardBounce", "TypeCode": 1, "Details": "smtp;550 5.1.1 unknown"}, "left"),
        ({"Type": "HardBounce", "TypeCode": 1, "Details": ""}, "left"),
        ({"Type": "HardBounce", "TypeCode": 1, "Details": "552 5.2.2 mailbox full"}, "active"),
        ({"Type": "SoftBounce", "TypeCode": 4096, "Details": "later"}, "active"),
        ({"Type": "Blocked", "TypeCode": 100006, "Details": ""}, "active"),
    ],
)
def test_bounces_of_a_service(bounce, came_to, ann, mailing, postmark):
    assert postmark(RecordType="Bounce", Email="ann@example.org", **bounce) == 200
    assert state_of(ann)[0] == came_to
    assert postmark(RecordType="Bounce", Email="nobody@example.org", **bounce) == 200


HARD = {"RecordType": "Bounce", "Type": "HardBounce", "Email": "ann@example.org"}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b"5", b"\xff", b"[" * 100_000]
    + [json.dumps(HARD | wrong).encode() for wrong in (
        {"Email": 5}, {"Type": []}, {"Metadata": "x"}, {"BouncedAt": 5},
        {"BouncedAt": "2026-99-99T10:00:00Z"},
    )],
    ids=range(13),
)  # fmt: skip
def test_what_a_service_cannot_mean_is_refused_and_does_nothing(body, ann, postmark):
    assert postmark(body=body) == 400
    assert state_of(ann) == ("active", []) and not Bounce.objects.exists()
    assert postmark(**HARD) == 200 and state_of(ann) == ("left", ["bounced"])


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b'{"signature": {}}', b"\xff"])
def test_a_service_that_signs_in_the_body_is_answered_the_same(body, settings, ann):
    secret = "name:a-secret-for-tests"
    settings.ANYMAIL = {"WEBHOOK_SECRET": secret, "MAILGUN_API_KEY": "k"}
    urlpatterns[:] = [path("webhooks/mail/", include(webhooks.urls("mailgun")))]
    settings.ROOT_URLCONF = __name__
    right = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"}
    answer = Client().post(
        "/webhooks/mail/mailgun/tracking/", body, "application/json", headers=right
    )
    urlpatterns.clear()
    assert answer.status_code == 400 and state_of(ann) == ("active", [])


def test_without_a_secret_there_is_no_webhook(settings):
    settings.ANYMAIL = {"WEBHOOK_SECRET": "name:secret"}
    assert [one.name for one in webhooks.urls("mailgun")] == ["mailgun_tracking_webhook"]
    assert webhooks.urls("") == []
    settings.ANYMAIL = {}
    assert webhooks.urls("mailgun") == []
