"""A reader sees how long it took others to be heard, and what they were told that it was."""

import json
import re

import pytest
from django.test import Client

from alongside.core.publishing import searchable_documents
from alongside.signs.actions import publish_quote, take_away_quotes
from alongside.signs.figures import Cell, Figures, Table, read_figures
from alongside.signs.heard import chapters
from alongside.signs.models import BeingHeardPage
from tests.answers.test_machines_read import data_of

from .conftest import Publish
from .example_figures import example_figures, example_table

pytestmark = pytest.mark.django_db
HOSTILE = Table(
    "taken_for", "place:skin", "Skin <b>", 40, (Cell("x", "<script>y</script>", 30, 75),)
)


def page_of(reader: Client, page: BeingHeardPage) -> str:
    return " ".join(reader.get(page.url).content.decode().split())


def test_without_a_release_it_says_so_and_asks(reader: Client, being_heard: BeingHeardPage) -> None:
    body = page_of(reader, being_heard)
    assert "We have no figures to show yet" in body
    assert 'href="/signs/share/"' in body
    assert "<table" not in body
    assert "In 100" not in body
    assert being_heard.file_paths() == []


def test_a_sentence_and_a_table_for_each_question_in_the_order_of_the_story(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    release = publish()
    body = page_of(reader, being_heard)
    said = [
        "Of about 120 people, half had told somebody within 4 weeks.",
        "Most often they first told “A GP”: about 45 of about 120 people (38 in 100).",
        "Of about 120 people, half were referred after 2 visits or fewer.",
        "Most often it was first taken for “Arthritis”: about 45 of about 120 people (38 in 100).",
        "Most often the answer was “A scan that my cancer team asked for because of this”",
    ]
    places = [body.index(words, body.index("<main")) for words in said]
    assert places == sorted(places)
    assert "<summary>Lymph nodes" in body
    assert "<summary>From the start (de novo)" in body
    tables = body.count("<table>")
    assert tables == 21
    assert body.count(f'<figcaption class="label">{release.label}') == tables
    assert "Made up for demonstration" not in body


def test_what_is_hidden_has_no_number_and_no_bar(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish()
    body = page_of(reader, being_heard)
    row = re.search(r"<tr><th scope=\"row\">5 to 12 weeks.*?</tr>", body)
    assert row
    assert row[0].endswith('</th><td class="few" colspan="2">too few to show</td></tr>')
    assert "svg" not in row[0]
    folded = re.search(r"<tr><th scope=\"row\">Sciatica, or a trapped nerve; .*?</tr>", body)
    assert folded
    assert "Nobody gave a reason</th>" in folded[0]
    assert "too few to show" in folded[0]


def test_labels_are_text_and_never_html(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish(HOSTILE)
    body = page_of(reader, being_heard)
    assert "&lt;script&gt;y&lt;/script&gt;" in body
    assert "Skin &lt;b&gt;" in body
    assert "<script>y" not in body


def test_what_was_made_up_says_so_with_every_table(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish(is_made_up=True)
    body = page_of(reader, being_heard)
    assert "No patient told us this." in body
    assert body.count("<figure") == body.count("<strong>Made up for demonstration</strong></p>")


def test_words_of_patients_stand_apart_and_go_at_once(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    publish()
    told = publish_quote(about="being-heard", words="I <knew> it.", signed_as="Una", on_behalf=True)
    publish_quote(about="s-back-pain", words="Not here.", signed_as="", on_behalf=False)
    body = page_of(reader, being_heard)
    assert "<blockquote><p>I &lt;knew&gt; it.</p></blockquote>" in body
    assert "Una. Told by somebody close to her or him. Not from a clinical source." in body
    assert "Not here." not in body
    take_away_quotes(told)
    assert "it.</p></blockquote>" not in page_of(reader, being_heard)


def test_a_newer_release_takes_the_place_of_the_old_one(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    old = publish()
    new = publish(example_table("weeks", "place:liver", "Liver"))
    body = page_of(reader, being_heard)
    assert new.label in body
    assert "<summary>Liver" in body
    assert old.label not in body


def test_machines_read_a_data_set_and_no_medical_page(
    reader: Client, being_heard: BeingHeardPage, publish: Publish
) -> None:
    release = publish(is_made_up=True)
    page, _, data = data_of(reader, being_heard.url)
    assert page["@type"] == "WebPage"
    assert data["@type"] == "Dataset"
    for thing in (page, data):
        assert thing["creditText"] == release.label
        assert release.label in thing["description"]
    assert "Told by patients themselves" in data["measurementTechnique"]
    assert "Made up for demonstration" in data["name"]
    assert [file["encodingFormat"] for file in data["distribution"]] == [
        "text/csv",
        "application/json",
    ]
    assert data["license"].startswith("https://creativecommons.org/")
    assert "Medical" not in json.dumps(data)


def test_search_finds_it(being_heard: BeingHeardPage, publish: Publish) -> None:
    publish()
    (found,) = [doc for doc in searchable_documents() if doc.url == being_heard.url]
    assert found.one_sentence == being_heard.introduction


def test_every_table_has_an_address_of_its_own_and_comes_back_from_storage() -> None:
    figures = example_figures(HOSTILE)
    assert read_figures(json.loads(json.dumps(figures.as_json()))) == figures
    slugs = [table.slug for table in figures.tables]
    assert len(set(slugs)) == len(slugs)
    assert figures.by_slug("weeks-place-lymph-nodes") == figures.table("weeks", "place:lymph-nodes")
    assert figures.by_slug("weeks-route-de_novo") == figures.table("weeks", "route:de_novo")
    assert figures.by_slug("weeks/all") is None


def test_a_table_of_which_nothing_is_shown_is_not_told() -> None:
    hidden = Table("weeks", "all", "Everybody", None, (Cell("0", "Within a week", None),))
    assert chapters(Figures(None, (hidden,))) == []
