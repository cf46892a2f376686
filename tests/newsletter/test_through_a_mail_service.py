"""Letters through the API of a mail service: a local server that speaks as Mailgun does."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from alongside.newsletter import tokens
from alongside.newsletter.actions.mailing import order
from tests.newsletter.sending_stage import at_any_hour, letter, person, send, states, whys
from tests.served_site import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(settings):
    """What it was sent; `answers`: statuses, used up from the front, then 200. 0: it hangs up."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            status = server.answers.pop(0) if server.answers else 200
            if not status:
                self.connection.close()
                return
            if status == 200:
                server.got.append(form)
            said = json.dumps({"id": "<1@mg.example>", "message": "Queued. Thank you."}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], []
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    settings.MAIL_TRANSPORT = "anymail.backends.mailgun.EmailBackend"
    settings.MAIL_PROVIDER = "mailgun"
    settings.ANYMAIL = {
        "MAILGUN_API_KEY": "k", "MAILGUN_SENDER_DOMAIN": "example.org",
        "MAILGUN_API_URL": f"http://127.0.0.1:{server.server_port}/v3", "REQUESTS_TIMEOUT": 5,
    }  # fmt: skip
    settings.WAGTAILADMIN_BASE_URL = "https://www.example.org"
    at_any_hour()
    yield server
    server.shutdown()


def test_one_request_for_many_and_each_sees_only_herself(service, founder):
    people = [person("ann", first_name="Ann <3"), person("bea", first_name="Bea"), person("cleo")]
    mailing = order(letter(), by=founder)
    send()
    assert states(mailing) == {"sent": 3}
    named, unnamed = sorted(service.got, key=lambda form: -len(form["to"]))
    assert named["to"] == ["ann.canary@example.net", "bea.canary@example.net"]
    hers = json.loads(named["recipient-variables"][0])
    for who in people[:2]:
        words = hers[who.contact().address]
        token = tokens.make(subscriber=who.pk, mailing=mailing.pk)
        assert words["token"] == token
        assert words["h:List-Unsubscribe"] == f"<https://www.example.org/letters/leave/{token}/>"
    assert named["h:List-Unsubscribe"] == ["%recipient.h:List-Unsubscribe%"]
    assert named["h:List-Unsubscribe-Post"] == ["List-Unsubscribe=One-Click"]
    assert "Hello %recipient.name%," in named["text"][0]
    assert "Hello %recipient.name_in_html%," in named["html"][0]
    assert hers["ann.canary@example.net"]["name_in_html"] == "Ann &lt;3"
    assert "/letters/leave/%recipient.token%/" in named["html"][0]
    assert unnamed["to"] == ["cleo.canary@example.net"]
    token = tokens.make(subscriber=people[2].pk, mailing=mailing.pk)
    assert f"/letters/leave/{token}/" in unnamed["text"][0]
    assert unnamed["h:List-Unsubscribe"] == [f"<https://www.example.org/letters/leave/{token}/>"]


def test_what_a_service_may_answer(service, founder, settings):
    for n in range(3):
        person(f"p{n}")
    mailing = order(letter(), by=founder)
    service.answers = [429]
    send()
    mailing.refresh_from_db()
    assert (mailing.problem, states(mailing)) == ("service 429", {"waiting": 3})
    url = settings.ANYMAIL["MAILGUN_API_URL"]
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_API_URL": f"http://127.0.0.1:{free_port()}/v3"}
    send()
    mailing.refresh_from_db()
    assert mailing.problem.startswith("connection: service ")
    assert states(mailing) == {"waiting": 3}
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_API_URL": url}
    service.answers = [400, 200, 400, 0]  # the batch, then one by one
    send()
    assert whys(mailing) == {
        ("sent", ""): 1, ("failed", "service 400"): 1, ("unknown", "dropped"): 1
    }  # fmt: skip
    assert len(service.got) == 1


def test_a_service_that_fills_no_gaps_gets_them_one_by_one(settings, founder, mailoutbox):
    settings.MAIL_TRANSPORT = "anymail.backends.test.EmailBackend"
    settings.MAIL_PROVIDER = "postmark"
    at_any_hour()
    people = [person("ann", first_name="Ann"), person("bea")]
    mailing = order(letter(), by=founder)
    send()
    assert states(mailing) == {"sent": 2}
    assert [mail.to for mail in mailoutbox] == [[one.contact().address] for one in people]
    for mail, who in zip(mailoutbox, people, strict=True):
        token = tokens.make(subscriber=who.pk, mailing=mailing.pk)
        assert token in mail.extra_headers["List-Unsubscribe"]
        assert token in mail.body and token in mail.alternatives[0][0]
        assert not mail.anymail_test_params["is_batch_send"]
