"""A founder tries a letter out, sends it, watches it and reads the ledger; nobody else can."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine
from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.newsletter.letter_pages import LetterPage
from alongside.newsletter.models import Delivery, Mailing, NewsletterSettings
from alongside.newsletter.parts import ContentNote, Part
from alongside.newsletter.sending import moves
from alongside.newsletter.sending.engine import Sender
from tests.enquiries.conftest import seen
from tests.mail_server import MailServer, mail_server

from .letters import make_letter, section, text
from .subscribers import at_any_hour, subscribe

__all__ = ["mail_server"]
pytestmark = pytest.mark.django_db
HOME = "/admin/letters/"
NOW = {"when": "now", "sure": "yes"}


@pytest.fixture
def letter(db: None) -> LetterPage:
    return make_letter(
        section(text("For everybody.")),
        section(text("We met ministers."), heading="Our campaign", part=Part.CAMPAIGN),
        section(text("She died."), heading="We remember", notes=ContentNote.DEATHS),
        title="What we did this winter",
    )


@pytest.fixture
def desk(founder, signed_in):
    return signed_in(founder)


@pytest.fixture
def mailing(letter, desk) -> Mailing:
    desk.post(f"{HOME}{letter.pk}/send/", NOW)
    return Mailing.objects.get()


def send_all() -> None:
    sender = Sender()
    try:
        sender.run(Event())
    finally:
        sender.close()


def actions() -> list[str]:
    ours = AuditEntry.objects.filter(action__startswith="newsletter.")
    return list(ours.order_by("pk").values_list("action", flat=True))


def test_from_the_list_to_the_ledger(letter, desk, mail_server: MailServer):
    at_any_hour()
    for number in range(9):
        subscribe(f"reader{number}@example.org")
    subscribe("gone@example.org")
    subscribe("later@example.org", paused_until=timezone.localdate() + timedelta(days=9))
    mail_server.to_recipient["gone@example.org"] = ["550 5.1.1 <gone@example.org> unknown"]
    assert "On the website, not sent." in seen(desk.get(HOME))
    page = seen(desk.get(f"{HOME}{letter.pk}/"))
    assert "These words go out." in page and "Send it …" in page
    asked = seen(desk.post(f"{HOME}{letter.pk}/send/", {"when": "now"}))
    assert "to about 10 people?" in asked and not Mailing.objects.exists()
    assert "Our campaign who asked for: News of our campaign about 10 people" in asked
    assert "fewer than 8 people, who have paused" in asked
    page = seen(desk.post(f"{HOME}{letter.pk}/send/", NOW, follow=True))
    assert "It is going out." in page and "It is about to go out." in page
    send_all()
    mailing = Mailing.objects.get()
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/"))
    assert "What became of 11 letters" in page
    assert "Sent 9 the mail server took it" in page
    assert "Could not be sent 1 this address does not exist (550): 1" in page
    assert "Were not meant to be sent 1 she has paused her letters: 1" in page
    assert len(mail_server.received) == 9 and "Try 1 letter again" in page
    assert actions()[-1] == "newsletter.ordered"
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/not-sent/"))
    assert "This address does not exist (550)" in page and "gone@example.org" not in page
    row = Delivery.objects.get(state="failed")
    page = seen(desk.post(f"{HOME}sent/address/{row.pk}/"))
    assert "gone@example.org" in page
    entry = AuditEntry.objects.get(action="newsletter.address_seen")
    assert entry.target == f"delivery:{row.pk}"
    page = seen(desk.post(f"{HOME}sent/{mailing.pk}/press/", {"press": "retry"}, follow=True))
    assert "1 letter will be tried again." in page and "Settled: 10 of 11 letters." in page
    send_all()
    assert len(mail_server.to("gone@example.org")) == 1
    assert Mailing.objects.get().state == "done"


def test_a_test_goes_to_her_and_the_reviewer_and_to_nobody_else(letter, desk, founder, reviewer):
    subscribe("ann@example.org")
    page = seen(desk.get(f"{HOME}{letter.pk}/"))
    assert "me" in page and "Test Reviewer" in page
    form = {"to": [founder.pk, reviewer.pk]}
    page = seen(desk.post(f"{HOME}{letter.pk}/test/", form, follow=True))
    assert "on its way to 2 people" in page
    mails = [row.letter() for row in OutboxMessage.objects.order_by("pk")]
    assert sorted(mail.to for mail in mails) == ["founder@example.org", "reviewer@example.org"]
    assert {mail.subject for mail in mails} == {"[Test] What we did this winter"}
    assert actions() == ["newsletter.tested"] and not Mailing.objects.exists()


@pytest.mark.parametrize("to", [[], ["99999"], ["x"]])
def test_a_test_to_nobody_who_works_here_says_so(to, letter, desk):
    answer = desk.post(f"{HOME}{letter.pk}/test/", {"to": to})
    assert answer.status_code == 422 and not OutboxMessage.objects.exists()
    assert "Please tick at least one person." in seen(answer)


def test_what_stops_a_letter_stops_the_sending(desk):
    draft = make_letter(section(text("Hello.")), live=False)
    page = seen(desk.get(f"{HOME}{draft.pk}/"))
    assert "Publish the letter first" in page and "Send it …" not in page
    page = seen(desk.post(f"{HOME}{draft.pk}/send/", NOW))
    assert "It cannot be sent like this" in page and not Mailing.objects.exists()


def test_it_goes_out_on_a_day_at_a_time_of_the_readers(letter, desk):
    NewsletterSettings.objects.update_or_create(pk=1, defaults={"from_hour": 8, "until_hour": 20})
    day = timezone.localdate() + timedelta(days=30)
    later = {"when": "later", "day": f"{day:%Y-%m-%d}", "at": "21:15"}
    asked = seen(desk.post(f"{HOME}{letter.pk}/send/", later))
    assert f"{day:%A %-d %B %Y} at 21:15" in asked
    assert f"it begins on {day + timedelta(days=1):%A %-d %B} at 08:00" in asked
    page = seen(desk.post(f"{HOME}{letter.pk}/send/", later | {"sure": "yes"}, follow=True))
    assert f"Goes out on {day:%A %-d %B %Y} at 21:15" in page
    due = timezone.localtime(Mailing.objects.get().due_at)
    assert (due.date(), due.hour, due.minute) == (day, 21, 15)


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        ("", "", "Please choose a day."),
        ("2026-07-01", "", "Please choose a time."),
        ("2026-01-09", "11:00", "This is over already."),
        ("2026-03-29", "01:30", "this time is left out"),
        ("2031-01-01", "10:00", "more than a year"),
        ("soon", "10:00", "Please choose a day."),
    ],
)
@time_machine.travel("2026-01-10T12:00:00Z", tick=False)
def test_a_time_that_cannot_be_is_said_beside_its_field(day, at, words, letter, founder, signed_in):
    form = {"when": "later", "day": day, "at": at, "sure": "yes"}
    answer = signed_in(founder).post(f"{HOME}{letter.pk}/send/", form)
    assert answer.status_code == 422 and words in seen(answer)
    assert not Mailing.objects.exists()


@time_machine.travel("2026-06-10T12:00:00Z", tick=False)
def test_in_summer_the_clock_of_the_readers_is_an_hour_ahead(letter, founder, signed_in):
    form = {"when": "later", "day": "2026-06-11", "at": "10:00", "sure": "yes"}
    signed_in(founder).post(f"{HOME}{letter.pk}/send/", form)
    assert Mailing.objects.get().due_at == datetime(2026, 6, 11, 9, 0, tzinfo=UTC)


def test_two_clicks_and_two_founders_send_it_once(letter, desk, second_founder, signed_in):
    subscribe()
    for browser in (desk, desk, signed_in(second_founder)):
        answer = browser.post(f"{HOME}{letter.pk}/send/", NOW)
        assert answer["Location"] == f"{HOME}sent/{Mailing.objects.get().pk}/"
    assert actions() == ["newsletter.ordered"]


def test_looking_sends_nothing(letter, desk):
    subscribe()
    for path in (f"{letter.pk}/", f"{letter.pk}/send/?sure=yes&when=now", f"{letter.pk}/test/"):
        desk.get(HOME + path)
    assert not Mailing.objects.exists() and not OutboxMessage.objects.exists()


def test_pause_go_on_cancel_each_once(mailing, desk):
    subscribe()
    at_any_hour()
    moves.begin_due(timezone.now())
    where = f"{HOME}sent/{mailing.pk}/press/"
    for pressed, words, state in (
        ("pause", "It is paused.", "paused"),
        ("pause", "it has moved on since you looked", "paused"),
        ("resume", "It goes on.", "sending"),
        ("cancel", "What had not gone does not go.", "cancelled"),
        ("cancel", "it has moved on since you looked", "cancelled"),
        ("resume", "it has moved on since you looked", "cancelled"),
        ("nonsense", "", "cancelled"),
    ):
        page = seen(desk.post(where, {"press": pressed}, follow=True))
        assert words in page and Mailing.objects.get().state == state
    done = Counter(actions())
    assert (done["newsletter.paused"], done["newsletter.cancelled"]) == (1, 1)
    assert Delivery.objects.get().why == "cancelled"
    assert "Were not meant to be sent 1 the letter was cancelled" in page


def test_a_cancelled_letter_can_be_sent_anew(letter, mailing, desk):
    desk.post(f"{HOME}sent/{mailing.pk}/press/", {"press": "cancel"})
    assert "Send it …" in seen(desk.get(f"{HOME}{letter.pk}/"))
    desk.post(f"{HOME}{letter.pk}/send/", NOW)
    assert sorted(Mailing.objects.values_list("state", flat=True)) == ["cancelled", "waiting"]


@pytest.mark.parametrize(("press", "state"), [("again", "waiting"), ("leave", "unknown")])
def test_a_founder_settles_what_nobody_knows(press, state, mailing, desk):
    subscribe()
    at_any_hour()
    moves.begin_due(timezone.now())
    Delivery.objects.update(state="unknown", why="stopped", settled_at=timezone.now())
    moves.finish(Mailing.objects.get(), timezone.now())
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/"))
    assert "1 letter of which nobody knows" in page
    assert "Nobody misses it. Some may get it twice" in page
    assert "Nobody gets it twice. Some may miss it" in page
    page = seen(desk.post(f"{HOME}sent/{mailing.pk}/press/", {"press": press}, follow=True))
    assert Delivery.objects.get().state == state
    assert "of which nobody knows" not in page


def test_progress_says_how_far_and_how_fast(mailing, desk):
    at_any_hour()
    for number in range(4):
        subscribe(f"reader{number}@example.org")
    moves.begin_due(timezone.now())
    first = Delivery.objects.first()
    Delivery.objects.filter(pk=first.pk).update(state="sent", settled_at=timezone.now())
    Mailing.objects.update(filled_at=timezone.now() - timedelta(minutes=5))
    part = desk.get(f"{HOME}sent/{mailing.pk}/progress/")
    assert b"<html" not in part.content and b'max="4" value="1"' in part.content
    assert "Settled: 1 of 4 letters." in part.content.decode()
    assert "About 1 a minute; about 3 minutes to go." in part.content.decode()


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("no mail server", "no mail server is set"),
        ("connection: SMTPAuthenticationError 535", "did not accept our name or password (535)"),
        ("sender 550 5.7.1", "takes no mail from us (550)"),
        ("CannotSign FileNotFoundError", "the key for signing letters cannot be used"),
        ("recipient 554 5.7.1", "takes no mail from us (554)"),
    ],
)
def test_a_letter_that_paused_itself_says_why(problem, words, mailing, desk):
    Mailing.objects.update(state="paused", problem=problem)
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/"))
    assert "Has paused itself." in page and words in page and "Go on" in page


def test_the_numbers_stay_when_the_ledger_is_erased(mailing, desk):
    subscribe()
    at_any_hour()
    moves.begin_due(timezone.now())
    long_ago = timezone.now() - timedelta(days=100)
    Delivery.objects.update(state="failed", why="recipient 550 5.1.1", settled_at=long_ago)
    Mailing.objects.update(state="done", finished_at=long_ago)
    Delivery.purge(timezone.now())
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/"))
    assert "Could not be sent 1" in page and "letter again" not in page
    assert "erased 90 days after" in seen(desk.get(f"{HOME}sent/{mailing.pk}/not-sent/"))


DOORS = (
    "", "{page}/", "{page}/send/", "{page}/check/", "sent/{mailing}/", "sent/{mailing}/progress/",
    "sent/{mailing}/not-sent/", "people/", "people/file/", "settings/",
)  # fmt: skip
PRESSES = (
    ("{page}/test/", {"to": ["1"]}), ("{page}/send/", NOW),
    ("sent/{mailing}/press/", {"press": "cancel"}), ("sent/address/{row}/", {}),
    ("people/one/", {"address": "ann@example.org", "press": "erase"}), ("people/file/", {}),
    ("settings/", {"how_often": "daily"}), ("settings/series/", {"days_after": "0"}),
    ("settings/series/{mailing}/out/", {}),
)  # fmt: skip
EDITORS = {"", "{page}/", "{page}/check/", "{page}/test/"}


@pytest.mark.parametrize(
    "who", ["editor", "moderator", "reviewer", "dispatcher", "operator", "outsider", None]
)
def test_every_door_is_shut_to_who_does_not_send(who, letter, mailing, request, signed_in, client):
    ann = subscribe()
    moves.fill(mailing, timezone.now())
    ids = {"page": letter.pk, "mailing": mailing.pk, "row": Delivery.objects.get().pk}
    browser = signed_in(request.getfixturevalue(who)) if who else client
    shut = 403 if who else 302
    for door, form in [*((door, None) for door in DOORS), *PRESSES]:
        path = HOME + door.format(**ids)
        answer = browser.get(path) if form is None else browser.post(path, form)
        opens = who == "editor" and door in EDITORS
        assert (answer.status_code == shut) is not opens, (who, path)
        assert b"ann@example.org" not in answer.content
    ann.refresh_from_db()
    assert (ann.state, Mailing.objects.get().state) == ("active", "waiting")
    assert set(actions()) <= {"newsletter.ordered", "newsletter.tested"}


def test_an_editor_writes_and_leaves_sending_to_a_founder(letter, editor, signed_in):
    browser = signed_in(editor)
    page = seen(browser.get(f"{HOME}{letter.pk}/"))
    assert "A founder sends it." in page and "Send it …" not in page
    assert "People" not in seen(browser.get(HOME)).split("Letters", 1)[1][:200]
    form = {"to": [editor.pk]}
    assert "1 person" in seen(browser.post(f"{HOME}{letter.pk}/test/", form, follow=True))


def test_now_and_a_day_at_once_is_asked_about(letter, desk):
    day = f"{timezone.localdate() + timedelta(days=30):%Y-%m-%d}"
    answer = desk.post(f"{HOME}{letter.pk}/send/", NOW | {"day": day})
    assert answer.status_code == 422 and not Mailing.objects.exists()
    page = seen(answer)
    assert "You chose a day or a time, too." in page
    assert "(if you like)" not in page and day in answer.content.decode()


def test_a_letter_that_was_ordered_is_not_deleted(letter, mailing, desk):
    archive = letter.get_parent()
    for page in (letter, archive):
        said = seen(desk.post(f"/admin/pages/{page.pk}/delete/", follow=True))
        assert "Nothing was deleted." in said and "was ordered to be sent" in said
    several = f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={letter.pk}"
    assert "Nothing was deleted." in seen(desk.post(several, follow=True))
    assert LetterPage.objects.filter(pk=letter.pk).exists() and Mailing.objects.exists()


def test_a_letter_that_is_taken_from_the_website_waits(letter, mailing, desk, mail_server):
    at_any_hour()
    subscribe("ann@example.org")
    desk.post(f"/admin/pages/{letter.pk}/unpublish/", {})
    send_all()
    assert mail_server.received == []
    page = seen(desk.get(f"{HOME}sent/{mailing.pk}/"))
    assert "Something keeps it: it was taken from the website." in page
    desk.post(f"{HOME}sent/{mailing.pk}/press/", {"press": "resume"})
    assert Mailing.objects.get().state == "paused"
    letter.refresh_from_db()
    letter.save_revision().publish()
    desk.post(f"{HOME}sent/{mailing.pk}/press/", {"press": "resume"})
    send_all()
    assert len(mail_server.to("ann@example.org")) == 1


def test_words_changed_after_the_order_do_not_go_out_and_it_says_so(letter, mailing, desk):
    letter.title = "What we did this spring"
    letter.save_revision().publish()
    page = seen(desk.get(f"{HOME}{letter.pk}/"))
    assert "What was changed since does not. To send it, cancel the order and send anew." in page
