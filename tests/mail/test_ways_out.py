"""Settings choose the way that mail leaves; what makes no sense stops the start."""

import inspect
import os
import re
import subprocess
import sys
from typing import Any, ClassVar

import pytest
import requests
from anymail.backends.test import EmailBackend
from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.utils import timezone

from alongside.backoffice import health
from alongside.core.mail import transports
from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from alongside.core.mail.troubles import describe, is_final
from tests.mail.conftest import ENQUIRER
from tests.site_copy import ROOT


def _settings(tmp_path, **variables):
    """What the settings say for these variables, or the last line of why they do not start."""
    code = (
        "from django.conf import settings as s;"
        "print(s.MAIL_TRANSPORT, s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, bool(s.MAIL_DKIM))"
    )
    environment = {
        **os.environ, "ALONGSIDE_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "alongside.settings.local", **variables,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, cwd=ROOT
    )
    return (done.stdout or done.stderr.splitlines()[-1]).strip()


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({}, "alongside.core.mail.files.FileTransport True False False"),
        (
            {"ALONGSIDE_SMTP_HOST": "mail.example.org"},
            "django.core.mail.backends.smtp.EmailBackend True False False",
        ),
        (
            {"ALONGSIDE_SMTP_HOST": "mail.example.org", "ALONGSIDE_SMTP_PORT": "465"},
            "django.core.mail.backends.smtp.EmailBackend False True False",
        ),
        (
            {"ALONGSIDE_MAIL_PROVIDER": "postmark", "ALONGSIDE_MAIL_API_KEY": "k"},
            "anymail.backends.postmark.EmailBackend True False False",
        ),
        ({"ALONGSIDE_MAIL_PROVIDER": "pigeon"}, "ALONGSIDE_MAIL_PROVIDER must be one of:"),
        (
            {"ALONGSIDE_MAIL_PROVIDER": "postmark", "ALONGSIDE_SMTP_HOST": "mail.example.org"},
            "not both",
        ),
        (
            {
                "ALONGSIDE_SMTP_HOST": "mail.example.org", "ALONGSIDE_SMTP_TLS": "false",
                "ALONGSIDE_SMTP_PASSWORD": "hunter2",
            },
            "where everybody can read it",
        ),
        ({"ALONGSIDE_DKIM_DOMAIN": "example.org"}, "ALONGSIDE_DKIM_KEY_FILE and ALONGSIDE_DKIM_SEL"),
    ],
)  # fmt: skip
def test_the_settings(tmp_path, variables, says):
    found = _settings(tmp_path, **variables)
    assert says in found
    assert "hunter2" not in found


OF_THEIR_OWN = {  # what some providers want besides a key
    "ANYMAIL_MAILJET_API_KEY": "m",
    "ANYMAIL_POSTAL_API_URL": "https://postal.example/",
    "ANYMAIL_SCALEWAY_PROJECT_ID": "p",
    "ANYMAIL_UNISENDER_GO_API_URL": "https://unisender.example/",
}


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")
@pytest.mark.parametrize("provider", sorted(transports.PROVIDERS - {"amazon_ses"}))
def test_every_provider_is_one_that_anymail_knows(provider, settings):
    settings.ANYMAIL = transports.anymail(provider, "secret", OF_THEIR_OWN)
    backend = get_connection(transports.transport(provider=provider, host=""))
    assert "secret" in repr(vars(backend))
    assert backend.timeout == 10
    assert backend.send_defaults in ({}, {"track_clicks": False, "track_opens": False})
    payload = inspect.getsource(inspect.getmodule(type(backend)))
    can_stop = re.search(r"^    def set_track_clicks", payload, re.MULTILINE)
    assert bool(backend.send_defaults) is bool(can_stop)


def test_a_name_that_is_no_provider():
    with pytest.raises(ImproperlyConfigured, match="postmark"):
        transports.transport(provider="base", host="")


class Provider(EmailBackend):
    """Anymail's own stand-in for a provider; keeps what it is told."""

    told: ClassVar[list[dict[str, Any]]] = []

    def post_to_esp(self, payload, message):
        self.told.append(payload.get_params())
        return super().post_to_esp(payload, message)


def test_a_provider_gets_the_same_mail_and_is_told_to_track_nobody(put, settings):
    settings.MAIL_TRANSPORT = f"{__name__}.Provider"
    settings.ANYMAIL = transports.anymail("mailgun", "secret", {})
    row = put()
    assert send_due(timezone.now()) == 1
    [told] = Provider.told
    assert (told["track_clicks"], told["track_opens"]) == (False, False)
    assert [one.addr_spec for one in told["to"]] == [ENQUIRER]
    assert told["extra_headers"]["Message-ID"] == row.message_id
    assert "There is a reply." in told["text_body"]
    assert "There is a reply." in told["html_body"]
    row.refresh_from_db()
    assert row.state == State.SENT


def _answer(status):
    response = requests.Response()
    response.status_code, response.reason = status, f"no {ENQUIRER}"
    return AnymailRequestsAPIError(f"no {ENQUIRER}", response=response)


@pytest.mark.parametrize(
    ("error", "says", "final"),
    [
        (AnymailRecipientsRefused(), "AnymailRecipientsRefused", True),
        (_answer(422), "AnymailRequestsAPIError 422", True),
        (_answer(401), "AnymailRequestsAPIError 401", False),
        (_answer(429), "AnymailRequestsAPIError 429", False),
        (_answer(503), "AnymailRequestsAPIError 503", False),
        (AnymailRequestsAPIError(f"no {ENQUIRER}"), "AnymailRequestsAPIError", False),
    ],
)
def test_what_a_provider_refuses(error, says, final):
    assert describe(error) == says
    assert is_final(error) is final


def test_the_doctor_says_how_mail_is(put, mail_server, settings):
    finding = health.mail_server_answers()
    assert (finding.state, finding.advice) == (f"goes to 127.0.0.1:{mail_server.port}", "")
    assert health.outbox_moves().state == "0 waiting, 0 in trouble"
    mail_server.to_recipient[ENQUIRER] = ["550 no"]
    put()
    assert health.outbox_moves().state == "1 waiting, 0 in trouble"
    send_due(timezone.now())
    finding = health.outbox_moves()
    assert finding.state == "0 waiting, 1 in trouble"
    assert "/admin/mail/" in finding.advice
    assert OutboxMessage.objects.in_trouble().count() == 1
