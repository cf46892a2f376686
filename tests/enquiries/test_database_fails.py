"""The database fails at the moment of Send: no thank you, and every word is given back to be sent again."""

import logging
import re
from html import unescape

import pytest
from django.db import connection

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries.models import Conversation, SealedText
from tests.enquiries.conftest import WORDS, hidden, seen, six_words

pytestmark = pytest.mark.django_db

LONG = "I have had breast cancer.\n\nMy hip has hurt for three weeks, and I am afraid."


@pytest.fixture
def broken():
    """A function that breaks a table, and gives one that mends it again."""

    def break_it(table):
        def rename(old, new):
            with connection.cursor() as cursor:
                cursor.execute(f'ALTER TABLE "{old}" RENAME TO "{new}"')

        rename(table, f"{table}_gone")
        return lambda: rename(f"{table}_gone", table)

    return break_it


def typed_again(response) -> dict[str, str]:
    html = response.content.decode()
    fields = re.findall(r'<textarea[^>]* name="([^"]+)">\n(.*?)</textarea>', html, re.DOTALL)
    return hidden(html) | {name: unescape(value) for name, value in fields}


@pytest.mark.parametrize(
    "table", ["enquiries_sealedtext", "enquiries_conversationkey", "core_outboxmessage"]
)
def test_nothing_is_lost_and_nobody_is_thanked(enquirer, broken, written, table):
    form = enquirer.look("/join-us/")
    mend = broken(table)
    response = enquirer.join(form, message=LONG, name="Ann", places=["bone"])
    assert response.status_code == 503
    page = seen(response)
    assert "Not sent yet" in page
    assert "Thank" not in page.replace("we do not thank you yet", "")
    assert LONG in unescape(response.content.decode())
    assert 'href="tel:116123"' in response.content.decode()
    again = typed_again(response)
    assert again["name"] == "Ann"
    assert again["places"] == "bone"
    mend()
    assert not Conversation.objects.exists()  # no half rows
    assert not SealedText.objects.exists()
    assert not OutboxMessage.objects.filter(kind="enquiries.notice").exists()
    thanked = enquirer.send("/join-us/", again, page="")
    assert len(six_words(thanked).split()) == 6
    assert written() == [LONG]


def test_logs_say_that_it_failed_and_not_a_word_of_it(enquirer, broken, caplog):
    form = enquirer.look("/join-us/")
    broken("enquiries_conversation")
    with caplog.at_level(logging.DEBUG, logger="alongside"):
        enquirer.join(form, message=LONG, name="Zebrafinch")
    assert "A form was not kept: the database fails (OperationalError)" in caplog.text or (
        "A form was not kept: the database fails (ProgrammingError)" in caplog.text
    )
    assert "Zebrafinch" not in caplog.text
    assert "hip" not in caplog.text


def test_inside_her_conversation_it_is_the_same(enquirer, broken, written):
    page = enquirer.come_back(six_words(enquirer.join()))
    mend = broken("enquiries_sealedtext")
    response = enquirer.do(page, "write", message=LONG)
    assert response.status_code == 503
    again = typed_again(response)
    assert again["message"] == LONG
    assert again["do"] == "write"
    mend()
    assert "The founders have what you wrote." in seen(
        enquirer.send("/join-us/conversation/", again, page="")
    )
    assert written() == [WORDS["message"], LONG]


def test_what_looks_like_a_page_stays_text(enquirer, broken):
    form = enquirer.look("/join-us/")
    broken("enquiries_conversation")
    response = enquirer.join(
        form, message="</textarea><script>alert(1)</script> and many more words here"
    )
    assert "<script>alert" not in response.content.decode()
