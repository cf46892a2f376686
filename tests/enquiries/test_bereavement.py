"""Somebody has died, and a relative tells us once."""

import pytest

from alongside.core.mail.actions import is_suppressed, lift_suppression
from alongside.core.mail.models import OutboxMessage, State, Suppression
from alongside.enquiries import actions, consent
from alongside.enquiries.models import Conversation, RecoverySet, SealedText
from tests.enquiries.conftest import seen, six_words

pytestmark = pytest.mark.django_db

DOOR = "/someone-has-died/"
HERS = "Ann@Example.org"


@pytest.fixture
def ann(enquirer, founder) -> Conversation:
    """Somebody who asked for a note when there is a reply, and has one waiting."""
    enquirer.join(nudge="on", email="ann@example.org")
    conversation = Conversation.objects.get()
    actions.answer(conversation=conversation, by=founder, message="Hello.")
    return conversation


def test_all_mail_to_the_address_stops_with_one_press(enquirer, ann, founder):
    [waiting] = OutboxMessage.objects.filter(kind="enquiries.nudge")
    response = enquirer.send(DOOR, {"addresses": HERS})
    assert "From now on no mail from us goes to the address that you gave." in seen(response)
    waiting.refresh_from_db()
    assert waiting.state == State.STOPPED
    assert bytes(waiting.locked) == b""
    actions.answer(conversation=ann, by=founder, message="Another answer.")
    newest = OutboxMessage.objects.filter(kind="enquiries.nudge").latest("pk")
    assert newest.state == State.STOPPED
    assert Suppression.objects.get().why == Suppression.Why.BEREAVEMENT


def test_the_answer_does_not_say_whether_we_knew_the_address(enquirer, ann):
    known = enquirer.send(DOOR, {"addresses": HERS})
    unknown = enquirer.send(DOOR, {"addresses": "nobody@example.org"})

    def without_words(response):
        return seen(response).replace(" ".join(f"{w}" for w in six_words(response).split()), "")

    assert known.status_code == unknown.status_code == 200
    assert without_words(known) == without_words(unknown)
    assert "@" not in seen(known)


def test_founders_read_who_it_was_and_the_relative_has_six_words(enquirer, ann, opened):
    response = enquirer.send(
        DOOR,
        {
            "addresses": f"{HERS}\nann.work@example.org",
            "died_name": "Ann Example",
            "message": "She died on Sunday. She liked you.",
            "name": "Ben",
            "email": "ben@example.org",
            "consent": "on",
        },
    )
    told = opened(purpose="bereavement")
    assert told.details().died_emails == [HERS, "ann.work@example.org"]
    assert told.details().died_name == "Ann Example"
    assert told.details().email == "ben@example.org"
    assert ("Who has died", "Ann Example") in told.details().lines()
    assert told.conversation.consent_wording == consent.DEATH.version
    assert "She died on Sunday." in [text.content for text in told.texts()][-1]
    assert is_suppressed("ann.work@example.org")
    assert not is_suppressed("ben@example.org")
    assert OutboxMessage.objects.filter(kind="enquiries.notice").exists()
    inside = enquirer.come_back(six_words(response))
    assert "She died on Sunday." in seen(inside)
    assert Conversation.objects.filter(pk=ann.pk).exists()  # founders decide about it


def test_a_mistake_can_be_put_right_and_her_notes_go_on(enquirer, ann, founder):
    enquirer.send(DOOR, {"addresses": HERS})
    assert is_suppressed("ann@example.org")
    assert lift_suppression("ann@example.org")
    actions.answer(conversation=ann, by=founder, message="We are glad.")
    newest = OutboxMessage.objects.filter(kind="enquiries.nudge").latest("pk")
    assert newest.state == State.WAITING


def test_a_false_report_keeps_no_notice_from_a_founder(enquirer, founder):
    enquirer.send(DOOR, {"addresses": founder.email})
    enquirer.join()
    states = OutboxMessage.objects.about(f"user:{founder.pk}").values_list("kind", "state")
    assert list(states) == [("enquiries.notice", State.WAITING)]


def test_nothing_about_the_dead_stands_in_the_clear(enquirer, open_inbox):
    enquirer.send(DOOR, {"addresses": HERS, "died_name": "Ann Example", "consent": "on"})
    rows = [
        *Suppression.objects.values_list("mark", "why"),
        *SealedText.objects.values_list("sealed"),
    ]
    assert len(rows) == 3
    together = b"".join(bytes(value) for row in rows for value in row if not isinstance(value, str))
    for canary in (b"nn@", b"xample", b"Ann"):
        assert canary not in together


def test_pressing_twice_is_one_message(enquirer):
    page = enquirer.look(DOOR)
    for _ in range(2):
        enquirer.send(DOOR, {"addresses": HERS}, page=page)
    assert Conversation.objects.count() == 1
    assert Suppression.objects.count() == 1


def test_only_an_address_needs_no_consent_and_more_does(enquirer):
    response = enquirer.send(DOOR, {"addresses": HERS, "message": "She was my sister."})
    assert response.status_code == 422
    assert "Or leave only the e-mail address of the person who has died" in seen(response)
    assert "She was my sister." in seen(response)
    assert not Suppression.objects.exists()
    assert enquirer.send(DOOR, {"addresses": HERS}).status_code == 200
    assert Conversation.objects.get().consented_at is None


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "Please write an address here, or a name below."),
        ({"addresses": "ann at example"}, "“ann” does not look like an e-mail address"),
        (
            {"addresses": " ".join(f"a{n}@example.org" for n in range(6))},
            "five addresses at the most",
        ),
    ],
)
def test_mistakes_are_said_in_words(enquirer, told, words):
    response = enquirer.send(DOOR, told)
    assert response.status_code == 422
    assert words in seen(response)
    assert not Suppression.objects.exists()
    assert not Conversation.objects.exists()


def test_mail_stops_even_while_founders_cannot_take_anything_in(enquirer):
    RecoverySet.objects.all().delete()
    page = enquirer.look(DOOR)
    assert 'name="addresses"' in page
    assert 'name="message"' not in page
    response = enquirer.send(DOOR, {"addresses": HERS}, page=page)
    assert "From now on no mail from us goes" in seen(response)
    assert is_suppressed("ann@example.org")
    assert not Conversation.objects.exists()


def test_the_page_is_kind_and_blames_nobody(enquirer):
    html = enquirer.look(DOOR)
    assert "We are sorry. You only have to tell us once." in html
    assert "We ask for no proof." in html
    assert 'href="tel:116123"' in html
    assert 'href="/today/bereaved/"' in html


def test_the_numbers_are_for_the_bereaved_alone(enquirer, opened):
    form = seen(enquirer.client.get(DOOR))
    thanks = seen(enquirer.send(DOOR, {"addresses": HERS, "message": "x", "consent": "on"}))
    for page in (form, thanks):
        assert "Samaritans" in page
        assert "alert card" not in page
    assert "alert card" in seen(enquirer.client.get("/join-us/"))
    lines = dict(opened().details().lines())
    assert lines["Who she is"] == "Somebody close to her has died"
    assert lines["Answer"] == "Only here, with her six words"
