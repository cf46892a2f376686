"""What a founder has begun to answer is not lost: not by another button, a lock or the end of her sign-in."""

import re

import pytest
from django.test import Client

from alongside.accounts.models import SignIn
from alongside.enquiries.models import Conversation, SealedText, UnlockedInbox
from tests.signing_in import sign_in

from .conftest import hidden, opened, page

DRAFT = "Dear Zoë, I have begun"
BESIDE = {
    "note": {"press": "note", "message": "Ask Ann."},
    "hand": {"to": ""},
    "follow-up": {"on": "2099-01-01"},
    "close": {"press": "sure"},
}


def _beside(client, conversation, html, step):
    """Press a button beside the answer; the draft goes along, as `inbox.js` lets it."""
    address = f"/admin/inbox/{conversation.pk}/{step}/"
    told = {**hidden(html, address), **BESIDE[step], "draft": DRAFT}
    return client.post(address, told, follow=True)


@pytest.mark.parametrize("step", BESIDE)
def test_another_button_keeps_the_draft(unlocked, write, step):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    assert f'/{step}/" data-carry' in html or "data-once data-carry" in html
    shown = page(_beside(client, conversation, html, step))
    assert f"{DRAFT}</textarea>" in shown


@pytest.mark.parametrize("step", BESIDE)
def test_so_does_a_lock_that_came_meanwhile(unlocked, write, step):
    conversation = write("Words of hers.").conversation
    client = unlocked()
    html = opened(client, conversation)
    UnlockedInbox.objects.all().delete()
    shown = page(_beside(client, conversation, html, step))
    assert f"{DRAFT}</textarea>" in shown
    assert "Words of hers." not in shown


def test_a_mistake_in_the_note_keeps_the_draft(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    address = f"/admin/inbox/{conversation.pk}/follow-up/"
    response = client.post(address, {"on": "2001-01-01", "draft": DRAFT})
    assert response.status_code == 422
    assert f"{DRAFT}</textarea>" in page(response)
    assert "This day is over." in page(response)
    assert html


def test_her_sign_in_ended_and_the_words_go_after_a_new_one(unlocked, write, founder):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    SignIn.objects.all().delete()
    address = f"/admin/inbox/{conversation.pk}/answer/"
    told = {**hidden(html, address), "press": "send", "message": DRAFT}
    response = client.post(address, told)
    shown = page(response)
    assert response.status_code == 403
    assert f"{DRAFT}</textarea>" in shown
    assert "Sign in in another tab" in shown
    assert response["Cache-Control"] and "no-store" in response["Cache-Control"]

    again = sign_in(founder)
    again.post(address, {**hidden(shown, address), "message": DRAFT})
    assert SealedText.objects.filter(conversation=conversation, kind="answer").count() == 1


def test_an_old_csrf_token_keeps_the_words_and_another_site_gets_nothing(write, founder):
    conversation = write().conversation
    client = sign_in(founder, Client(enforce_csrf_checks=True))
    address = f"/admin/inbox/{conversation.pk}/answer/"
    told = {"press": "send", "message": DRAFT, "seen": "0", "csrfmiddlewaretoken": "old"}
    shown = page(client.post(address, told, headers={"Sec-Fetch-Site": "same-origin"}))
    assert f"{DRAFT}</textarea>" in shown
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token
    assert 'value="old"' not in shown
    planted = page(client.post(address, told, headers={"Sec-Fetch-Site": "cross-site"}))
    assert DRAFT not in planted
    assert not SealedText.objects.filter(kind="answer").exists()


def test_closing_without_an_answer_asks_first(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    opened(client, conversation)
    address = f"/admin/inbox/{conversation.pk}/close/"
    asked = page(client.post(address, {"draft": DRAFT}))
    assert "Her newest words have no answer." in asked
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING
    back = page(client.post(address.replace("close", "back"), {"draft": DRAFT}))
    assert f"{DRAFT}</textarea>" in back
    client.post(address, {"press": "sure"})
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED


def test_closing_a_complaint_says_what_the_law_asks(unlocked, write):
    conversation = write(purpose="complaint").conversation
    client = unlocked()
    opened(client, conversation)
    asked = page(client.post(f"/admin/inbox/{conversation.pk}/close/"))
    assert "The law asks for an answer within 30 days" in asked
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING


def test_a_mistake_is_named_at_the_top(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    opened(client, conversation)
    address = f"/admin/inbox/{conversation.pk}/follow-up/"
    html = page(client.post(address, {"on": "2001-01-01"}))
    summary = html.split("Not done yet.")[1].split("</div>")[0]
    assert '<a href="#id_on">' in summary
    assert "This day is over." in summary
    assert "<title>Error: " in html.replace("\n", "").replace("  ", "")


def test_she_is_warned_when_what_she_writes_here_may_not_be_seen(unlocked, write):
    client = unlocked()
    told = {"answer_by": "email", "email": "zoe@example.org"}
    without = write(**told).conversation
    assert "She chose e-mail and gets no note from here." in opened(client, without)
    nudged = write(**told, nudge_to="zoe@example.org").conversation
    assert "She chose e-mail and gets no note" not in opened(client, nudged)
