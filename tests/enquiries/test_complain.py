"""Somebody complains about what we do with her data (Data (Use and Access) Act 2025, section 103)."""

import datetime

import pytest

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries.models import Conversation, RecoverySet
from tests.enquiries.conftest import seen, six_words

pytestmark = pytest.mark.django_db

DOOR = "/privacy/complaint/"
WHAT = "You wrote to my old address."


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="enquiries.complaint_received"))


def test_what_happened_is_enough(enquirer, opened):
    response = enquirer.send(DOOR, {"message": WHAT})
    page = seen(response)
    assert "We have your complaint" in page
    assert "you get an answer by 25 December 2026 at the latest" in page
    assert "Information Commissioner’s Office" in page
    assert len(six_words(response).split()) == 6
    told = opened()
    assert told.conversation.purpose == Conversation.Purpose.COMPLAINT
    assert told.conversation.answer_by == datetime.date(2026, 12, 25)
    assert told.conversation.consent_wording == ""  # the law obliges us; nobody has to agree
    assert [text.content for text in told.texts() if text.kind == "word"] == [WHAT]
    assert mails() == []
    assert OutboxMessage.objects.filter(kind="enquiries.notice").exists()


def test_it_is_acknowledged_by_mail_without_a_word_of_it(enquirer, opened):
    page = enquirer.look(DOOR)
    words = {"message": WHAT, "wish": "Take it out.", "name": "Ann", "email": "ann@example.org"}
    response = enquirer.send(DOOR, words, page=page)
    assert "We are sending you a short note that we have it." in seen(response)
    enquirer.send(DOOR, words, page=page)  # pressed twice
    [mail] = mails()
    assert mail.private
    letter = mail.letter()
    assert letter.to == "ann@example.org"
    assert "25 November 2026" in letter.text
    assert "25 December 2026" in letter.text
    assert "ico.org.uk" in letter.text
    for canary in (
        WHAT,
        "Take it out",
        "Ann",
        six_words(response),
    ):  # one word alone may be “answer”
        assert canary not in letter.text
    told = opened()
    assert told.details().answer_by == "email"
    [word] = [text.content for text in told.texts() if text.kind == "word"]
    assert word == f"{WHAT}\n\nWhat should happen now:\nTake it out."


def test_the_answer_can_be_read_with_the_six_words(enquirer):
    words = six_words(enquirer.send(DOOR, {"message": WHAT}))
    assert WHAT in seen(enquirer.come_back(words))


def test_without_what_happened_it_asks(enquirer):
    response = enquirer.send(DOOR, {"wish": "Say sorry.", "email": "ann@example.org"})
    assert response.status_code == 422
    assert "What happened? – Please write a few words here." in seen(response)
    assert "Say sorry." in seen(response)
    assert mails() == []
    assert not Conversation.objects.exists()


def test_while_founders_cannot_take_it_in_the_page_says_where_else(enquirer):
    RecoverySet.objects.all().delete()
    html = enquirer.look(DOOR)
    assert "This form is not open yet." in html
    assert 'name="message"' not in html
    assert "ico.org.uk" in html


def test_privacy_is_still_a_page_that_editors_write(reader, db):
    response = reader.get("/privacy/")
    assert response["x-alongside-published"] == "1"
    assert 'href="/privacy/complaint/"' in response.content.decode()
