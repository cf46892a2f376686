"""What no form expects: everything is answered clearly, nothing is lost, and one message is one message."""

import datetime

import pytest

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries.models import Conversation
from tests.enquiries.conftest import SAME_ORIGIN, WORDS, hidden, seen, six_words, title

pytestmark = pytest.mark.django_db

ODD = {
    "emoji": "I am 😢 and 👩🏽‍🦲 since Monday 🧣",
    "right to left": "اسمي آنا وأعيش مع السرطان\nشكرا",
    "a script": "<script>alert('hip')</script><img src=x onerror=alert(1)>",
    "a template": "{{ settings.SECRET_KEY }}{% load static %}",
    "sql": "'; DROP TABLE enquiries_conversation; --",
    "marks of a sheet": '=HYPERLINK("http://example.org")',
    "many lines": "line\n" * 3000,
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_words_arrive_as_they_were_typed(enquirer, written, words):
    response = enquirer.join(message=words)
    assert response.status_code == 200
    assert written() == [words.strip()]
    inside = enquirer.come_back(six_words(response))
    assert "<script>alert" not in inside.content.decode()
    assert "<img src=x" not in inside.content.decode()
    assert " ".join(words.split()) in seen(inside)


def test_what_cannot_be_kept_is_taken_out_and_the_rest_arrives(enquirer, written):
    response = enquirer.join(message="My\x00 hip\x07 hurts.\r\nSince Monday.")
    assert response.status_code == 200
    assert written() == ["My hip hurts.\nSince Monday."]


def test_a_message_of_a_megabyte_says_how_long_it_may_be_and_gives_it_back(enquirer):
    long = "My hip hurts. " * 75_000  # 1.05 MB
    response = enquirer.join(message=long)
    assert response.status_code == 422
    assert "letters too long. There is room for 20,000." in seen(response)
    assert long.strip() in response.content.decode()
    assert not Conversation.objects.exists()


def test_five_megabytes_get_a_page_that_says_so(enquirer):
    response = enquirer.join(message="a" * 5_000_000)
    assert response.status_code == 413
    assert "too long to send in one go" in seen(response)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("field", ["need", "situation", "region", "answer_by", "places"])
def test_a_choice_that_is_none_of_ours_is_asked_again(enquirer, field):
    response = enquirer.join(**{field: "elsewhere<b>"})
    assert response.status_code == 422
    assert WORDS["message"] in seen(response)
    assert "<b>" not in response.content.decode()
    assert not Conversation.objects.exists()


@pytest.mark.parametrize("field", ["name", "good_times", "phone", "email"])
def test_too_long_a_line_is_given_back(enquirer, field):
    long = "a" * 500 if field != "email" else f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.org"
    response = enquirer.join(
        **{"answer_by": "phone", "phone": "07700 900123", "nudge": "on", "email": "a@example.org"}
        | {field: long}
    )
    assert response.status_code == 422
    assert "too long" in seen(response)
    assert long in response.content.decode()


def test_a_filled_trap_asks_once_more_and_a_person_gets_through(enquirer, written):
    response = enquirer.join(homepage="https://example.org")
    assert title(response).startswith("Not sent yet: ")
    assert "Our check took you for a machine." in seen(response)
    assert WORDS["message"] in seen(response)
    assert not Conversation.objects.exists()
    assert enquirer.join(response, homepage="https://example.org").status_code == 200
    assert written() == [WORDS["message"]]


def test_a_page_that_was_open_for_eight_days_asks_once_more(enquirer, written):
    form = enquirer.look("/join-us/")
    enquirer.clock.shift(datetime.timedelta(days=8))
    response = enquirer.join(form)
    assert "This page was open for a long time." in seen(response)
    assert WORDS["message"] in seen(response)
    assert '<section class="step open" id="words"' in response.content.decode()
    assert enquirer.join(response).status_code == 200
    assert written() == [WORDS["message"]]


def test_a_forged_page_is_a_page_that_was_open_for_long(enquirer):
    response = enquirer.join("<form>", ticket="forged:1:2")
    assert response.status_code == 422
    assert not Conversation.objects.exists()


def test_fifty_posts_in_a_second_from_one_page_are_one_message(enquirer, written):
    data = hidden(enquirer.look("/join-us/")) | WORDS
    enquirer.clock.shift(30)
    said = [enquirer.client.post("/join-us/", data, headers=SAME_ORIGIN) for _ in range(50)]
    assert {one.status_code for one in said} == {200}
    assert len({six_words(one) for one in said}) == 1
    assert written() == [WORDS["message"]]
    assert OutboxMessage.objects.filter(kind="enquiries.notice").count() == 1


def test_fifty_messages_in_a_second_from_one_address_are_five(enquirer):
    pages = [hidden(enquirer.look("/join-us/")) | WORDS for _ in range(50)]
    enquirer.clock.shift(30)
    said = [enquirer.client.post("/join-us/", page, headers=SAME_ORIGIN) for page in pages]
    assert [one.status_code for one in said] == [200] * 5 + [429] * 45
    last = said[-1]
    assert "Many messages came in a short time, perhaps not from you." in seen(last)
    assert WORDS["message"] in seen(last)
    assert 'href="tel:' in last.content.decode()
    assert 0 < int(last["Retry-After"]) <= 3600
    assert Conversation.objects.count() == 5
    enquirer.clock.shift(3600)
    assert enquirer.join(last).status_code == 200  # the same page, an hour later


@pytest.mark.parametrize("door", ["/someone-has-died/", "/privacy/complaint/"])
def test_the_other_doors_are_limited_too(enquirer, door):
    words = {"message": "x", "addresses": "ann@example.org", "consent": "on"}
    said = [enquirer.send(door, words).status_code for _ in range(7)]
    assert said == [200] * 5 + [429] * 2
    assert enquirer.join().status_code == 200  # each door has its own count
