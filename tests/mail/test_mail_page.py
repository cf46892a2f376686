"""A founder looks after mail on her phone: what is in trouble, why, again, stop, a test mail."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.core.mail.models import OutboxMessage, State
from alongside.core.mail.sending import send_due
from tests.mail.conftest import ENQUIRER
from tests.mail_server import MailServer, send_through

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def browser(mail_founder, signed_in):
    return signed_in(mail_founder)


def _page(browser, **query):
    return " ".join(browser.get(reverse("mail"), query).content.decode().split())


def _press(browser, press, row=None):
    words = {"press": press} | ({"mail": row.pk} if row else {})
    return browser.post(reverse("mail"), words, follow=True).content.decode()


def test_all_is_well(browser, put, mail_server):
    put()
    send_due(timezone.now())
    page = _page(browser)
    assert "In trouble: 0" in page
    assert "Sent: 1" in page
    assert "Try all again" not in page


def test_trouble_is_said_in_words_without_the_address(browser, put, mail_server):
    mail_server.to_recipient[ENQUIRER] = ["550 5.1.1 canary unknown"]
    row = put()
    send_due(timezone.now())
    page = _page(browser)
    assert "In trouble: 1" in page
    assert "given up" in page
    assert "the mail server does not take this address (550)." in page
    assert f"Mail {row.pk}. Toy: notice" in page
    assert "canary" not in page.lower()


def test_she_tries_one_again_and_it_arrives(browser, put, mail_server):
    mail_server.to_recipient[ENQUIRER] = ["550 no"]
    row = put()
    send_due(timezone.now())
    assert f"Mail {row.pk} will be tried again" in _press(browser, "again", row)
    assert send_due(timezone.now()) == 1
    assert len(mail_server.received) == 1
    assert "has moved on" in _press(browser, "again", row)
    assert send_due(timezone.now()) == 0


def test_she_tries_all_again_when_the_server_is_back(browser, put, settings):
    server = MailServer()
    send_through(server, settings)
    rows = [put(f"person{number}@example.net") for number in range(3)]
    with time_machine.travel(timezone.now() + HOUR):
        send_due(timezone.now())
        page = _page(browser)
        assert "In trouble: 2" in page  # the third was tried just now, and waits a minute
        assert "the worker did not come by" in page
        OutboxMessage.objects.filter(pk=rows[0].pk).update(attempts=5)
        assert "the mail server refused the connection" in _page(browser)
        assert "3 will be tried again" in _press(browser, "again-all")
        server.start()
        try:
            assert send_due(timezone.now()) == 3
        finally:
            server.stop()


def test_she_stops_one(browser, put, mail_server):
    row, other = put(), put("other@example.net")
    assert f"Mail {row.pk} is stopped" in _press(browser, "stop", row)
    assert send_due(timezone.now()) == 1
    row.refresh_from_db()
    assert (row.state, bytes(row.locked)) == (State.STOPPED, b"")
    assert [one.recipients for one in mail_server.received] == [["other@example.net"]]
    assert "has moved on" in _press(browser, "stop", other)
    other.refresh_from_db()
    assert other.state == State.SENT


@pytest.mark.parametrize("mail", ["", "x", "9" * 40, "-1", "0"])
def test_a_mail_that_is_not_there(browser, mail):
    response = browser.post(reverse("mail"), {"press": "stop", "mail": mail})
    assert response.status_code == 404


def test_a_test_mail_goes_the_same_way_and_says_what_happened(browser, mail_founder, mail_server):
    response = browser.post(reverse("mail"), {"press": "test"})
    page = " ".join(browser.get(response["Location"]).content.decode().split())
    assert "It waits to be sent. This takes a minute." in page
    mail_server.to_recipient[mail_founder.email] = ["451 later"]
    now = timezone.now()
    send_due(now)
    page = " ".join(browser.get(response["Location"]).content.decode().split())
    assert "It is not sent yet: the mail server asked us to come back later (451)." in page
    send_due(now + HOUR)
    page = " ".join(browser.get(response["Location"]).content.decode().split())
    assert "The mail server took it." in page
    [mail] = mail_server.received
    assert mail.recipients == [mail_founder.email]
    assert mail.message["Subject"] == "A test mail"
    assert "http://127.0.0.1:8000/admin/mail/" in mail.text


def test_nobody_sees_the_test_mail_of_somebody_else(browser, put, mail_founder):
    row = put(kind="core.test", reference=f"test:{mail_founder.pk + 1}")
    assert "Your test mail" not in _page(browser, test=row.pk)
    assert "Your test mail" not in _page(browser, test="x")


def test_looking_changes_nothing(browser, put, mail_server):
    row = put()
    before = OutboxMessage.objects.values().get()
    for query in ({"press": "stop", "mail": row.pk}, {"press": "test"}, {"press": "again-all"}):
        browser.get(reverse("mail"), query)
        browser.head(reverse("mail"), query)
    assert OutboxMessage.objects.values().get() == before


@pytest.mark.parametrize("who", ["editor", "reviewer", "outsider"])
def test_nobody_else_gets_in(request, who, signed_in, put):
    row = put()
    browser = signed_in(request.getfixturevalue(who))
    for name in ("mail", "mail_files"):
        page = browser.get(reverse(name), follow=True).content.decode()
        assert "In trouble" not in page
        assert "Mail in files" not in page
    browser.post(reverse("mail"), {"press": "stop", "mail": row.pk})
    row.refresh_from_db()
    assert row.state == State.WAITING
    assert reverse("mail") not in browser.get("/admin/", follow=True).content.decode()


def test_a_reader_is_led_to_the_door(reader, put):
    response = reader.get(reverse("mail"))
    assert response.status_code == 302
    assert b"In trouble" not in response.content


def test_it_stands_in_the_menu(browser):
    assert reverse("mail") in browser.get("/admin/", follow=True).content.decode()
