"""A founder writes down a call or a letter; it is kept and erased like any other."""

import uuid

import pytest
from django.utils import timezone

from alongside.core.freshness import add_months
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, SealedText
from alongside.enquiries.opening import open_with_receipt

from .conftest import opened, page

ADDRESS = "/admin/inbox/write-down/"


def _told(**changed):
    return {
        "ticket": str(uuid.uuid4()), "origin": "phone", "message": "She rang about her sister.",
        "name": "Dilys", "answer_by": "phone", "phone": "07700 900123", "places": ["bone", "lung"],
        "need": "talk", "consent": "on", **changed,
    }  # fmt: skip


def _receipt(html: str) -> str:
    block = html.split('<ol class="inbox-receipt">')[1].split("</ol>")[0]
    return " ".join(part.split("</li>")[0] for part in block.split("<li>")[1:])


def test_a_call_is_written_down_and_she_gets_six_words(unlocked, founder):
    client = unlocked()
    response = client.post(ADDRESS, _told())
    html = page(response)
    assert "They are shown now and never again." in html
    assert "no-store" in response["Cache-Control"]
    conversation = Conversation.objects.get()
    assert (conversation.origin, conversation.taken_by) == ("phone", founder)
    assert conversation.unread_since is None
    assert conversation.consent_wording == "spoken-1"
    assert conversation.erase_on == add_months(timezone.localdate(), 12)

    words = _receipt(html)
    assert len(words.split()) == 6
    with_receipt = open_with_receipt(words)
    assert with_receipt.details().name == "Dilys"
    assert with_receipt.texts()[-1].content == "She rang about her sister."
    shown = opened(client, conversation)
    assert "by telephone" in shown
    assert "Bone, Lung" in shown


def test_pressed_twice_it_is_kept_once_with_the_same_words(unlocked):
    client, told = unlocked(), _told()
    first, second = page(client.post(ADDRESS, told)), page(client.post(ADDRESS, told))
    assert _receipt(first) == _receipt(second)
    assert Conversation.objects.count() == 1
    assert SealedText.objects.filter(kind="word").count() == 1


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("consent", "Without her yes nothing may be written down."),
        ("message", "Please write something first."),
        ("origin", "This field is required."),
    ],
)
def test_what_is_missing_is_said_and_her_words_stay(unlocked, missing, says):
    told = _told()
    del told[missing]
    response = unlocked().post(ADDRESS, told)
    assert response.status_code == 422
    html = page(response)
    assert says in html
    assert 'value="Dilys"' in html
    assert not Conversation.objects.exists()


def test_what_she_typed_survives_a_lock(open_inbox, signed_in):
    response = signed_in(open_inbox.founder).post(ADDRESS, _told(origin="paper"))
    assert "They are shown now and never again." in page(response)
    assert Conversation.objects.get().origin == "paper"


def test_what_was_erased_since_does_not_come_back_by_a_reload(unlocked, founder):
    client, told = unlocked(), _told()
    client.post(ADDRESS, told)
    certificate = actions.erase(conversation=Conversation.objects.get(), why="asked", by=founder)
    again = client.post(ADDRESS, told)
    assert again.status_code == 422
    assert f"has been erased since (certificate {certificate.code})" in page(again)
    assert "She rang about her sister." in page(again)
    assert not Conversation.objects.exists()


def test_by_telephone_needs_a_number(unlocked):
    response = unlocked().post(ADDRESS, _told(phone=""))
    assert response.status_code == 422
    assert "Please ask for her number" in page(response)
    assert "She rang about her sister." in page(response)
    assert not Conversation.objects.exists()


def test_who_wrote_it_and_where_the_words_are_typed(unlocked):
    client = unlocked()
    assert "/join-us/conversation/" in page(client.post(ADDRESS, _told()))
    html = opened(client, Conversation.objects.get())
    assert "A founder wrote this down" in html
    assert "She wrote" not in html
    assert "- Alongside</title>" in " ".join(html.split())
