"""Somebody asks for letters: from the page, from the foot of any page, known or not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from alongside.core.mail.actions import stop_mail_to
from alongside.core.mail.models import OutboxMessage, State
from alongside.newsletter import consent
from alongside.newsletter.contact import Contact, mark_of
from alongside.newsletter.models import Consent, NewsletterSettings, Subscriber, Suppressed
from alongside.newsletter.parts import ContentNote, Part
from tests.newsletter.conftest import JOIN, SAME_ORIGIN, hidden, letters, row, seen

pytestmark = pytest.mark.django_db
FOOT = "/keep-in-touch/?foot"


def test_she_asks_and_gets_one_mail_with_one_link(visitor):
    page = visitor.ask(first_name="Ann", spared=["1", "4"])
    assert "We are sending a message to ann@example.org" in seen(page)
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    asked = row()
    assert asked.state == Subscriber.State.ASKED
    assert asked.wants == Part.CAMPAIGN | Part.EVENTS
    assert asked.spare == ContentNote.DEATHS | ContentNote.HOSPICE
    assert asked.contact() == Contact("ann@example.org", "Ann")
    [mail] = letters()
    assert mail.to == "ann@example.org"
    assert "/letters/confirm/" in mail.text
    assert "erased after 14 days" in mail.text


def test_the_mail_repeats_nothing_that_somebody_typed(visitor):
    visitor.ask(first_name="Buy pills at pills.example")
    [mail] = letters()
    assert "pills" not in mail.text + mail.html + mail.subject
    assert row().contact().first_name == "Buy pills at pills.example"


def test_a_first_name_that_nobody_can_see_is_none(visitor):
    visitor.ask(first_name="\u200b \u2060")
    assert row().contact().first_name == ""
    visitor.ask(email="bea@example.org", first_name=" Bea\u200b\nLou ")
    assert row("bea@example.org").contact().first_name == "Bea Lou"


def test_nothing_is_ticked_beforehand_and_one_part_is_needed(visitor):
    html = visitor.look(JOIN)
    assert "checked" not in html
    page = visitor.ask(html, parts=[], first_name="Ann")
    assert page.status_code == 422
    assert "Please tick at least one." in seen(page)
    assert 'value="ann@example.org"' in page.content.decode()
    assert 'value="Ann"' in page.content.decode()
    assert not Subscriber.objects.exists()
    assert not letters()


@pytest.mark.parametrize(
    "address",
    ["", "ann", "ann@", "ann@example", "a@b.org, c@d.org", "root@localhost", "a@[127.0.0.1]"],
)
def test_an_address_that_is_none_is_said_kindly(visitor, address):
    page = visitor.ask(email=address)
    assert page.status_code == 422
    assert "Your e-mail address – " in seen(page)
    assert not OutboxMessage.objects.exists()


def test_the_words_say_how_often_as_the_founders_promise(visitor):
    assert "We write about once a month." in seen(visitor.client.get(JOIN))
    NewsletterSettings.objects.create(how_often="four times a year")
    assert "We write four times a year." in seen(visitor.client.get(JOIN))


def test_consent_keeps_wording_where_and_when_and_no_network_address(visitor):
    visitor.send(
        JOIN, {"email": "ann@example.org", "parts": ["8"]}, **{"X-Forwarded-For": "203.0.113.9"}
    )
    agreed = Consent.objects.get()
    assert (agreed.wording, agreed.where, agreed.parts) == ("letters-1", "page", Part.BOOK)
    assert agreed.at == timezone.now()
    assert agreed.confirmed_at is None
    assert {f.name for f in Consent._meta.fields} == {
        "id", "subscriber", "wording", "where", "parts", "proof", "at", "confirmed_at",
    }  # fmt: skip
    for sentence in consent.LETTERS.says:
        assert sentence in seen(visitor.client.get(JOIN))


def test_asking_again_sends_the_confirmation_again_and_the_newest_choice_counts(visitor):
    visitor.ask()
    visitor.ask(parts=["2"], email="ANN@example.org")
    assert Subscriber.objects.count() == 1
    assert row().wants == Part.TREATMENTS
    assert [mail.subject for mail in letters()] == ["One press, and our letters come to you"] * 2
    assert Consent.objects.get().parts == Part.TREATMENTS


def test_nobody_can_flood_somebody_else(visitor, settings):
    settings.FORMS_AN_HOUR = 100
    for _ in range(5):
        assert "We are sending a message" in seen(visitor.ask())
    assert len(letters()) == 3
    visitor.clock.shift(timedelta(days=1))
    visitor.ask()
    assert len(letters()) == 4


def test_one_network_sends_so_many_an_hour(visitor, settings):
    settings.FORMS_AN_HOUR = 2
    visitor.ask()
    visitor.ask(email="bea@example.org")
    page = visitor.ask(email="cath@example.org")
    assert page.status_code == 429
    assert 'value="cath@example.org"' in page.content.decode()
    assert Subscriber.objects.count() == 2


def test_known_unknown_and_unwanted_get_the_same_answer(visitor, subscriber, settings):
    """Not a word differs, and the way is the same: a mail is written each time, and a commit made."""
    settings.FORMS_AN_HOUR = 100
    subscriber("in@example.org")
    subscriber("left@example.org", state=Subscriber.State.LEFT)
    Suppressed.objects.create(mark=mark_of("erased@example.org"), why=Suppressed.Why.ERASED)
    stop_mail_to("died@example.org", "bereavement")
    answers, queries, states = set(), {}, {}
    for name in ("new", "in", "left", "erased", "died"):
        address = f"{name}@example.org"
        html = visitor.look(JOIN)
        with CaptureQueriesContext(connection) as asked:
            answers.add(seen(visitor.ask(html, email=address)).replace(address, "…"))
        queries[name] = len(asked)
        states[name] = OutboxMessage.objects.order_by("-pk")[0].state
    assert len(answers) == 1
    assert max(queries.values()) - min(queries.values()) <= 6, queries
    sent = {
        "new": "waiting",
        "in": "waiting",
        "left": "waiting",
        "erased": "stopped",
        "died": "stopped",
    }
    assert states == sent
    assert {mail.to for mail in letters()} == {
        "new@example.org",
        "in@example.org",
        "left@example.org",
    }
    assert not Subscriber.objects.filter(mark=mark_of("erased@example.org")).exists()
    assert not Subscriber.objects.filter(mark=mark_of("died@example.org")).exists()
    assert not OutboxMessage.objects.filter(state=State.STOPPED).exclude(reference="").exists()


def test_whoever_is_in_stays_as_she_was_and_is_told_so(visitor, subscriber):
    before = subscriber(parts=Part.BOOK)
    visitor.ask(first_name="Somebody Else")
    assert row().wants == Part.BOOK
    assert bytes(row().locked) == bytes(before.locked)
    [mail] = letters()
    assert mail.subject == "You get our letters already"
    assert "/letters/preferences/" in mail.text


def test_the_database_shows_no_address_and_no_name(visitor):
    visitor.ask(first_name="Zebrafinch")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM newsletter_subscriber")
        rows = repr(
            [[bytes(v) if isinstance(v, memoryview) else v for v in r] for r in cursor.fetchall()]
        )
    assert "Zebrafinch" not in rows
    assert "ann@" not in rows


def test_the_foot_of_a_page_brings_the_address_to_the_whole_form(visitor):
    home = visitor.look("/")
    assert 'action="/keep-in-touch/?foot"' in home
    assert hidden(home) == {}  # the same for everybody
    page = visitor.client.post(FOOT, {"email": "ann@example.org"}, headers=SAME_ORIGIN)
    assert page.status_code == 200
    assert 'value="ann@example.org"' in page.content.decode()
    assert not Subscriber.objects.exists()
    assert not page.cookies
    visitor.ask(page)
    assert Consent.objects.get().where == "foot"
    assert len(letters()) == 1


def test_another_site_can_put_nothing_into_our_form(visitor):
    page = visitor.client.post(
        FOOT, {"email": "ann@example.org"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert "ann@example.org" not in page.content.decode()
    html = visitor.look(JOIN)
    visitor.clock.shift(30)
    sent = {**hidden(html), "email": "ann@example.org", "parts": ["1"]}
    page = visitor.client.post(JOIN, sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert not Subscriber.objects.exists()


def test_a_page_with_a_private_form_has_no_other_form_beside_it(visitor):
    for path in ("/someone-has-died/", "/privacy/complaint/", JOIN):
        assert "?foot" not in visitor.look(path), path
    for path in ("/", "/answers/", "/signs/bone/", "/search/", "/trust/"):
        assert visitor.look(path).count("?foot") == 1, path


def test_a_machine_that_fills_in_everything_signs_up_nobody(visitor):
    page = visitor.ask(homepage="http://pills.example")
    assert page.status_code == 422
    assert not Subscriber.objects.exists()
