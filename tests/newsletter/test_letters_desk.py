"""A founder sends a letter from her desk, and sees what became of each one; nobody else sends any."""

# ruff: noqa: F811  (mail_server is a fixture)

from datetime import datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.newsletter.models import Delivery, Mailing
from tests.mail_server import mail_server  # noqa: F401  (a fixture)
from tests.newsletter.letters import make_letter, section, text
from tests.newsletter.sending_stage import at_any_hour, person, send
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
DESK = "/admin/letters/"


@pytest.fixture(autouse=True)
def night_and_day(db):
    at_any_hour()


@pytest.fixture
def letter():
    return make_letter(section(text("We were on the radio.")), title="On the radio")


def seen(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_she_sends_it_watches_and_sees_the_ledger(founder, letter, mail_server):
    people = [person(f"reader{n}") for n in range(3)]
    people[2].paused_until = timezone.localdate() + timedelta(days=9)
    people[2].save()
    browser = sign_in(founder)
    assert "On the radio" in seen(browser.get(DESK)) and "published, not sent" in seen(
        browser.get(DESK)
    )
    asked = seen(browser.get(f"{DESK}{letter.pk}/send/"))
    assert "3 people have asked for letters." in asked and "cannot be called back" in asked
    for _ in range(2):  # pressed twice it is ordered once
        page = browser.post(f"{DESK}{letter.pk}/send/", {"when": "now"}, follow=True)
    assert "It waits for its hour" in seen(page)
    mailing = Mailing.objects.get()
    send()
    page = seen(browser.get(f"{DESK}{letter.pk}/"))
    assert "It has gone out" in page and "2 sent" in page and "1 were not meant to get it" in page
    assert "She takes a break. <strong>1</strong>" in page
    assert "All together 3: one line in the ledger for each person." in page
    assert "reader0.canary" not in page
    assert AuditEntry.objects.filter(action="newsletter.ordered").count() == 1
    again = browser.post(f"{DESK}{letter.pk}/send/", {"when": "now"}, follow=True)
    assert "This letter has gone out already." in seen(again)
    assert mailing.deliveries.count() == 3


def test_at_a_day_and_hour_of_the_united_kingdom(founder, letter):
    browser, day = sign_in(founder), timezone.localdate() + timedelta(days=3)
    form = {"when": "later", "day": day.isoformat(), "hour": "09:30"}
    page = browser.post(f"{DESK}{letter.pk}/send/", form, follow=True)
    due = datetime.combine(day, datetime.min.time(), ZoneInfo("Europe/London")).replace(
        hour=9, minute=30
    )
    assert Mailing.objects.get().due_at == due
    assert f"{day.day} {day:%B %Y}, 09:30" in seen(page)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"when": "later"}, "Please give a day and a time"),
        ({"when": "later", "day": "2020-01-01", "hour": "09:00"}, "That time is over."),
        ({"when": "later", "day": "soon", "hour": "09:00"}, "Enter a valid date."),
        ({"when": "whenever"}, "Select a valid choice."),
    ],
)
def test_a_time_that_cannot_be_orders_nothing(founder, letter, form, says):
    page = sign_in(founder).post(f"{DESK}{letter.pk}/send/", form)
    assert page.status_code == 422 and says in seen(page)
    assert f'value="{form.get("day", "")}"' in page.content.decode() or "day" not in form
    assert not Mailing.objects.exists()


def test_a_letter_that_must_be_mended_cannot_be_ordered(founder):
    draft = make_letter(section(text("Not yet.")), live=False)
    browser = sign_in(founder)
    assert "Publish the letter first" in seen(browser.get(f"{DESK}{draft.pk}/"))
    page = browser.post(f"{DESK}{draft.pk}/send/", {"when": "now"}, follow=True)
    assert "Nothing was ordered" in seen(page) and not Mailing.objects.exists()


def press(browser, mailing, what):
    address = f"{DESK}{mailing.page_id}/{what}/"
    return seen(browser.post(address, {"mailing": mailing.pk}, follow=True))


def test_pause_go_on_and_cancel(founder, letter, mail_server):
    person("reader")
    browser = sign_in(founder)
    browser.post(f"{DESK}{letter.pk}/send/", {"when": "now"})
    mailing = Mailing.objects.get()
    assert "It is paused" in press(browser, mailing, "pause")
    send()
    assert not mail_server.received
    assert "Nothing was changed" in press(browser, mailing, "pause")
    assert "It goes on." in press(browser, mailing, "resume")
    assert "It is cancelled." in press(browser, mailing, "cancel")
    send()
    assert not mail_server.received
    page = seen(browser.get(f"{DESK}{letter.pk}/"))
    assert "It was cancelled" in page and "Send it …" in page


def test_of_what_nobody_knows_she_decides(founder, letter, mail_server):
    reader = person("reader")
    browser = sign_in(founder)
    browser.post(f"{DESK}{letter.pk}/send/", {"when": "now"})
    mailing = Mailing.objects.get()
    send()
    Delivery.objects.update(state="unknown", why="stopped")
    page = seen(browser.get(f"{DESK}{letter.pk}/"))
    assert "Of 1 nobody knows whether they were sent." in page
    assert "They stay as they are." in press(browser, mailing, "leave-unknown")
    assert "nobody knows whether they were sent" not in seen(browser.get(f"{DESK}{letter.pk}/"))
    Delivery.objects.update(why="stopped")
    assert "They are sent again." in press(browser, mailing, "send-unknown")
    send()
    assert len(mail_server.received) == 2
    assert Delivery.objects.get().subscriber == reader


def test_a_test_goes_to_herself_and_to_a_reviewer_only(founder, reviewer, letter):
    browser = sign_in(founder)
    form = {"to": [founder.email, reviewer.email]}
    assert "A test goes to 2" in seen(browser.post(f"{DESK}{letter.pk}/test/", form, follow=True))
    mails = [row.letter() for row in OutboxMessage.objects.filter(kind="newsletter.test")]
    assert {mail.to for mail in mails} == {founder.email, reviewer.email}
    assert all(mail.subject == "[Test] On the radio" for mail in mails)
    outside = browser.post(f"{DESK}{letter.pk}/test/", {"to": ["elsewhere@example.com"]})
    assert outside.status_code == 422 and len(mails) == OutboxMessage.objects.count()
    nobody = browser.post(f"{DESK}{letter.pk}/test/", {})
    assert "Please tick at least one person." in seen(nobody)


@pytest.mark.parametrize("who", ["moderator", "reviewer", "dispatcher", "operator", "outsider"])
def test_nobody_else_sees_it(request, who, letter):
    browser = sign_in(request.getfixturevalue(who))
    for address in ("", f"{letter.pk}/", f"{letter.pk}/send/"):
        page = browser.get(DESK + address)
        assert page.status_code == 403 and "On the radio" not in seen(page)
    assert browser.post(f"{DESK}{letter.pk}/send/", {"when": "now"}).status_code == 403
    assert not Mailing.objects.exists()


def test_an_editor_sees_how_it_fares_and_sends_nothing(editor, letter):
    browser = sign_in(editor)
    page = seen(browser.get(f"{DESK}{letter.pk}/"))
    assert "A founder can send it." in page and "Send a test" not in page
    for address in ("send/", "test/"):
        assert browser.post(f"{DESK}{letter.pk}/{address}", {"when": "now"}).status_code == 403
    mailing = Mailing.objects.create(page=letter, revision=letter.live_revision)
    for what in ("pause", "resume", "cancel", "retry", "send-unknown", "leave-unknown"):
        answer = browser.post(f"{DESK}{letter.pk}/{what}/", {"mailing": mailing.pk})
        assert answer.status_code == 403
    mailing.refresh_from_db()
    assert mailing.state == "waiting"


def test_a_number_of_no_letter_is_404(founder, letter):
    browser = sign_in(founder)
    assert browser.get(f"{DESK}{'9' * 18}/").status_code == 404
    for number in ("", "x", "9" * 30):
        assert browser.post(f"{DESK}{letter.pk}/pause/", {"mailing": number}).status_code == 404
