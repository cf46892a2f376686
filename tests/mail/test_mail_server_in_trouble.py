"""The mail server refuses, stumbles, hangs up or is away: nothing is lost, nothing goes twice."""

import datetime
import logging
import smtplib
import socket
import ssl

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from alongside.core.mail import actions, sending
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from alongside.core.mail.troubles import describe, in_words, is_final
from tests.mail.conftest import ENQUIRER
from tests.mail_server import HANG_UP, MailServer, send_through

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)


def _run_the_worker(start, end, step=MINUTE):
    """What the worker does every `step` from `start` to `end`. Gives the minutes of all attempts."""
    attempts, tries, now = [], 0, start
    while now <= end:
        with time_machine.travel(now, tick=False):
            send_due(now)
        row = OutboxMessage.objects.first()
        if row.attempts > tries:
            tries = row.attempts
            attempts.append(round((now - start) / MINUTE))
        now += step
    return attempts


def test_later_means_later_and_then_it_arrives_once(put, mail_server):
    mail_server.to_recipient[ENQUIRER] = ["451 4.7.1 greylisted, ring enquirer.canary"] * 3
    put()
    now = timezone.now()
    assert _run_the_worker(now, now + 30 * MINUTE) == [0, 1, 6, 21]
    assert len(mail_server.received) == 1
    row = OutboxMessage.objects.get()
    assert (row.state, row.problem) == (State.SENT, "")


def test_what_the_server_said_is_nowhere(put, mail_server, caplog):
    caplog.set_level(logging.DEBUG)
    mail_server.to_recipient[ENQUIRER] = ["451 not now, enquirer.canary", "550 no enquirer.canary"]
    put()
    now = timezone.now()
    assert send_due(now) == 0
    row = OutboxMessage.objects.get()
    assert (row.state, row.problem) == (State.WAITING, "SMTPRecipientsRefused 451")
    assert send_due(now + MINUTE) == 0
    row.refresh_from_db()
    assert (row.state, row.problem) == (State.FAILED, "SMTPRecipientsRefused 550")
    assert f"Mail {row.pk} (toy.notice) is given up: SMTPRecipientsRefused 550" in caplog.text
    own = [r.getMessage() for r in caplog.records if not r.name.startswith("mail.")]
    assert own
    assert "canary" not in "".join(own)  # `mail.log` is the server's own, in this process


def test_a_refused_recipient_is_given_up_at_once_and_stops_no_other(put, mail_server):
    for name in ("a", "b", "c"):
        put(f"{name}@example.net")
    mail_server.to_recipient["b@example.net"] = ["550 no such person"]
    assert send_due(timezone.now()) == 2
    assert [one.recipients for one in mail_server.received] == [
        ["a@example.net"],
        ["c@example.net"],
    ]
    failed = OutboxMessage.objects.get(state=State.FAILED)
    assert failed.letter().to == "b@example.net"  # kept, so that somebody can try again
    assert list(OutboxMessage.objects.in_trouble()) == [failed]


def test_refused_words_are_given_up_and_words_for_later_wait(put, mail_server):
    put("a@example.net")
    put("b@example.net")
    mail_server.to_data = ["554 looks like spam", "452 disk full"]
    assert send_due(timezone.now()) == 0
    states = OutboxMessage.objects.order_by("pk").values_list("state", "problem")
    assert list(states) == [("failed", "SMTPDataError 554"), ("waiting", "SMTPDataError 452")]


def test_a_server_that_hangs_up_in_the_middle_gets_the_rest_on_a_new_connection(put, mail_server):
    for name in ("a", "b", "c"):
        put(f"{name}@example.net")
    mail_server.to_data = ["250 OK", HANG_UP]
    now = timezone.now()
    assert send_due(now) == 2
    assert mail_server.connections == 2
    row = OutboxMessage.objects.get(state=State.WAITING)
    assert (row.letter().to, row.problem) == ("b@example.net", "SMTPServerDisconnected")
    assert send_due(now + MINUTE) == 1
    assert len(mail_server.to("b@example.net")) == 1


def test_an_hour_without_a_server_loses_nothing(put, settings):
    server = MailServer()
    send_through(server, settings)  # nobody listens there yet
    rows = [put(f"person{number}@example.net") for number in range(5)]
    now = timezone.now()
    attempts = _run_the_worker(now, now + 60 * MINUTE)
    assert attempts == [0, 5, 10, 25, 40, 55]  # its turn comes after the other four
    row = OutboxMessage.objects.get(pk=rows[0].pk)
    assert (row.state, row.problem) == (State.WAITING, "connection: ConnectionRefusedError")
    with time_machine.travel(now + 60 * MINUTE):
        assert row in OutboxMessage.objects.in_trouble()
    server.start()
    try:
        _run_the_worker(now + 61 * MINUTE, now + 76 * MINUTE)
        assert sorted(one.recipients[0] for one in server.received) == [
            f"person{number}@example.net" for number in range(5)
        ]
    finally:
        server.stop()


def test_only_one_mail_a_minute_knocks_at_a_door_that_nobody_opens(put, settings):
    send_through(MailServer(), settings)
    for number in range(3):
        put(f"person{number}@example.net")
    send_due(timezone.now())
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_after_three_days_it_is_given_up_loudly(put, mail_server, caplog):
    mail_server.to_recipient[ENQUIRER] = ["450 later"] * 100
    put()
    now = timezone.now()
    attempts = _run_the_worker(now, now + 4 * DAY, step=30 * MINUTE)
    assert attempts[:5] == [0, 30, 60, 90, 150]
    assert 3 * 1440 <= attempts[-1] <= 3 * 1440 + 361
    row = OutboxMessage.objects.get()
    assert (row.state, row.problem) == (State.FAILED, "SMTPRecipientsRefused 450")
    assert f"Mail {row.pk} (toy.notice) is given up" in caplog.text
    assert row.letter().to == ENQUIRER


def test_tried_again_it_has_three_new_days(put, mail_server):
    mail_server.to_recipient[ENQUIRER] = ["550 no", "450 later"]
    row = put()
    now = timezone.now()
    send_due(now)
    with time_machine.travel(now + 5 * DAY, tick=False):
        assert actions.try_again(row) == 1
        send_due(now + 5 * DAY)
        row.refresh_from_db()
        assert (row.state, row.attempts) == (State.WAITING, 1)
    assert send_due(now + 5 * DAY + MINUTE) == 1
    assert actions.try_again(row) == 0


def _certificate(folder):
    """A key and a certificate that nobody trusts yet, for 127.0.0.1."""
    import ipaddress

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - DAY).not_valid_after(now + DAY)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return pem, context


@pytest.mark.parametrize("implicit", [False, True], ids=["starttls", "implicit"])
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(
    put, settings, tmp_path, implicit, monkeypatch
):
    pem, context = _certificate(tmp_path)
    server = MailServer(context=context, implicit_tls=implicit).start()
    send_through(server, settings)
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = not implicit, implicit
    try:
        put()
        now = timezone.now()
        assert send_due(now) == 0
        assert server.received == []
        row = OutboxMessage.objects.get()
        assert row.problem == "connection: SSLCertVerificationError"
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))  # now it is trusted
        assert send_due(now + MINUTE) == 1
        assert len(server.received) == 1
    finally:
        server.stop()


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(put, mail_server, settings):
    settings.EMAIL_USE_TLS = True
    put()
    assert send_due(timezone.now()) == 0
    assert OutboxMessage.objects.get().problem == "connection: SMTPNotSupportedError"
    assert mail_server.received == []


def test_a_server_that_says_nothing_does_not_hold_the_worker(put, settings):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        server = MailServer(port=silent.getsockname()[1])
        send_through(server, settings)
        settings.EMAIL_TIMEOUT = 0.2
        put()
        assert send_due(timezone.now()) == 0
    problem = OutboxMessage.objects.get().problem
    assert problem == "connection: SMTPServerDisconnected"
    assert in_words(problem) == "the mail server hung up, or stopped answering"


def test_it_refuses_to_send_inside_a_transaction(put, mail_server):
    from django.db import transaction

    put()
    with pytest.raises(RuntimeError), transaction.atomic():
        send_due(timezone.now())
    assert mail_server.received == []


@pytest.mark.parametrize(
    ("error", "words", "final"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"a@b")}), "does not take this address", True),
        (smtplib.SMTPRecipientsRefused({"a@b": (451, b"a@b")}), "asked us to come back", False),
        (smtplib.SMTPDataError(554, b"a@b"), "does not take this mail", True),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b"), "write under our address", False),
        (smtplib.SMTPAuthenticationError(535, b"a@b"), "name or password", False),
        (ConnectionRefusedError("a@b"), "refused the connection", False),
        (socket.gaierror("a@b"), "name of the mail server was not found", False),
        (ValueError("a@b"), "something went wrong (ValueError)", False),
    ],
)
def test_every_trouble_has_words(error, words, final):
    assert words in in_words(describe(error))
    assert words in in_words(sending.troubles.UNREACHABLE + describe(error))
    assert "a@b" not in describe(error)
    assert is_final(error) is final
