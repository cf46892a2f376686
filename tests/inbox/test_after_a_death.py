"""A relative has told us of a death: the founders find what may have been hers, close or erase it."""

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside.accounts.models import AuditEntry
from alongside.core.mail.actions import is_suppressed
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, ShredCertificate
from alongside.enquiries.words import Details

from .conftest import opened, page

HERS = "Zoe@Example.org"


@pytest.fixture
def told(open_inbox):
    """Her brother has told us."""
    received = actions.tell_of_a_death(
        submission_id=secrets.token_bytes(16),
        details=Details(
            name="Her brother", email="brother@example.org", answer_by="email",
            died_name="Zoë Example", died_emails=[HERS],
        ),
        message="She died on Friday.",
        consent_wording="died-1",
    )  # fmt: skip
    return received.conversation


def _press(client, told, press):
    address = f"/admin/inbox/{told.pk}/after-death/"
    return page(client.post(address, {"press": press}, follow=True))


def _may_be_hers(html: str) -> str:
    return html.split('id="hers"')[1].split("</section>")[0] if 'id="hers"' in html else ""


def test_she_sees_what_may_be_hers_and_nothing_else(unlocked, write, told):
    by_details = write("I would like to help.", name="Z", email="zoe@example.org").conversation
    by_nudge = write("Hello.", nudge_to="ZOE@example.org").conversation
    by_name = write("Hello again.", name="zoe example").conversation
    brothers = write("About my sister.", email="brother@example.org").conversation
    other = write("Not hers.", name="Dilys", email="dilys@example.org").conversation
    client = unlocked()
    assert f"Conversation {by_details.pk}:" not in opened(client, told)  # only when she asks
    assert not AuditEntry.objects.filter(action="inbox.searched").exists()
    shown = _may_be_hers(_press(client, told, "look"))
    assert AuditEntry.objects.filter(action="inbox.searched").count() == 1
    for one in (by_details, by_nudge):
        assert f"Conversation {one.pk}:" in shown
        assert f'href="/admin/inbox/{one.pk}/erase/?death={told.pk}"' in shown
        assert f'href="/admin/inbox/{one.pk}/"' in shown
    assert shown.index("the name; please look closely") > shown.index("the same address")
    assert f"Conversation {by_name.pk}:" in shown
    for one in (brothers, other, told):
        assert f"Conversation {one.pk}:" not in shown


def test_close_one_and_erase_another_after_a_question(unlocked, write, told):
    first = write(email="zoe@example.org").conversation
    second = write(email="zoe@example.org").conversation
    client = unlocked()
    opened(client, told)
    html = _press(client, told, f"close:{first.pk}")
    assert f"Conversation {first.pk} is closed." in html
    first.refresh_from_db()
    assert first.state == Conversation.State.CLOSED
    assert first.unread_since is not None  # nobody has opened it
    assert "Nobody has read it yet: please open it too." in html
    address = f"/admin/inbox/{second.pk}/erase/"
    asked = page(client.get(f"{address}?death={told.pk}"))
    assert "This cannot be undone." in asked
    assert "She asked for it" not in asked
    assert Conversation.objects.filter(pk=second.pk).exists()
    html = page(client.post(address, {"death": told.pk}, follow=True))
    certificate = ShredCertificate.objects.get()
    assert f"Erased for good. Certificate {certificate.code}." in html
    assert certificate.why == "died"
    assert not Conversation.objects.filter(pk=second.pk).exists()


def test_what_is_not_listed_is_not_touched(unlocked, write, told):
    other = write("Not hers.", name="Dilys", email="dilys@example.org").conversation
    client = unlocked()
    opened(client, told)
    pressed = client.post(f"/admin/inbox/{told.pk}/after-death/", {"press": f"close:{other.pk}"})
    assert pressed.status_code == 404
    address = f"/admin/inbox/{other.pk}/erase/"
    assert client.get(f"{address}?death={told.pk}").status_code == 404
    assert client.post(address, {"death": told.pk}).status_code == 404
    other.refresh_from_db()
    assert other.state == Conversation.State.WAITING


def test_a_mistake_is_lifted(unlocked, told):
    assert is_suppressed("zoe@example.org")
    client = unlocked()
    assert "Mail to zoe@example.org was stopped." in opened(client, told)
    assert "Lifted. Mail may go there again." in _press(client, told, "lift")
    assert not is_suppressed("zoe@example.org")
    assert "Nothing was stopped" in _press(client, told, "lift")


def test_on_any_other_conversation_this_does_nothing(unlocked, write):
    one, other = write().conversation, write().conversation
    client = unlocked()
    html = opened(client, one)
    assert "may have been hers" not in html
    response = client.post(f"/admin/inbox/{one.pk}/after-death/", {"press": f"close:{other.pk}"})
    assert response.status_code == 422
    assert Conversation.objects.count() == 2


def test_only_looking_for_her_opens_the_other_conversations(unlocked, write, told):
    """Reading what the brother wrote takes the same queries, however many others there are."""
    client = unlocked()
    opened(client, told)
    address = f"/admin/inbox/{told.pk}/"
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(3):
        write(f"Message {number}.", name="Zoë Example")
    with CaptureQueriesContext(connection) as more:
        client.get(address)
    everything = [one for one in more if 'FROM "enquiries_sealedtext"' in one["sql"]]
    assert len(more) == len(few)
    assert all("conversation_id" in one["sql"].partition("WHERE")[2] for one in everything)
