"""With her six words she sees where it stands, answers, changes her mind, takes back a quote or all."""

import datetime

import pytest
from django.utils import timezone

from alongside.core import edition
from alongside.experiences import actions
from alongside.experiences.models import Experience, ExperienceKey, SealedPart, TakenBack
from alongside.experiences.opening import open_with_receipt
from alongside.signs.actions import publish_quote
from alongside.signs.releases import PublishedQuote
from tests.enquiries.conftest import hidden, seen, six_words, title
from tests.experiences.sharing import BACK, EVERYTHING, LITTLE

pytestmark = pytest.mark.django_db

QUOTE = "It felt like toothache in my hip."


@pytest.fixture
def words(contributor) -> str:
    return six_words(contributor.share(**EVERYTHING))


def only() -> Experience:
    return Experience.objects.get()


def shown(words: str = QUOTE, about: str = "s-bone-pain") -> PublishedQuote:
    """As a moderator publishes it."""
    uid = publish_quote(about=about, words=words, signed_as="Wren", on_behalf=False)
    only().quotes.create(published=uid)
    return PublishedQuote.objects.get(uid=uid)


def asked(question: str = "Was it the left hip?") -> None:
    """As a moderator asks."""
    actions.add_part(only(), SealedPart.Kind.QUESTION, question, now=only().received_at)
    Experience.objects.update(state=Experience.State.ASKED)


def keep_changes(contributor, page, **changed):
    """Open “Change this”, and press Keep with these ticks and texts alone."""
    form = contributor.do(page, "change")
    return contributor.do(form, "keep-changes", **changed)


def test_she_sees_all_that_she_told_and_where_it_stands(contributor, words):
    page = seen(contributor.come_back(words.upper().replace(" ", "-")))
    for told in ("No moderator has decided yet", "After primary breast cancer", "Bones, Liver",
                 "Bone pain that does not go away", "5 to 12 weeks", "3 or 4",
                 "My hip hurt like a toothache", "Words that we may show", "Yes, at wren@example.org",
                 "Ask this person: My sister 07700 900123", "No words of yours."):  # fmt: skip
        assert told in page
    Experience.objects.update(state="accepted", first_release=4)
    assert "It counts in our figures since set 4." in seen(contributor.come_back(words))
    Experience.objects.update(state="declined", reason="twice")
    assert "It is not used: We have it already." in seen(contributor.come_back(words))


def test_the_two_doors_point_at_each_other(contributor, words):
    for door, other in ((BACK, "/join-us/conversation/"), ("/join-us/conversation/", BACK)):
        wrong = "academic acid acne acquire acrobat activity"
        html = contributor.send(door, {"receipt": wrong}).content.decode()
        assert "Nothing here has these six words." in html
        assert f'href="{other}"' in html and "They open nothing here." in html
    assert (
        QUOTE not in contributor.send("/join-us/conversation/", {"receipt": words}).content.decode()
    )


def test_after_her_words_were_erased_the_page_still_opens(contributor, words):
    actions.erase_words(experience=only())
    page = seen(contributor.come_back(words))
    assert "What you wrote in your own words is erased, as we said." in page
    assert "toothache" not in page and "Bones, Liver" in page


def test_she_answers_a_question_once(contributor, words, opened):
    asked()
    page = contributor.come_back(words)
    assert "A question for you Was it the left hip?" in seen(page)
    assert "Please write a few words here." in seen(contributor.do(page, "answer", answer=" "))
    for _ in range(2):  # and a reload
        response = contributor.do(page, "answer", answer="The right one.")
        assert "Thank you. A moderator reads it." in seen(response)
    assert [p.content for p in opened(only()).parts() if p.row.kind == "answer"] == [
        "The right one."
    ]
    assert only().state == Experience.State.WAITING
    assert "A question for you" not in seen(response)


def test_an_answer_from_another_tab_is_kept_too(contributor, words, opened):
    asked()
    tabs = [contributor.come_back(words) for _ in range(2)]
    for tab, answer in zip(tabs, ("The right one.", "And the left."), strict=True):
        response = contributor.do(tab, "answer", answer=answer)
        assert "Thank you. A moderator reads it." in seen(response)
    kept = [p.content for p in opened(only()).parts() if p.row.kind == "answer"]
    assert kept == ["The right one.", "And the left."]


def test_an_answer_that_comes_too_late_says_so_and_gives_it_back(contributor, words, moderator):
    asked()
    page = contributor.come_back(words)
    Experience.objects.update(state="accepted")
    response = seen(contributor.do(page, "answer", answer="The right one."))
    assert "A moderator has decided meanwhile" in response and "The right one." in response
    Experience.objects.update(state="asked")
    actions.undo(experience=only(), by=moderator)
    response = seen(contributor.do(page, "answer", answer="The right one."))
    assert "The question was taken back meanwhile" in response and "The right one." in response
    assert not SealedPart.objects.filter(kind="answer").exists()


def test_her_quotes_stand_with_a_link_and_go_one_by_one(contributor, words, opened):
    first, second = shown(), shown("Ask, […] again.", about="being-heard")
    page = contributor.come_back(words)
    assert QUOTE in seen(page) and 'href="/signs/bone/' in page.content.decode()
    before = edition.current()
    response = contributor.do(page, f"quote:{second.uid}")
    assert "It is gone from this website." in seen(response)
    assert list(PublishedQuote.objects.all()) == [first]
    assert edition.current() > before
    assert opened(only()).story().quotes == [QUOTE]  # nobody can publish it again
    assert "This is how it stands now." in seen(contributor.do(page, f"quote:{second.uid}"))
    for nonsense in ("quote:", "quote:x", "quote"):
        assert contributor.do(page, nonsense).status_code == 200
    assert PublishedQuote.objects.count() == 1


def test_a_quote_of_somebody_else_is_not_hers_to_take(contributor, words):
    uid = publish_quote(about="s-bone-pain", words="Mine.", signed_as="", on_behalf=False)
    contributor.do(contributor.come_back(words), f"quote:{uid}")
    assert PublishedQuote.objects.filter(uid=uid).exists()


def test_the_yes_to_quotes_taken_back_takes_them_off_the_website(contributor, words):
    shown()
    response = keep_changes(contributor, contributor.come_back(words), count_me="on")
    assert "We have kept your changes." in seen(response)
    assert not PublishedQuote.objects.exists() and not only().quotes.exists()
    assert (only().count_me, only().quote_me) == (True, False)


def test_the_yes_to_counting_taken_back_is_not_counted_any_more(contributor, words):
    Experience.objects.update(state="accepted", first_release=1)
    assert Experience.objects.counted().count() == 1
    keep_changes(contributor, contributor.come_back(words), quote_me="on")
    assert Experience.objects.counted().count() == 0
    assert "It is not counted, as you wish." in seen(contributor.come_back(words))


def test_no_yes_left_leads_to_taking_it_back_and_ends_by_itself(contributor, words):
    response = keep_changes(contributor, contributor.come_back(words))
    assert "Take everything back?" in seen(response)
    assert "it is erased on 25 December 2026" in seen(response)
    back = keep_changes(contributor, contributor.do(response, "look"), count_me="on")
    assert back.status_code == 200
    assert only().erase_on == datetime.date(2036, 11, 25)


def test_she_changes_how_she_is_reached_and_her_wish(contributor, words, opened):
    form = contributor.do(contributor.come_back(words), "change")
    assert 'value="wren@example.org"' in form.content.decode()
    wrong = contributor.do(form, "keep-changes", count_me="on", write_back="on", email="x")
    assert wrong.status_code == 422 and "This should look like name@example.org." in seen(wrong)
    contributor.do(form, "keep-changes", count_me="on", write_back="on", email="new@example.org",
                   wish="anonymise")  # fmt: skip
    assert opened(only()).contact().email == "new@example.org"
    assert opened(only()).ask_this_person().reach == "" and only().wish == "anonymise"
    assert SealedPart.objects.filter(kind="contact").count() == 1
    assert not SealedPart.objects.filter(kind="wish").exists()


def test_a_restored_tab_brings_back_nothing_that_she_took_away(contributor, words, opened):
    old = contributor.do(contributor.come_back(words), "change")
    keep_changes(contributor, contributor.come_back(words), count_me="on")
    response = contributor.do(old, "keep-changes", count_me="on", quote_me="on", write_back="on",
                              email="wren@example.org")  # fmt: skip
    assert "This is how it stands now." in seen(response)
    assert (only().quote_me, only().write_back) == (False, False)
    assert opened(only()).contact().email == ""


def test_without_words_to_show_nobody_is_asked_for_that_yes(contributor):
    words = six_words(contributor.share(**LITTLE))
    form = contributor.do(contributor.come_back(words), "change")
    assert 'name="quote_me"' not in form.content.decode()
    contributor.do(form, "keep-changes", count_me="on", quote_me="on")
    assert only().quote_me is False


def test_she_takes_everything_back_and_can_see_the_certificate_again(contributor, words):
    shown()
    Experience.objects.update(state="accepted", first_release=1)
    inside = contributor.come_back(words)
    sure = contributor.do(inside, "take-back")
    assert "your 1 quote on this website" in seen(sure) and Experience.objects.exists()
    response = contributor.do(sure, "take-back-now")
    certificate = TakenBack.objects.get()
    assert certificate.code in seen(response) and "1 quote, gone at once" in seen(response)
    assert "Counted once; not any more from the next set on" in seen(response)
    for gone in (Experience, ExperienceKey, SealedPart, PublishedQuote):
        assert not gone.objects.exists()
    for page in (contributor.do(sure, "take-back-now"), contributor.come_back(words)):
        assert certificate.code in seen(page)
    answered = contributor.do(inside, "answer", answer="I was just typing this.")
    assert "was not kept: I was just typing this." in seen(answered)


def test_it_ends_on_its_dates(contributor, words):
    contributor.clock.shift(datetime.timedelta(days=91))
    Experience.objects.update(state="accepted", erase_words_on=datetime.date(2027, 2, 23))
    Experience.purge(timezone.now())
    assert open_with_receipt(words).secrets.words is None
    contributor.clock.shift(datetime.timedelta(days=3660))
    Experience.purge(timezone.now())
    assert "Its time was over." in seen(contributor.come_back(words))


def test_nothing_of_it_is_kept_by_a_browser_or_named_in_a_title(contributor, words):
    inside = contributor.come_back(words)
    for page in (inside, *(contributor.do(inside, s) for s in ("change", "take-back", "died"))):
        assert page["Cache-Control"] == "no-store" and not page.cookies
        assert "noindex" in page.content.decode()
        assert "Alongside" not in title(page) and "cancer" not in title(page)


def test_another_site_cannot_press_her_buttons(contributor, words):
    sure = contributor.do(contributor.come_back(words), "take-back")
    data = hidden(sure.content.decode()) | {"do": "take-back-now"}
    response = contributor.client.post(BACK, data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert words not in response.content.decode() and Experience.objects.exists()
