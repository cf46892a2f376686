"""A founder opens a conversation, reads it and answers; the enquirer finds the answer."""

import html as entities

import pytest

from alongside.accounts.models import AuditEntry
from alongside.core.mail.models import OutboxMessage
from alongside.enquiries import actions, emails
from alongside.enquiries.models import Conversation, SealedText, UnlockedInbox
from alongside.enquiries.opening import open_with_receipt

from .conftest import answer, hidden, opened, page


def _log() -> list[tuple[str, str]]:
    entries = AuditEntry.objects.filter(action__startswith="conversation.").order_by("pk")
    return list(entries.values_list("action", "target"))


def test_she_reads_and_it_counts_as_read(unlocked, write):
    told = {"need": "talk", "name": "Zoë", "places": ["bone", "liver"], "region": "wales"}
    conversation = write("I found a lump <b>again</b>.\nWhat now?", **told).conversation
    client = unlocked()
    html = opened(client, conversation)
    assert "To talk to someone who has it too" in html
    assert "Bone, Liver" in html
    assert "Wales" in html
    assert "I found a lump &lt;b&gt;again&lt;/b&gt;.<br>What now?" in html
    assert f"<title>Conversation {conversation.pk} " in " ".join(html.split())
    conversation.refresh_from_db()
    assert conversation.unread_since is None
    assert conversation.first_opened_at is not None
    assert _log() == [("conversation.opened", f"conversation:{conversation.pk}")]


def test_its_address_alone_changes_nothing(unlocked, write):
    conversation = write("Words of hers.").conversation
    client = unlocked()
    html = page(client.get(f"/admin/inbox/{conversation.pk}/"))
    assert "Something in it has not been read yet." in html
    assert "Words of hers." not in html
    conversation.refresh_from_db()
    assert conversation.unread_since is not None
    assert _log() == []


def test_what_she_has_opened_can_be_read_again_without_another_line(unlocked, write):
    conversation = write("Words of hers.").conversation
    client = unlocked()
    opened(client, conversation)
    assert "Words of hers." in page(client.get(f"/admin/inbox/{conversation.pk}/"))
    assert len(_log()) == 1


def test_after_locking_it_has_to_be_opened_again(unlocked, write):
    conversation = write("Words of hers.").conversation
    opened(unlocked(), conversation)
    html = page(unlocked().get(f"/admin/inbox/{conversation.pk}/"))
    assert "You have not opened it since you unlocked the inbox." in html
    assert "Words of hers." not in html


def test_the_enquirer_finds_the_answer_with_her_receipt(unlocked, write, open_inbox):
    received = write("Is this normal?", nudge_to="enquirer@example.org")
    conversation = received.conversation
    client = unlocked()
    html = opened(client, conversation)
    assert "She gets an e-mail that says only: there is a reply for you." in html
    sent = page(answer(client, conversation, html, "Yes. Ring me <3"))
    assert "Your answer is sealed and waits for her." in sent
    assert "Yes. Ring me &lt;3" in sent
    assert "Test Founder answered" in sent

    texts = open_with_receipt(received.receipt).texts()
    assert [text.content for text in texts if text.kind == "answer"] == ["Yes. Ring me <3"]
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.ANSWERED
    nudges = OutboxMessage.objects.filter(kind=emails.NUDGE)
    assert [row.letter().to for row in nudges] == ["enquirer@example.org"]
    assert "Ring me" not in nudges[0].letter().text
    assert _log()[-1] == ("conversation.answered", f"conversation:{conversation.pk}")


def test_without_a_note_she_is_told_so(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    assert "No note goes to her." in html
    assert "when she comes back with her six words" in page(
        answer(client, conversation, html, "Hello")
    )
    assert not OutboxMessage.objects.filter(kind=emails.NUDGE).exists()


def test_pressed_twice_it_is_sent_once(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    for _ in range(2):
        answer(client, conversation, html, "Once.")
    assert SealedText.objects.filter(kind="answer").count() == 1


def test_an_empty_answer_is_not_sent(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    response = answer(client, conversation, opened(client, conversation), "  \n ")
    assert response.status_code == 422
    assert "Please write something first." in page(response)
    assert not SealedText.objects.filter(kind="answer").exists()


def test_a_far_too_long_answer_is_kept_on_the_page(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    response = answer(client, conversation, opened(client, conversation), "long " * 5000)
    assert response.status_code == 422
    assert "letters too long" in page(response)
    assert "long " * 4000 in page(response)
    assert not SealedText.objects.filter(kind="answer").exists()


def test_she_sees_that_another_founder_answered_meanwhile(unlocked, write, second_holder):
    conversation = write().conversation
    client, other = unlocked(), unlocked(second_holder)
    html, others_html = opened(client, conversation), opened(other, conversation)
    answer(other, conversation, others_html, "I was quicker.")

    response = answer(client, conversation, html, "My own words.")
    shown = page(response)
    assert response.status_code == 409
    assert "Not sent yet." in shown
    assert "Second Founder answered less than an hour ago." in shown
    assert "I was quicker." in shown
    assert "My own words.</textarea>" in shown
    assert SealedText.objects.filter(kind="answer").count() == 1

    assert 'name="press" value="send">Send mine too' in shown
    sent = page(answer(client, conversation, shown, "My own words."))
    assert "Your answer is sealed" in sent
    assert SealedText.objects.filter(kind="answer").count() == 2


def test_she_sees_that_the_enquirer_wrote_again_meanwhile(unlocked, write):
    received = write()
    client = unlocked()
    html = opened(client, received.conversation)
    with_receipt = open_with_receipt(received.receipt)
    actions.write_more(opened=with_receipt, message="One thing more.", submission_id=b"2" * 16)
    response = answer(client, received.conversation, html, "My words.")
    assert response.status_code == 409
    assert "She wrote again" in page(response)
    assert "One thing more." in page(response)

    shown = page(response)
    actions.write_more(opened=with_receipt, message="And a third.", submission_id=b"3" * 16)
    response = answer(client, received.conversation, shown, "My words.")
    assert response.status_code == 409
    assert "And a third." in page(response)
    answer(client, received.conversation, page(response), "My words.")
    received.conversation.refresh_from_db()
    assert received.conversation.state == Conversation.State.ANSWERED
    assert received.conversation.unread_since is None


def test_her_answer_survives_a_lock_that_came_meanwhile(unlocked, write, open_inbox):
    received = write("Is this normal?")
    conversation = received.conversation
    client = unlocked()
    html = opened(client, conversation)
    UnlockedInbox.objects.all().delete()
    after = page(answer(client, conversation, html, "Typed before the lock."))
    assert "The inbox is locked" in after
    assert f'name="after" value="/admin/inbox/{conversation.pk}/"' in after
    assert "Is this normal?" not in after
    texts = open_with_receipt(received.receipt).texts()
    assert texts[-1].content == "Typed before the lock."


def test_an_answer_with_a_mistake_survives_a_lock_too(unlocked, write, second_holder):
    conversation = write("Is this normal?").conversation
    client, other = unlocked(), unlocked(second_holder)
    html, others_html = opened(client, conversation), opened(other, conversation)
    answer(other, conversation, others_html, "I was quicker.")
    UnlockedInbox.objects.all().delete()
    shown = page(answer(client, conversation, html, "Typed before the lock."))
    assert "Typed before the lock.</textarea>" in shown
    assert "Second Founder answered" in shown
    assert "Is this normal?" not in shown
    assert "I was quicker." not in shown
    assert 'name="press" value="anyway">Send mine too' in shown
    sent = answer(client, conversation, shown, "Typed before the lock.", press="anyway")
    assert "The inbox is locked" in page(sent)
    assert SealedText.objects.filter(kind="answer").count() == 2


def test_what_she_sends_unread_over_a_new_word_leaves_that_word_unread(unlocked, write):
    received = write()
    client = unlocked()
    html = opened(client, received.conversation)
    with_receipt = open_with_receipt(received.receipt)
    actions.write_more(opened=with_receipt, message="One thing more.", submission_id=b"2" * 16)
    UnlockedInbox.objects.all().delete()
    shown = page(answer(client, received.conversation, html, "My words."))
    assert "She wrote again" in shown
    assert "One thing more." not in shown
    answer(client, received.conversation, shown, "My words.", press="anyway")
    assert SealedText.objects.filter(kind="answer").count() == 1
    received.conversation.refresh_from_db()
    assert received.conversation.unread_since is not None


def test_if_it_was_erased_meanwhile_her_words_are_still_there(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    actions.erase(conversation=conversation, why="asked")
    address = next(part for part in html.split('"') if part.endswith("/answer/"))
    response = client.post(
        address, {"press": "send", "message": "Dear Zoë", **hidden(html, address)}
    )
    assert response.status_code == 404
    assert "It was erased while you were writing." in page(response)
    assert "Dear Zoë</textarea>" in page(response)


def test_a_first_sentence_goes_in_front_without_javascript(unlocked, write):
    conversation = write().conversation
    client = unlocked()
    html = opened(client, conversation)
    sentence = "I am sorry that this has happened to you."
    begun = page(
        answer(client, conversation, html, "More of mine.", press="begin", sentence=sentence)
    )
    assert f"{sentence}\n\nMore of mine.\n\n</textarea>" in entities.unescape(begun)
    assert not SealedText.objects.filter(kind="answer").exists()
    answer(client, conversation, begun, f"{sentence} More.")
    assert SealedText.objects.filter(kind="answer").count() == 1


@pytest.mark.parametrize(
    ("answer_by", "link"),
    [("email", "mailto:zoe@example.org"), ("phone", "tel:+447700900123"), ("here", None)],
)
def test_a_link_to_reach_her_only_as_she_asked(unlocked, write, answer_by, link):
    told = {"email": "zoe@example.org", "phone": "+44 7700 900 123", "answer_by": answer_by}
    html = opened(unlocked(), write(**told).conversation)
    assert "zoe@example.org" in html
    assert "+44 7700 900 123" in html
    assert [one for one in ("mailto:zoe@example.org", "tel:+447700900123") if one in html] == (
        [link] if link else []
    )


def test_ringing_her_counts_as_an_answer(unlocked, write):
    conversation = write(answer_by="phone", phone="07700 900123").conversation
    client = unlocked()
    html = opened(client, conversation)
    address = f"/admin/inbox/{conversation.pk}/note/"
    told = {"press": "answered", "message": "", **hidden(html, address)}
    shown = page(client.post(address, told, follow=True))
    assert "It counts as answered." in shown
    assert "Test Founder noted, for founders only" in shown
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.ANSWERED
    assert _log()[-1][0] == "conversation.answered_elsewhere"


@pytest.mark.parametrize("is_locked", [False, True], ids=["open", "locked meanwhile"])
def test_ringing_her_reads_nothing_that_she_wrote_meanwhile(unlocked, write, is_locked):
    received = write()
    conversation = received.conversation
    client = unlocked()
    html = opened(client, conversation)
    with_receipt = open_with_receipt(received.receipt)
    actions.write_more(opened=with_receipt, message="Ring me at nine.", submission_id=b"2" * 16)
    if is_locked:
        UnlockedInbox.objects.all().delete()
    address = f"/admin/inbox/{conversation.pk}/note/"
    told = {"message": "I rang her at eight.", "press": "answered"}
    response = client.post(address, told | hidden(html, address))
    shown = page(response)
    assert response.status_code == 409
    assert "Not kept yet." in shown
    assert "She wrote again" in shown
    assert "I rang her at eight.</textarea>" in shown
    assert ("Ring me at nine." in shown) is not is_locked
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.WAITING
    assert not SealedText.objects.filter(kind="note").exists()

    told["press"] = "answered-anyway" if is_locked else "answered"
    assert f'value="{told["press"]}"' in shown
    client.post(address, told | hidden(shown, address))
    conversation.refresh_from_db()
    assert conversation.state == Conversation.State.ANSWERED
    assert (conversation.unread_since is not None) is is_locked


def test_a_note_is_for_founders_and_answers_nothing(unlocked, write):
    received = write("Is this normal?")
    client = unlocked()
    html = opened(client, received.conversation)
    address = f"/admin/inbox/{received.conversation.pk}/note/"
    told = {"press": "note", "message": "Ask Ann first.", **hidden(html, address)}
    assert "Ask Ann first." in page(client.post(address, told, follow=True))
    received.conversation.refresh_from_db()
    assert received.conversation.state == Conversation.State.WAITING
    assert SealedText.objects.filter(kind="note").count() == 1
