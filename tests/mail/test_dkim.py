"""Mail carries a DKIM signature when a key is set."""

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from alongside.backoffice import health
from alongside.core.mail.dkim_signature import signature
from alongside.core.mail.models import OutboxMessage
from alongside.core.mail.sending import send_due


@pytest.fixture(scope="module")
def pair():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    body = b"".join(public.splitlines()[1:-1])
    return private, b"v=DKIM1; k=rsa; p=" + body


@pytest.fixture
def dns(pair, settings, tmp_path):
    """The site has the key, and this is what the DNS says about it."""
    private, record = pair
    (tmp_path / "dkim.pem").write_bytes(private)
    settings.MAIL_DKIM = {
        "key_file": str(tmp_path / "dkim.pem"), "selector": "s1", "domain": "example.org"
    }  # fmt: skip

    def answer(name, timeout=5):
        return record if name == b"s1._domainkey.example.org." else None

    return answer


def test_the_signature_holds_and_breaks_with_one_letter(put, mail_server, dns):
    put(
        text="Réponse 💛 with a long subject that has to be folded somewhere on its way, yes\n\nHi.\n"
    )
    send_due(timezone.now())
    raw = mail_server.received[0].raw
    assert raw.count(b"DKIM-Signature:") == 1
    assert dkim.verify(raw, dnsfunc=dns)
    assert not dkim.verify(raw.replace(b"Hi.", b"Ho."), dnsfunc=dns)
    assert not dkim.verify(raw.replace(b"To: enq", b"To: inq"), dnsfunc=dns)
    assert not dkim.verify(raw.replace(b"auto-generated", b"auto-replied"), dnsfunc=dns)


def test_the_headers_of_a_list_are_signed_too(dns):
    message = (
        b"From: a@example.org\r\nTo: b@example.net\r\nSubject: x\r\nDate: now\r\n"
        b"Message-ID: <1@example.org>\r\nList-Unsubscribe: <https://example.org/u>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nX-Own: 1\r\n\r\nHello\r\n"
    )
    signed = b"DKIM-Signature: " + signature(message).encode() + b"\r\n" + message
    assert dkim.verify(signed, dnsfunc=dns)
    assert not dkim.verify(signed.replace(b"example.org/u", b"example.org/v"), dnsfunc=dns)
    assert not dkim.verify(signed.replace(b"One-Click", b"Two-Click"), dnsfunc=dns)
    assert dkim.verify(signed.replace(b"X-Own: 1", b"X-Own: 2"), dnsfunc=dns)


def test_without_a_key_there_is_none(put, mail_server):
    put()
    send_due(timezone.now())
    assert b"DKIM-Signature" not in mail_server.received[0].raw


def test_a_key_that_cannot_be_used_is_told_and_nothing_goes_unsigned(
    put, mail_server, dns, tmp_path
):
    (tmp_path / "dkim.pem").write_text("not a key")
    put()
    assert send_due(timezone.now()) == 0
    assert mail_server.received == []
    assert OutboxMessage.objects.get().problem == "CannotSign"
    finding = health.mail_server_answers()
    assert "cannot be signed" in finding.state
    assert "ALONGSIDE_DKIM_KEY_FILE" in finding.advice
