"""A founder hands a conversation on, is reminded of it, closes, opens again and erases it."""

import datetime
import secrets

from django.utils import timezone

from alongside.accounts.models import AuditEntry
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, ConversationKey, SealedText, ShredCertificate
from alongside.enquiries.opening import open_with_receipt
from alongside.enquiries.words import seal_text

from .conftest import hidden, opened, page


def _press(client, conversation, what, **told):
    return page(client.post(f"/admin/inbox/{conversation.pk}/{what}/", told, follow=True))


def _close(client, conversation, html):
    """Press it on the page that she has before her."""
    address = f"/admin/inbox/{conversation.pk}/close/"
    told = hidden(html, address) | {"press": "sure"}  # unanswered ones ask first
    return client.post(address, told, follow=True)


def _she_writes(received, message):
    actions.write_more(
        opened=open_with_receipt(received.receipt),
        message=message,
        submission_id=secrets.token_bytes(16),
    )


def _last_line():
    return AuditEntry.objects.order_by("-pk").values_list("action", "target").first()


def test_hand_it_to_another_founder_and_back(unlocked, write, second_founder, editor):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    assert f'<option value="{second_founder.pk}">Second Founder</option>' in html
    assert f'<option value="{editor.pk}">' not in html
    html = _press(client, conversation, "hand", to=second_founder.pk)
    assert "Second Founder has it." in html
    assert _last_line() == ("conversation.handed", f"conversation:{conversation.pk}")
    _press(client, conversation, "hand", to="")
    conversation.refresh_from_db()
    assert conversation.taken_by is None


def test_it_cannot_be_handed_to_somebody_who_may_not_read_it(unlocked, write, editor):
    conversation = write().conversation
    client = unlocked()
    opened(client, conversation)
    assert "Select a valid choice" in _press(client, conversation, "hand", to=editor.pk)
    conversation.refresh_from_db()
    assert conversation.taken_by is None


def test_a_day_to_look_again(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    opened(client, conversation)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert "Today will remind you." in _press(client, conversation, "follow-up", on=tomorrow)
    conversation.refresh_from_db()
    assert conversation.follow_up_on == tomorrow
    over = _press(client, conversation, "follow-up", on="2020-01-01")
    assert "This day is over. Please choose a day to come." in over
    conversation.refresh_from_db()
    assert conversation.follow_up_on == tomorrow
    assert "Nothing reminds you" in _press(client, conversation, "follow-up", on="")
    conversation.refresh_from_db()
    assert conversation.follow_up_on is None


def test_close_and_undo(unlocked, write):
    conversation = write("Thank you, that was all.").conversation
    client = unlocked()
    opened(client, conversation)
    html = page(_close(client, conversation, opened(client, conversation)))
    assert "Closed. You can open it again below." in html
    assert "Thank you, that was all." in html
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED
    assert (conversation.waiting_since, conversation.unread_since) == (None, None)

    today = timezone.localdate()
    Conversation.objects.update(answer_by=today - datetime.timedelta(days=20))
    assert "It waits again." in _press(client, conversation, "reopen")
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING
    assert conversation.waiting_since is not None
    assert conversation.answer_by == today + datetime.timedelta(days=3)
    assert not conversation.is_overdue
    assert conversation.unread_since is None


def test_opening_again_what_is_open_changes_nothing(unlocked, write, founder):
    conversation = write().conversation
    client = unlocked()
    actions.answer(conversation=conversation, by=founder, message="Hello.")
    opened(client, conversation)
    lines = AuditEntry.objects.count()
    assert "It was open already." in _press(client, conversation, "reopen")
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.ANSWERED
    assert conversation.waiting_since is None
    assert AuditEntry.objects.count() == lines


def test_the_date_of_the_law_for_a_complaint_is_not_moved(write, founder):
    by = timezone.localdate() + datetime.timedelta(days=4)
    conversation = write(purpose="complaint").conversation
    Conversation.objects.update(answer_by=by)
    actions.close(conversation=conversation, by=founder)
    actions.reopen(conversation=conversation, by=founder)
    conversation.refresh_from_db()
    assert conversation.answer_by == by


def test_what_she_wrote_meanwhile_is_not_closed_unread(unlocked, write):
    received = write("Thank you.")
    conversation = received.conversation
    client = unlocked()
    html = opened(client, conversation)
    _she_writes(received, "One thing more.")
    response = _close(client, conversation, html)
    shown = page(response)
    assert response.status_code == 409
    assert "Not closed yet." in shown
    assert "One thing more." in shown
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING
    assert conversation.unread_since is not None
    assert "Closed. You can open it again" in page(_close(client, conversation, shown))
    conversation.refresh_from_db()
    assert conversation.unread_since is None


def test_closed_without_its_page_it_stays_unread(write, founder):
    conversation = write().conversation
    actions.close(conversation=conversation, by=founder)
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.CLOSED
    assert conversation.unread_since is not None


def test_erasing_asks_first_and_leaves_a_certificate(unlocked, write):
    conversation = write("Erase this, please.", name="Zoë").conversation
    client = unlocked()
    opened(client, conversation)
    asked = page(client.get(f"/admin/inbox/{conversation.pk}/erase/"))
    assert "This cannot be undone." in asked
    assert Conversation.objects.filter(pk=conversation.pk).exists()

    html = _press(client, conversation, "erase", why="asked")
    certificate = ShredCertificate.objects.get()
    assert certificate.code in html
    assert "the person asked for it" in html
    assert "Zoë" not in html
    assert (certificate.why, certificate.texts) == ("asked", 1)
    assert not Conversation.objects.exists()
    assert not ConversationKey.objects.exists()
    assert not SealedText.objects.exists()
    assert _last_line() == ("conversation.erased", f"conversation:{conversation.pk}")
    assert certificate.code in page(client.get("/admin/inbox/erased/"))
    gone = client.get(f"/admin/inbox/{conversation.pk}/")
    assert gone.status_code == 410
    assert f"Conversation {conversation.pk} was erased" in page(gone)
    assert client.get(f"/admin/inbox/{conversation.pk + 1}/").status_code == 404


def test_a_text_that_was_altered_is_shown_and_the_rest_works(unlocked, write):
    conversation = write("This one is fine.", name="Zoë").conversation
    SealedText.objects.create(conversation=conversation, number=3, kind="word", sealed=b"noise")
    client = unlocked()
    html = opened(client, conversation)
    assert "This one is fine." in html
    assert "This text cannot be opened. Tell your operator." in html
    assert f"tell your operator its number: {conversation.pk}." in html
    assert "Seal and send" in html


def test_a_text_from_another_place_is_marked(unlocked, write):
    conversation, other = write("Hers.").conversation, write("Other.").conversation
    public = bytes(conversation.keys.public)
    for_another = seal_text("Moved here.", conversation=other, number=2, kind="word", public=public)
    SealedText.objects.filter(conversation=conversation, kind="word").update(sealed=for_another)
    html = opened(unlocked(), conversation)
    assert "Moved here." in html
    assert "This text was sealed for another place." in html


def test_what_an_old_backup_brought_back_can_only_be_erased(unlocked, write):
    conversation = write("Noise by now.").conversation
    ConversationKey.objects.all().delete()
    client = unlocked()
    html = opened(client, conversation)
    assert "The key of this conversation is gone" in html
    assert "Noise by now" not in html
    assert "Seal and send" not in html
    assert ShredCertificate.objects.count() == 0
    _press(client, conversation, "erase", why="founder")
    assert not Conversation.objects.exists()
    assert ShredCertificate.objects.get().key_fingerprint == ""
