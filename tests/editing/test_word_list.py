"""Before words leave the editor's hands she is asked about "battle" and its kind. Nothing is forbidden."""

import pytest
from django.urls import reverse

from alongside.answers.models import AnswerPage
from alongside.core.forms import questions_about
from alongside.core.words import Avoided, WordList, words_to_avoid
from alongside.pages.models import DayPage, HomePage, PlainPage
from alongside.signs.models import SignPage
from tests.editor_form import form_of, press

pytestmark = pytest.mark.django_db

HERS = "Her battle with it was long."
AS_IT_IS = {"publish-as-it-is": "yes"}


def _live(page):
    return type(page).objects.get(pk=page.pk)


def _asked(response):
    return "Please look at these words" in response.content.decode()


@pytest.mark.parametrize("button", ["publish", "submit"])
def test_she_is_asked_in_plain_words_and_nothing_is_lost(button, answer, founder, signed_in):
    before = answer.latest_revision_id
    response = press(signed_in(founder), answer, button, sentence=HERS)
    html = response.content.decode()
    assert "<strong>“battle”</strong>" in html
    assert "Write instead: live with." in html
    assert "War words make an illness into a contest." in html
    assert "Publish it as it is" in html
    assert HERS in html
    page = _live(answer)
    assert (page.latest_revision_id, page.workflow_in_progress) == (before, False)
    assert page.sentence != HERS


@pytest.mark.parametrize("button", ["publish", "submit"])
def test_she_may_say_that_it_is_right(button, answer, founder, signed_in):
    response = press(signed_in(founder), answer, button, sentence=HERS, **AS_IT_IS)
    assert not _asked(response)
    page = _live(answer)
    assert page.get_latest_revision_as_object().sentence == HERS
    assert (page.sentence == HERS) == (button == "publish")
    assert page.workflow_in_progress == (button == "submit")


def test_saving_a_draft_never_asks(answer, editor, signed_in):
    assert not _asked(press(signed_in(editor), answer, "save", sentence=HERS))
    assert _live(answer).get_latest_revision_as_object().sentence == HERS


def test_publishing_on_a_date_asks_too(answer, founder, signed_in):
    later = {"go_live_at": "2040-01-01 12:00"}
    assert _asked(press(signed_in(founder), answer, "publish", sentence=HERS, **later))
    assert not _live(answer).revisions.filter(approved_go_live_at__isnull=False).exists()
    assert not _asked(press(signed_in(founder), answer, "publish", sentence="Fine.", **later))
    assert _live(answer).revisions.filter(approved_go_live_at__isnull=False).count() == 1


def test_a_new_page_asks_too(founder, signed_in):
    parent = HomePage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["pages", "plainpage", parent.pk])
    words = form_of(PlainPage.objects.get(brief_id="p-about"))
    words |= {"title": "Our campaign", "slug": "campaign", "brief_id": "", "sentence": HERS}
    words["action-publish"] = "yes"
    assert _asked(signed_in(founder).post(address, words))
    assert not PlainPage.objects.filter(slug="campaign").exists()
    signed_in(founder).post(address, words | AS_IT_IS)
    assert PlainPage.objects.get(slug="campaign").sentence == HERS


def test_going_back_to_an_old_version_asks_too(answer, founder, signed_in):
    old = answer.latest_revision_id
    address = reverse("wagtailadmin_pages:revisions_revert", args=[answer.pk, old])
    words = form_of(answer, sentence=HERS) | {"action-publish": "yes"}
    assert _asked(signed_in(founder).post(address, words))
    assert _live(answer).sentence != HERS


def test_many_at_once_are_not_published_past_the_question(answer, editor, founder, signed_in):
    other = AnswerPage.objects.get(brief_id="Q02")
    press(signed_in(editor), answer, "save", sentence=HERS)
    press(signed_in(editor), other, "save", sentence="This one is fine.")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    many = f"{address}?id={answer.pk}&id={other.pk}&next=/admin/"
    response = signed_in(founder).post(many, {"include_descendants": ""}, follow=True)
    assert f"open and publish one by one: “{answer.title}”" in response.content.decode()
    assert HERS not in (_live(answer).sentence, _live(other).sentence)
    one = f"{address}?id={other.pk}&next=/admin/"
    signed_in(founder).post(one, {"include_descendants": ""})
    assert _live(other).sentence == "This one is fine."


def _places(page):
    return [(question.label, question.written) for question in questions_about(page)]


def test_no_question_about_a_quotation():
    page = PlainPage.objects.get(brief_id="p-about")
    text = {"type": "text", "value": "<p>We fight for you.</p>"}
    page.body = [{"type": "quote", "value": "I fight it every day."}, text]
    assert _places(page) == [("Body, 2", "fight")]
    day = DayPage.objects.first()
    day.body = "<p>Fine.</p><blockquote><p>My battle.</p></blockquote><p>Our battle.</p>"
    assert _places(day) == [("Body", "battle")]


def test_no_question_about_what_readers_say_or_what_they_do_not_see():
    page = SignPage.objects.get(brief_id="s-bone-pain")
    page.lay_terms, page.asked, page.for_editors = "fighting it", "cancer battle", "the journey"
    assert _places(page) == []
    page.description = "Like a battle in the bone."
    assert _places(page) == [("What it is like", "battle")]


def test_every_text_of_an_answer_is_looked_at(answer):
    answer.title = "Is it a battle?"
    answer.search_description = "A brave page."
    answer.facts[0].value["text"].source = "<p>Many <b>survivors</b> say so.</p>"
    answer.minute[1].value["text"].source = "<p>A journey.</p>"
    assert _places(answer) == [
        ("Title", "battle"),
        ("Meta description", "brave"),
        ("In one minute, 2", "journey"),
        ("In full, 1", "survivors"),
    ]


def _words(text):
    return [(f.avoided.word, text[f.start : f.end]) for f in words_to_avoid().find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She lost her battle.", [("lost her battle", "lost her battle")]),
        ("BRAVE", [("brave", "BRAVE")]),
        ("Do not\n worry, don’t worry", [("do not worry", "Do not\n worry")]),
        ("White cells fight germs and fight on.", [("fight", "fight")]),
        ("A freedomfighter, airfight, bravery2", []),
        ("Fight! (fight) “fight”", [("fight", "Fight"), ("fight", "fight"), ("fight", "fight")]),
        ("A bus journey to hospital", []),
        ("", []),
    ],
)
def test_whole_words_in_any_case_with_what_is_allowed(text, found):
    assert _words(text)[: len(found) or None] == found


def test_the_list_is_what_the_file_says():
    words = WordList([Avoided("plum", "pear", "So.", ("sugar plum",))])
    assert [found.avoided.instead for found in words.find("A plum, a sugar plum.")] == ["pear"]
    assert WordList([]).find("battle") == []
    assert len(words_to_avoid().find("battle fight hero")) == 3


def test_a_new_list_is_used_at_once(settings, tmp_path):
    settings.CONTENT = tmp_path
    assert _words("a battle and a plum") == []
    entry = "words:\n  - {word: plum, instead: pear, why: So.}\n"
    (tmp_path / "words_to_avoid.yaml").write_text(entry)
    assert _words("a battle and a plum") == [("plum", "plum")]
