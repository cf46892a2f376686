"""`alongside doctor` says whether letters move, and whether mail services will believe that they are ours."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from alongside.backoffice.letters_health import letters_are_signed, letters_move
from alongside.core.mail import transports
from alongside.newsletter.actions.mailing import order, settle_unknown
from alongside.newsletter.models import Delivery, Mailing
from tests.newsletter.sending_stage import letter, person

pytestmark = pytest.mark.django_db


def test_letters_that_move_and_letters_that_do_not(founder):
    assert letters_move().advice == ""
    mailing = order(letter(), by=founder)
    assert letters_move().state.startswith("1 going out, 0 in trouble")
    Mailing.objects.update(problem="sender 550", filled_at=mailing.due_at)
    Delivery.objects.create(mailing=mailing, subscriber=person("ann"), state="unknown")
    found = letters_move()
    assert "1 in trouble, 1 of which nobody knows" in found.state and found.advice
    Mailing.objects.update(problem="")
    settle_unknown(mailing, by=founder, send_again=False)
    assert letters_move().advice == ""


def test_the_signature_and_the_domain_that_writes(settings, tmp_path):
    settings.MAIL_TRANSPORT = transports.SMTP
    settings.DEFAULT_FROM_EMAIL = "Us <news@letters.example.org>"
    assert "none by us" in letters_are_signed().state
    path = tmp_path / "dkim.pem"
    settings.MAIL_DKIM = {"key_file": str(path), "selector": "s1", "domain": "example.org"}
    assert "ALONGSIDE_DKIM_KEY_FILE" in letters_are_signed().advice
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    found = letters_are_signed()
    assert (found.advice, "s1._domainkey.example.org" in found.state) == ("", True)
    settings.DEFAULT_FROM_EMAIL = "news@example.net"
    assert "ALONGSIDE_DKIM_DOMAIN" in letters_are_signed().advice
