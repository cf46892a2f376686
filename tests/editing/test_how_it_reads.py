"""Reading age and long sentences stand beside the text, as saved and as it is typed."""

import pytest
from django.urls import reverse
from wagtail.blocks import RichTextBlock

from alongside.answers.models import AnswerPage
from alongside.core.blocks import INLINE
from alongside.core.reading import readings_of, summary
from alongside.pages.models import HomePage, PlainPage
from tests.editor_form import form_of

pytestmark = pytest.mark.django_db

LONG = "This sentence goes on " + "and on " * 9 + "until nobody remembers how it began."
HARD = "Multidisciplinary deliberation concerning palliative interventions necessitates patience."


def _address(page):
    return reverse("reading", args=[page.pk])


def test_the_panel_shows_the_figures_without_javascript(answer, editor, signed_in):
    answer.sentence = LONG
    answer.save()
    html = signed_in(editor).get(reverse("wagtailadmin_pages:edit", args=[answer.pk]))
    text = html.content.decode()
    assert f"<mark>{LONG}</mark>" in text
    assert "In one sentence: reading age" in text
    assert f'data-reading-url="{_address(answer)}"' in text
    assert "alongside/admin/reading.js" in text


def _measured(client, address, words):
    measured = client.post(address, words).json()
    return measured["summary"], {tuple(one["path"]): one for one in measured["readings"]}


def test_what_is_typed_is_measured_and_not_saved(answer, editor, signed_in):
    before, first = answer.latest_revision_id, answer.minute[0]
    words = form_of(answer, sentence=f"{LONG} Short one.")
    hard = RichTextBlock(features=INLINE).field.widget.format_value(f"<p>{HARD}</p>")
    words["minute-0-value-text"] = hard
    summary, readings = _measured(signed_in(editor), _address(answer), words)
    assert readings[("sentence",)]["long"] == [LONG]
    assert readings[("minute", str(first.id), "text")]["hard"] is True
    assert summary.startswith("Hardest: In one minute, 1, reading age ")
    assert "1 sentence of more than 20 words" in summary
    assert AnswerPage.objects.get(pk=answer.pk).sentence == answer.sentence
    assert AnswerPage.objects.get(pk=answer.pk).latest_revision_id == before


def test_each_text_says_where_it_stands_in_the_editor(answer):
    found = {reading.label: reading.path for reading in readings_of(answer)}
    first = answer.facts[0]
    assert found["In full, 1"] == ("facts", str(first.id), "text")
    assert found["In one sentence"] == ("sentence",)
    assert not any(path[0] in ("asked", "brief_id") for path in found.values())


def test_a_page_that_is_not_saved_yet_is_measured(editor, signed_in):
    home = HomePage.objects.get()
    address = reverse("reading_new", args=["pages", "plainpage", home.pk])
    words = form_of(PlainPage.objects.get(brief_id="p-about"), sentence=LONG)
    client = signed_in(editor)
    _, readings = _measured(client, address, words)
    assert readings[("sentence",)]["long"] == [LONG]
    add = reverse("wagtailadmin_pages:add", args=["pages", "plainpage", home.pk])
    assert f'data-reading-url="{address}"' in client.get(add).content.decode()


def test_only_who_may_edit_the_page_is_answered(answer, editor, reviewer, outsider, signed_in):
    words = form_of(answer)
    assert signed_in(editor).post(_address(answer), words).json()["readings"]
    for user in (reviewer, outsider):
        response = signed_in(user).post(_address(answer), words)
        assert b"readings" not in response.content
        assert response.status_code == 403 or response["location"].startswith("/admin/")
    new = reverse("reading_new", args=["pages", "plainpage", HomePage.objects.get().pk])
    assert b"readings" not in signed_in(reviewer).post(new, words).content
    assert signed_in(editor).get(_address(answer)).status_code == 405


@pytest.mark.parametrize("kind", ["accounts/user", "core/source", "no/model"])
def test_nothing_but_pages_is_measured(kind, editor, signed_in):
    app, model = kind.split("/")
    address = reverse("reading_new", args=[app, model, HomePage.objects.get().pk])
    response = signed_in(editor).post(address, {"sentence": LONG})
    assert (response.status_code, LONG in response.content.decode()) == (404, False)


def test_a_page_without_text_says_so():
    assert summary(readings_of(PlainPage(title="Two words"))) == (
        "There is no text to measure yet."
    )
