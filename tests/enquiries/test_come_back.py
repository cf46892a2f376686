"""She comes back with her six words: reads, writes more, is reached in another way, erases."""

import datetime

import pytest
from django.core.cache import caches

from alongside.core.mail.models import OutboxMessage, State
from alongside.enquiries import actions
from alongside.enquiries.models import Conversation, SealedText, ShredCertificate
from tests.enquiries.conftest import SAME_ORIGIN, WORDS, hidden, seen, six_words, title

pytestmark = pytest.mark.django_db

DOOR = "/join-us/conversation/"


@pytest.fixture
def words(enquirer) -> str:
    """The six words of somebody who has written."""
    return six_words(enquirer.join(name="Ann"))


def nudges(state: str = State.WAITING) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="enquiries.nudge", state=state))


def wrong(enquirer):
    return enquirer.come_back("academic acid acne acquire acrobat activity")


# ── The way in ──


@pytest.mark.parametrize(
    "as_typed",
    [
        lambda words: words,
        lambda words: words.upper(),
        lambda words: f"  {words.replace(' ', '-')}. ",
        lambda words: words.replace(" ", "\n"),
        lambda words: " ".join(f"{n} {word}" for n, word in enumerate(words.split(), 1)),
        lambda words: words[1:],  # one letter is missing
    ],
    ids=["exactly", "in capitals", "with hyphens", "on six lines", "numbered", "with a slip"],
)
def test_she_types_them_as_people_type(enquirer, words, as_typed):
    response = enquirer.come_back(as_typed(words))
    assert response.status_code == 200
    assert WORDS["message"] in seen(response)
    assert hidden(response.content.decode())["receipt"] == words


def test_the_door_asks_kindly_and_helps_the_telephone(reader, db):
    html = reader.get(DOOR).content.decode()
    field = html[html.index('name="receipt"') - 60 : html.index('name="receipt"') + 300]
    for attribute in ('autocomplete="off"', 'autocapitalize="none"', 'spellcheck="false"'):
        assert attribute in field
    assert "noindex" in html
    assert "nobody can find them again, not even we" in html


def test_wrong_words_say_what_to_look_at(enquirer, words):
    response = wrong(enquirer)
    assert response.status_code == 422
    assert title(response) == "Error: Your six words"
    assert "Nothing here has these six words." in seen(response)
    assert 'value="academic acid acne' in response.content.decode()
    assert "These are not six words of ours." in seen(enquirer.come_back("let me in"))
    assert "Please type your six words here." in seen(enquirer.come_back(""))


def test_five_wrong_tries_slow_down_and_nobody_is_locked_out(enquirer, words):
    form = enquirer.look(DOOR)
    said = []
    for _ in range(7):
        enquirer.clock.shift(1)
        data = hidden(form) | {"receipt": "academic acid acne acquire acrobat activity"}
        said.append(enquirer.client.post(DOOR, data, headers=SAME_ORIGIN))
    assert [one.status_code for one in said] == [422] * 5 + [429] * 2
    assert "Please wait" in seen(said[-1])
    assert "You are not locked out." in seen(said[-1])
    right = enquirer.come_back(words)  # half a minute later
    assert WORDS["message"] in seen(right)


def test_right_words_slow_nobody_down(enquirer, words):
    for _ in range(12):
        assert enquirer.come_back(words).status_code == 200


def test_the_steps_inside_are_no_back_door_for_guessing(enquirer, words):
    page = enquirer.come_back(words)
    said = [
        enquirer.client.post(
            DOOR,
            {"do": "look", "receipt": "academic acid acne acquire acrobat activity"},
            headers=SAME_ORIGIN,
        ).status_code
        for _ in range(7)
    ]
    assert said == [422] * 5 + [429] * 2
    caches["limits"].clear()
    assert enquirer.do(page, "look").status_code == 200


# ── Inside ──


def test_she_reads_the_answers_and_never_the_founders_notes(enquirer, words, founder):
    conversation = Conversation.objects.get()
    actions.note(conversation=conversation, by=founder, message="Ring her in the afternoon.")
    actions.answer(conversation=conversation, by=founder, message="I live with it too.\n\nAsk me.")
    response = enquirer.come_back(words)
    page = seen(response)
    assert page.index(WORDS["message"]) < page.index("I live with it too.")
    assert "A founder 25 November 2026, 10:00 a.m." in page
    assert "Ring her in the afternoon." not in response.content.decode()
    assert founder.email not in response.content.decode()
    assert SealedText.objects.filter(kind="note").count() == 1


def test_a_founder_who_wants_to_be_named_is(enquirer, words, founder):
    founder.shown_name = "Jo"
    founder.save()
    actions.answer(conversation=Conversation.objects.get(), by=founder, message="Hello.")
    assert "A founder, Jo" in seen(enquirer.come_back(words))
    founder.delete()
    assert "A founder 25" in seen(enquirer.come_back(words))


def test_she_sees_whether_somebody_has_looked(enquirer, words, founder):
    assert "No founder has opened your newest words yet." in seen(enquirer.come_back(words))
    actions.mark_opened(conversation=Conversation.objects.get(), by=founder)
    assert "A founder has read it." in seen(enquirer.come_back(words))


def test_she_writes_more_once(enquirer, words, written):
    page = enquirer.come_back(words)
    actions.close(conversation=Conversation.objects.get(), by=None)
    OutboxMessage.objects.all().delete()
    response = enquirer.do(page, "write", message="It is worse now.")
    assert "Thank you. The founders have what you wrote." in seen(response)
    assert "It is worse now." in seen(response)
    again = enquirer.do(page, "write", message="It is worse now.")  # a reload
    assert again.status_code == 200
    assert written() == [WORDS["message"], "It is worse now."]
    assert Conversation.objects.get().state == Conversation.State.WAITING
    assert OutboxMessage.objects.filter(kind="enquiries.notice").count() == 1
    third = enquirer.do(response, "write", message="It is worse now.")  # meant twice
    assert third.status_code == 200
    assert len(written()) == 3


def test_an_empty_message_is_no_message(enquirer, words, written):
    response = enquirer.do(enquirer.come_back(words), "write", message="  ")
    assert response.status_code == 422
    assert "Please write a few words here." in seen(response)
    assert WORDS["message"] in seen(response)  # she is still inside
    assert len(written()) == 1


def test_she_changes_how_she_is_reached(enquirer, words, opened):
    form = enquirer.do(enquirer.come_back(words), "reach", message="Half a sen")
    assert 'value="Ann"' in form.content.decode()
    response = enquirer.do(
        form, "keep-reach", name="Ann", answer_by="phone", phone="07700 900456", nudge="on",
        email="ann@example.org",
    )  # fmt: skip
    assert "We have kept how to reach you." in seen(response)
    assert "07700 900456" in seen(response)
    assert "Half a sen</textarea>" in response.content.decode()  # her draft came along
    assert opened().details().phone == "07700 900456"
    assert Conversation.objects.get().nudge_locked
    rows = SealedText.objects.filter(kind="details").count()
    enquirer.do(form, "keep-reach", name="Ann", answer_by="phone", phone="07700 900456",
                nudge="on", email="ann@example.org")  # fmt: skip
    assert SealedText.objects.filter(kind="details").count() == rows  # a reload
    back = enquirer.do(form, "keep-reach", name="Ann", answer_by="email", email="no")
    assert back.status_code == 422
    assert "This should look like name@example.org." in seen(back)


def test_a_reload_of_how_she_was_reached_brings_nothing_back(enquirer, words):
    form = enquirer.do(enquirer.come_back(words), "reach")
    told = {"answer_by": "email", "email": "ann@example.org"}
    enquirer.do(form, "keep-reach", nudge="on", **told)
    enquirer.do(enquirer.do(enquirer.come_back(words), "reach"), "keep-reach", answer_by="here")
    assert not Conversation.objects.get().nudge_locked
    enquirer.do(form, "keep-reach", nudge="on", **told)
    assert not Conversation.objects.get().nudge_locked


def test_a_note_that_there_is_a_reply_says_nothing_else(enquirer, founder):
    words = six_words(enquirer.join(nudge="on", email="ann@example.org"))
    actions.answer(conversation=Conversation.objects.get(), by=founder, message="Come on Monday.")
    [mail] = nudges()
    letter = mail.letter()
    assert letter.to == "ann@example.org"
    assert letter.text.strip() == "There is a reply for you."
    assert mail.neutral
    minutes = (mail.due_at - datetime.datetime.now(datetime.UTC)) / datetime.timedelta(minutes=1)
    assert 9 <= minutes <= 91
    form = enquirer.do(enquirer.come_back(words), "reach")
    enquirer.do(form, "keep-reach", answer_by="here")
    assert not Conversation.objects.get().nudge_locked
    assert nudges() == []  # it would have gone to an address that she has taken away
    assert bytes(OutboxMessage.objects.get(pk=mail.pk).locked) == b""


def test_she_keeps_it_for_another_year_once(enquirer, words):
    page = enquirer.come_back(words)
    response = enquirer.do(page, "keep")
    assert "We keep it until 25 November 2028." in seen(response)
    enquirer.do(page, "keep")  # a double click
    assert Conversation.objects.get().erase_on == datetime.date(2028, 11, 25)
    enquirer.do(response, "keep")  # on purpose: two years from today at the most
    assert Conversation.objects.get().erase_on == datetime.date(2028, 11, 25)


def test_erasing_asks_first(enquirer, words):
    page = enquirer.do(enquirer.come_back(words), "erase", message="Half a sen")
    assert "Erase it all now?" in seen(page)
    assert Conversation.objects.exists()
    back = enquirer.do(page, "look")
    assert "Half a sen</textarea>" in back.content.decode()


def test_she_erases_it_and_can_see_the_certificate_again(enquirer, founder):
    words = six_words(enquirer.join(nudge="on", email="ann@example.org"))
    actions.answer(conversation=Conversation.objects.get(), by=founder, message="Hello.")
    inside = enquirer.come_back(words)
    response = enquirer.do(enquirer.do(inside, "erase"), "erase-now")
    certificate = ShredCertificate.objects.get()
    assert certificate.why == ShredCertificate.Why.ASKED
    assert certificate.code in seen(response)
    assert "You asked for it." in seen(response)
    assert "2 texts, and how to reach you" in seen(response)
    assert not Conversation.objects.exists()
    assert not SealedText.objects.exists()
    assert nudges() == []
    assert certificate.code in seen(enquirer.come_back(words))
    assert certificate.code in seen(enquirer.do(inside, "erase-now"))  # pressed twice
    assert title(response) == "It is erased"


def test_what_she_wrote_while_it_was_erased_is_given_back(enquirer, words, founder):
    page = enquirer.come_back(words)
    actions.erase(conversation=Conversation.objects.get(), why="founder", by=founder)
    response = enquirer.do(page, "write", message="I was just typing this.")
    assert "What you have just written was not kept: I was just typing this." in seen(response)
    assert "A founder erased it." in seen(response)


def test_a_damaged_text_hides_no_other(enquirer, words, founder):
    conversation = Conversation.objects.get()
    actions.answer(conversation=conversation, by=founder, message="The first answer.")
    SealedText.objects.filter(kind="word").update(sealed=b"noise")
    page = seen(enquirer.come_back(words))
    assert "This text cannot be opened." in page
    assert "The first answer." in page


def test_a_text_that_was_moved_from_another_conversation_is_not_shown(enquirer, words, written):
    enquirer.join(message="Somebody else's words.")
    mine, other = Conversation.objects.order_by("pk")
    theirs = bytes(other.texts.get(kind="word").sealed)
    mine.texts.filter(kind="word").update(sealed=theirs)
    assert "Somebody else" not in seen(enquirer.come_back(words))


def test_nothing_of_it_is_kept_by_a_browser_or_named_in_a_title(enquirer, words):
    inside = enquirer.come_back(words)
    pages = [inside] + [enquirer.do(inside, step) for step in ("look", "reach", "erase")]
    for page in pages:
        assert page["Cache-Control"] == "no-store"
        assert not page.cookies
        assert "noindex" in page.content.decode()
        assert "Alongside" not in title(page)
        assert not set(words.split()) & set(title(page).casefold().split())


def test_another_site_cannot_press_her_buttons(enquirer, words):
    page = enquirer.do(enquirer.come_back(words), "erase")
    data = hidden(page.content.decode()) | {"do": "erase-now"}
    response = enquirer.client.post(DOOR, data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert Conversation.objects.exists()


def test_another_site_cannot_lead_her_into_a_conversation_of_its_own(enquirer, client):
    """She would write there, and whoever has its six words would read it."""
    his = six_words(enquirer.join(message="Come in."))
    for fields in ({"receipt": his}, {"receipt": his, "do": "write", "message": ""}):
        response = client.post(
            "/join-us/conversation/", fields, headers={"Sec-Fetch-Site": "cross-site"}
        )
        page = response.content.decode()
        assert response.status_code == 403
        assert "Come in." not in page
        assert his not in page
        assert "Your six words" in page


def test_closed_without_an_answer_says_so(enquirer, words, founder):
    conversation = Conversation.objects.get()
    actions.mark_opened(conversation=conversation, by=founder)
    actions.close(conversation=conversation, by=founder)
    page = seen(enquirer.come_back(words))
    assert "A founder has read it and closed it. Write more whenever you like." in page
    assert "last word of the founders" not in page
    actions.answer(conversation=conversation, by=founder, message="Hello.")
    assert "You have the last word of the founders here." in seen(enquirer.come_back(words))


def test_what_was_answered_in_another_way_says_so(enquirer, words, founder):
    actions.note(
        conversation=Conversation.objects.get(), by=founder, message="Rang.", answered=True, seen=2
    )
    page = seen(enquirer.come_back(words))
    assert "A founder has noted that she answered you in another way." in page


def test_a_form_that_sends_nothing_does_not_say_not_sent(enquirer):
    response = enquirer.client.post(DOOR, {"receipt": "x"}, headers={"Sec-Fetch-Site": "none"})
    assert title(response).startswith("Not open yet: ")
    assert "Not sent yet" not in seen(response)
