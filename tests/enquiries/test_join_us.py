"""Somebody writes to the founders from her phone, and gets six words."""

import datetime
import hashlib
import re

import pytest
from django.core.management import call_command
from wagtail.models import Site

from alongside.core.mail.models import OutboxMessage
from alongside.enquiries import actions, consent
from alongside.enquiries.help_numbers import HelpNumbers
from alongside.enquiries.models import (
    Conversation,
    InboxSettings,
    RecoverySet,
    SealedText,
    SilenceAlarm,
)
from alongside.enquiries.words import Details
from alongside.pages.models import PlainPage
from tests.enquiries.conftest import WORDS, hidden, seen, six_words, title

pytestmark = pytest.mark.django_db

EVERYTHING = {
    **WORDS,
    "need": "call",
    "situation": "living",
    "name": "Ann",
    "places": ["bone", "liver"],
    "region": "wales",
    "answer_by": "phone",
    "phone": "07700 900123",
    "good_times": "mornings",
    "nudge": "on",
    "email": "ann@example.org",
}


def test_the_message_alone_is_enough(enquirer, written, opened):
    response = enquirer.join()
    assert response.status_code == 200
    assert "Thank you. It has arrived" in seen(response)
    assert written() == [WORDS["message"]]
    assert opened().details() == Details()
    conversation = Conversation.objects.get()
    assert conversation.consent_wording == consent.ENQUIRY.version
    assert conversation.consented_at is not None
    assert conversation.nudge_locked is None
    assert conversation.answer_by == datetime.date(2026, 11, 28)


def test_all_that_she_told_reaches_the_founders_and_nothing_stands_in_the_clear(enquirer, opened):
    enquirer.join(**EVERYTHING)
    told = opened().details()
    assert told == Details(
        need="call", name="Ann", situation="living", places=["bone", "liver"], region="wales",
        answer_by="phone", email="ann@example.org", phone="07700 900123", good_times="mornings",
    )  # fmt: skip
    assert bytes(SealedText.objects.get(kind="details").sealed).find(b"Ann") == -1
    assert Conversation.objects.get().nudge_locked is not None


def test_founders_are_told_once_and_not_a_word_of_it(enquirer, founder, second_founder):
    enquirer.join()
    mails = [message.letter() for message in OutboxMessage.objects.filter(kind="enquiries.notice")]
    assert {mail.to for mail in mails} == {founder.email, second_founder.email}
    assert not any("hip" in mail.text for mail in mails)
    enquirer.join()
    assert OutboxMessage.objects.filter(kind="enquiries.notice").count() == 2


def test_the_thank_you_page_says_what_she_needs_to_know(enquirer):
    response = enquirer.join()
    page = seen(response)
    assert len(six_words(response).split()) == 6
    assert "Write these six words down now. We cannot send them again." in page
    assert "We answer within about 3 days." in page
    assert "Everything is erased on 25 November 2027" in page
    assert "127.0.0.1:8000/join-us/conversation/" in page
    assert "Samaritans 116 123" in page
    assert "close this window" in page
    assert title(response) == "Thank you. Your six words"  # no name of a site, no illness
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response.content.decode()


def test_she_is_told_whether_anybody_reminds_her_before_it_is_erased(enquirer):
    assert "It also comes a month before everything is erased." in enquirer.look("/join-us/")
    without = seen(enquirer.join())
    assert "You asked for no notes by e-mail, so nobody reminds you of that day." in without
    noted = seen(enquirer.join(nudge="on", email="ann@example.org"))
    assert "We send you a note about a month before." in noted
    assert "nobody reminds you" not in noted


def test_the_six_words_stand_in_the_page_alone(enquirer):
    response = enquirer.join()
    assert not response.cookies
    assert not enquirer.client.cookies
    asked = response.request
    assert (asked["PATH_INFO"], asked["QUERY_STRING"]) == ("/join-us/", "")
    fixed = enquirer.client.get("/join-us/").headers  # “style” is one of our words, too
    changing = {name: text for name, text in response.headers.items() if fixed.get(name) != text}
    for word in six_words(response).split():
        assert word not in str(list(changing.values()))


def test_sending_again_shows_the_same_words_and_makes_no_second_message(enquirer, written):
    form = enquirer.look("/join-us/")
    first, again = enquirer.join(form), enquirer.join(form)
    assert six_words(first) == six_words(again)
    assert "there is only one message" in seen(again)
    assert written() == [WORDS["message"]]


def test_a_restored_tab_brings_back_no_address_that_she_took_away(enquirer, opened):
    form = enquirer.look("/join-us/")
    words = six_words(enquirer.join(form, nudge="on", email="ann@example.org"))
    before = Conversation.objects.get()
    reach = enquirer.do(enquirer.come_back(words), "reach")
    enquirer.do(reach, "keep-reach", answer_by="here")
    assert not Conversation.objects.get().nudge_locked

    assert "there is only one message" in seen(
        enquirer.join(form, nudge="on", email="ann@example.org")
    )
    after = Conversation.objects.get()
    assert not after.nudge_locked
    assert after.consented_at == before.consented_at
    assert opened().details().email == ""


def test_taking_only_the_tick_away_and_sending_again_takes_the_note_away(enquirer):
    form = enquirer.look("/join-us/")
    told = {"answer_by": "email", "email": "ann@example.org"}
    enquirer.join(form, nudge="on", **told)
    assert Conversation.objects.get().nudge_locked
    enquirer.join(form, **told)
    assert not Conversation.objects.get().nudge_locked
    enquirer.join(form, nudge="on", **told)  # the first page once more, from a restored tab
    assert not Conversation.objects.get().nudge_locked


def test_going_back_and_changing_the_words_adds_them(enquirer, written, opened):
    form = enquirer.look("/join-us/")
    first = enquirer.join(form)
    again = enquirer.join(form, message="I meant the other hip.", name="Ann")
    assert six_words(first) == six_words(again)
    assert written() == [WORDS["message"], "I meant the other hip."]
    assert opened().details().name == "Ann"


def test_an_old_page_on_a_shared_phone_does_not_give_the_six_words(enquirer, clock):
    form = enquirer.look("/join-us/")
    first = enquirer.join(form)
    clock.shift(31 * 60)
    later = enquirer.join(form, message="Who wrote here before me?")
    page = later.content.decode()
    assert "This form was sent already, on 25 November" in seen(later)
    assert "six-words" not in page
    assert "Who wrote here before me?" in page  # nothing that was typed is lost
    assert Conversation.objects.count() == 1
    own = enquirer.join(page, message="Who wrote here before me?")
    assert six_words(own) != six_words(first)
    assert Conversation.objects.count() == 2


def test_another_site_cannot_plant_a_form_whose_six_words_it_knows(enquirer, client):
    his = enquirer.look("/join-us/")
    fields = {**hidden(his), "message": "", "answer_by": "here", "email": "his@example.net"}
    planted = client.post("/join-us/?sent", fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert hidden(planted.content.decode())["ticket"] != hidden(his)["ticket"]
    assert "his@example.net" not in planted.content.decode()
    hers = six_words(enquirer.join(planted))
    assert six_words(enquirer.join(his, message=".")) != hers


def test_two_people_get_two_conversations(enquirer):
    assert six_words(enquirer.join()) != six_words(enquirer.join())
    assert Conversation.objects.count() == 2


def test_a_reload_after_erasing_brings_nothing_back(enquirer):
    form = enquirer.look("/join-us/")
    enquirer.join(form)
    certificate = actions.erase(conversation=Conversation.objects.get(), why="asked")
    response = enquirer.join(form)
    assert certificate.code in seen(response)
    assert not Conversation.objects.exists()


# ── The page before Send ──


def test_the_page_tells_how_it_is_kept_before_it_asks(enquirer):
    html = enquirer.look("/join-us/")
    before = html[: html.index("<form class=")]
    assert "What you write is locked, and only our founders can open it." in before
    assert 'href="/trust/"' in before
    assert 'href="/privacy/"' in before
    assert "We answer within about 3 days." in before


def test_the_page_keeps_nothing_and_sets_nothing(enquirer):
    response = enquirer.client.get("/join-us/")
    assert response["Cache-Control"] == "private, no-cache"
    assert not response.cookies
    assert "x-alongside-published" not in response


def test_help_now_comes_before_any_field(enquirer):
    html = enquirer.look("/join-us/")
    numbers = html.index('id="help-now"')
    assert numbers < html.index('name="need"')
    before = html[numbers : html.index('name="need"')]
    for number in ("999", "111", "116123", "08088080000", "08088006000"):
        assert f'href="tel:{number}"' in before
    assert "The number is on your alert card." in before
    assert "Our founders have not rung them yet." in before
    assert '<a class="now" href="#help-now">I need help now</a>' in html


def test_looking_makes_no_row(enquirer):
    enquirer.look("/join-us/")
    assert not HelpNumbers.objects.exists()


def test_consent_is_asked_apart_and_unticked(enquirer):
    html = enquirer.look("/join-us/")
    assert not re.search(r'name="consent"[^>]*checked', html)
    assert not re.search(r'name="nudge"[^>]*checked', html)
    for sentence in consent.ENQUIRY.says:
        assert sentence in html


def test_steps_are_links_in_one_form(enquirer):
    html = enquirer.look("/join-us/")
    steps = re.findall(r'<section class="step[^"]*" id="(\w+)"', html)
    assert steps == ["need", "you", "spread", "where", "answer", "words"]
    for step in steps:
        assert f'href="#{step}"' in html
    assert html.count("<form class=") == 1
    assert "Step 2 of 6" in html


def test_while_in_treatment_answers_take_longer_and_nothing_is_refused(enquirer):
    InboxSettings.objects.update(in_treatment_until=datetime.date(2026, 12, 12))
    words = "We are in treatment ourselves until 12 December. Answers take about 14 days."
    assert words in " ".join(enquirer.look("/join-us/").split())
    response = enquirer.join()
    assert words in seen(response)
    assert Conversation.objects.get().answer_by == datetime.date(2026, 12, 9)


def test_what_is_true_of_late_is_said_when_it_tells_of_nobody(enquirer):
    now = datetime.datetime.now(datetime.UTC)
    for number in range(8):
        if number == 7:
            assert "half of the people" not in enquirer.look("/join-us/")
        actions.receive(
            submission_id=bytes([number] * 16), details=Details(), message="x", consent_wording="",
            now=now - datetime.timedelta(days=9),
        )  # fmt: skip
        Conversation.objects.update(first_answered_at=now - datetime.timedelta(days=7.5))
    assert "half of the people who wrote had an answer within 2 days." in enquirer.look("/join-us/")


def test_when_nobody_reads_the_page_says_so_and_whom_to_ring(enquirer):
    assert "Answers are slow" not in enquirer.look("/join-us/")
    SilenceAlarm.objects.create(cause="unread")
    html = enquirer.look("/join-us/")
    assert "Answers are slow at the moment." in html
    assert 'class="banner"' in html
    assert "Answers are slow at the moment." in seen(enquirer.join())  # and nothing is refused


def test_without_a_key_there_is_no_form_but_numbers(reader, db):
    html = reader.get("/join-us/").content.decode()
    assert "Our founders have not opened their inbox yet." in html
    assert 'name="message"' not in html
    assert 'href="tel:116123"' in html


def test_a_key_that_is_gone_at_send_loses_no_word(enquirer):
    form = enquirer.look("/join-us/")
    RecoverySet.objects.all().delete()
    response = enquirer.join(form)
    assert response.status_code == 503
    assert "cannot take in messages at this moment" in seen(response)
    assert WORDS["message"] in seen(response)
    assert not Conversation.objects.exists()


# ── Mistakes ──


def test_enter_on_an_early_step_opens_the_message_with_all_kept(enquirer):
    html = enquirer.look("/join-us/")
    half = {"need": "talk", "name": "Ann", "places": ["lung"], "answer_by": "here"}
    response = enquirer.send("/join-us/", half, page=html)
    page = response.content.decode()
    assert response.status_code == 422
    assert title(response).startswith("Error: ")
    assert '<section class="step open" id="words"' in page
    assert "Please write a few words here." in page
    assert 'value="Ann"' in page
    assert re.search(r'value="lung"[^>]*checked', page)
    assert re.search(r'value="talk"[^>]*checked', page)
    assert hidden(page)["ticket"] == hidden(html)["ticket"]
    assert not Conversation.objects.exists()


def test_without_consent_nothing_is_kept(enquirer):
    response = enquirer.join(consent="")
    assert response.status_code == 422
    assert "Please tick this if we may keep what you wrote." in seen(response)
    assert WORDS["message"] in seen(response)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"answer_by": "phone"}, "Please write your telephone number, or choose another way."),
        ({"answer_by": "phone", "phone": "12"}, "This looks too short for a telephone number."),
        ({"answer_by": "email"}, "Please write your e-mail address, or choose another way."),
        ({"answer_by": "email", "email": "ann@"}, "This should look like name@example.org."),
        ({"nudge": "on"}, "Please write your e-mail address, or take the tick away above."),
    ],
)
def test_a_way_to_answer_needs_its_address(enquirer, told, words):
    response = enquirer.join(**told)
    page = response.content.decode()
    assert words in seen(response)
    assert '<section class="step answer open" id="answer"' in page
    assert WORDS["message"] in page
    assert not Conversation.objects.exists()


def test_what_belongs_to_a_way_that_she_did_not_choose_is_not_kept(enquirer, opened):
    response = enquirer.join(answer_by="here", phone="07700 900123", email="not an address")
    assert response.status_code == 200
    assert opened().details() == Details()


def test_a_message_of_a_thousand_lines_too_long_says_by_how_much(enquirer):
    response = enquirer.join(message="a" * 20_001)
    assert "This is 1 letter too long. There is room for 20,000." in seen(response)
    assert "a" * 20_001 in response.content.decode()


# ── The wording, the page, the numbers ──


def test_another_wording_of_the_consent_is_another_version():
    """Whoever changes a text makes a new version, and keeps the old one."""
    digests = {
        version: hashlib.sha256("\n".join((w.tick, *w.says)).encode()).hexdigest()[:12]
        for version, w in consent.WORDINGS.items()
    }
    assert digests == {
        "join-us-1": "ce8a32732ed3",
        "died-1": "3b37dab14a04",
        "spoken-1": "5ae60555ce4b",
    }
    assert all(len(version) <= 20 for version in consent.WORDINGS)


def test_the_founders_own_words_stand_above_the_form(enquirer):
    page = PlainPage.objects.get(brief_id="p-join-us")
    page.title, page.sentence = "Write to us", "Somebody who has it too reads it."
    page.save_revision().publish()
    html = enquirer.look("/join-us/")
    assert "<h1>Write to us</h1>" in html
    assert "Somebody who has it too reads it." in html
    assert 'name="message"' in html
    page.unpublish()
    assert 'name="message"' in enquirer.look("/join-us/")  # the door stays open


def test_search_and_sitemap_know_the_doors(reader):
    sitemap = reader.get("/sitemap.xml").content.decode()
    for path in ("/join-us/", "/someone-has-died/"):
        assert f"{path}</loc>" in sitemap
    assert "/join-us/conversation/" not in sitemap
    assert 'href="/join-us/"' in reader.get("/search/?q=enquiry+form").content.decode()


def test_founders_change_the_numbers(founder, editor, signed_in, enquirer):
    row = HelpNumbers.for_site(Site.objects.get())
    row.numbers = [
        ("number", {"name": "Maggie", "number": "0300 123 1801", "when": "", "note": ""})
    ]
    row.checked_on = datetime.date(2026, 11, 24)
    row.save()
    html = enquirer.look("/join-us/")
    assert 'href="tel:03001231801"' in html
    assert "Numbers checked on 24 November 2026." in html
    address = f"/admin/settings/enquiries/helpnumbers/{Site.objects.get().pk}/"
    assert "Numbers to ring" in signed_in(founder).get(address).content.decode()
    assert signed_in(editor).get(address).status_code in (302, 403)


def test_the_pack_leads_to_the_new_doors(reader):
    for page, door in [
        ("/complaints/", "/privacy/complaint/"),
        ("/contact/", "/join-us/"),
        ("/privacy/", "/privacy/complaint/"),
        ("/today/bereaved/", "/someone-has-died/"),
    ]:
        assert f'href="{door}"' in reader.get(page).content.decode(), page
    call_command("content", "check", verbosity=0)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "We answer here, on this website"),
        ({"need": "call"}, "did not leave a number, so we cannot ring. We answer here"),
        ({"answer_by": "phone", "phone": "07700 900123"}, "A founder rings you at the number"),
        ({"answer_by": "email", "email": "ann@example.org"}, "from her own address, not from this"),
        (
            {"nudge": "on", "email": "ann@example.org"},
            "You also get an e-mail when there is a reply",
        ),
    ],
)
def test_she_reads_how_the_answer_comes(enquirer, told, words):
    assert words in seen(enquirer.join(**told))


def test_a_step_about_spread_can_be_passed_by(enquirer):
    page = enquirer.client.get("/join-us/").content.decode()
    you = page.split('id="you"')[1].split("</section>")[0]
    assert '<a class="button spread-next" href="#spread">' in you
    assert '<a class="button past-spread" href="#where">' in you
    assert "Skip this if it does not fit." in page
