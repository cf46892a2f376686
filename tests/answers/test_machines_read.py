"""A search engine or an assistant reads the page: it gets the label together with the words."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from alongside.answers.models import AnswerPage, WordPage
from alongside.core.json_ld import as_script
from alongside.core.models import Review
from alongside.core.publishing import live_pages
from alongside.signs.models import SignPage

from .conftest import MakeAnswer, fact

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)

# Of schema.org 30.0: the properties that are defined for each type that we use, or for its parents.
THING = {"@type", "@id", "name", "alternateName", "description", "url", "mainEntityOfPage"}
WORK = THING | {
    "about", "audience", "citation", "creditText", "dateModified", "datePublished", "inLanguage",
    "isAccessibleForFree", "isPartOf", "mainEntity", "publisher",
}  # fmt: skip
PAGE = WORK | {"lastReviewed", "reviewedBy"}
DEFINED = {
    "Article": WORK | {"articleSection", "author", "headline"},
    "WebPage": PAGE, "MedicalWebPage": PAGE, "FAQPage": PAGE,
    "WebSite": WORK | {"potentialAction"},
    "SearchAction": THING | {"target", "query-input"},
    "Organization": THING, "Person": THING | {"jobTitle"}, "CreativeWork": WORK,
    "MedicalCondition": THING, "MedicalSignOrSymptom": THING,
    "Patient": THING | {"audienceType"},
    "Question": WORK | {"acceptedAnswer"}, "Answer": WORK | {"text"},
    "DefinedTerm": THING | {"inDefinedTermSet"},
    "BreadcrumbList": THING | {"itemListElement"},
    "ListItem": THING | {"position", "item"},
    "Dataset": WORK | {"creator", "license", "variableMeasured", "version"},
    "PropertyValue": THING | {"unitText", "value"},
}  # fmt: skip


def data_of(reader: Client, address: str) -> list[dict[str, Any]]:
    """The things in the JSON-LD of the page at `address`, which has one script of it."""
    (script,) = SCRIPT.findall(reader.get(address).content.decode())
    data = json.loads(script)
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def things_in(value: object) -> list[dict[str, Any]]:
    """Every thing in the data, however deep."""
    if isinstance(value, list):
        return [thing for item in value for thing in things_in(item)]
    if isinstance(value, dict):
        inside = [thing for item in value.values() for thing in things_in(item)]
        return [value, *inside] if "@type" in value else inside
    return []


@pytest.mark.django_db
def test_every_page_uses_only_what_schema_org_defines(reader: Client) -> None:
    kinds: set[str] = set()
    for page in live_pages():
        for thing in things_in(page.linked_data()):
            types = thing["@type"] if isinstance(thing["@type"], list) else [thing["@type"]]
            kinds.update(types)
            allowed = set.union(*(DEFINED[name] for name in types))
            assert set(thing) <= allowed, (page, set(thing) - allowed)
    # Nobody has reviewed anything yet, and there are no figures.
    assert kinds == set(DEFINED) - {"Person", "Dataset", "PropertyValue"}


@pytest.mark.django_db
def test_an_answer_is_a_question_whose_answer_carries_the_label(reader: Client) -> None:
    page = AnswerPage.objects.get(brief_id="Q05")
    thing, way = data_of(reader, page.url)
    assert thing["@type"] == ["MedicalWebPage", "FAQPage"]
    (question,) = thing["mainEntity"]
    assert question["name"] == page.title
    answer = question["acceptedAnswer"]["text"]
    assert answer.startswith(page.sentence)
    assert answer.endswith(page.label)
    assert thing["creditText"] == question["acceptedAnswer"]["creditText"] == page.label
    assert thing["audience"]["@type"] == "Patient"
    assert [c["name"] for c in thing["citation"]] == [source.title for source in page.sources]
    assert [step["item"] for step in way["itemListElement"]] == [
        "http://127.0.0.1:8000/",
        "http://127.0.0.1:8000/answers/",
        "http://127.0.0.1:8000/answers/palliative-on-my-letter/",
    ]


@pytest.mark.django_db
def test_a_word_and_a_sign_carry_the_label_in_their_description(reader: Client) -> None:
    word = WordPage.objects.get(brief_id="g-mdt")
    thing, _ = data_of(reader, word.url)
    assert thing["mainEntity"]["description"] == f"{word.meaning} {word.label}"
    sign = SignPage.objects.get(brief_id="s-mscc")
    thing, _ = data_of(reader, sign.url)
    assert thing["description"] == f"{sign.action} {sign.description} {sign.label}"
    assert [about["name"] for about in thing["about"]] == ["Secondary breast cancer", sign.title]


@pytest.mark.django_db
def test_a_review_is_told_only_if_there_was_one(reader: Client, make_answer: MakeAnswer) -> None:
    page = make_answer([fact("So it is.")])
    assert not {"lastReviewed", "reviewedBy"} & set(page.structured_data())
    Review.objects.create(
        page=page,
        revision=page.live_revision,
        shown_name="Sister Ash",
        shown_role="breast care nurse",
        reviewed_on="2026-11-20",
        next_review_on="2027-11-20",
    )
    thing, _ = data_of(reader, page.url)
    assert thing["lastReviewed"] == "2026-11-20"
    assert thing["reviewedBy"] == {
        "@type": "Person",
        "name": "Sister Ash",
        "jobTitle": "breast care nurse",
    }
    page.sentence = "Changed since."
    page.save_revision().publish()
    thing, _ = data_of(reader, page.url)
    assert not {"lastReviewed", "reviewedBy"} & set(thing)
    assert "Changed since it was last checked" in thing["creditText"]


@pytest.mark.django_db
def test_home_names_the_site_and_who_runs_it(reader: Client) -> None:
    page, site, organisation = data_of(reader, "/")
    assert [thing["@type"] for thing in (page, site, organisation)] == [
        "WebPage",
        "WebSite",
        "Organization",
    ]
    assert site["publisher"]["@id"] == organisation["@id"] == page["publisher"]["@id"]


def test_no_text_can_end_the_script_early() -> None:
    nasty = "</script><script>alert(1)</script><!-- & \N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR} ]]>"
    script = as_script([{"@type": "WebPage", "name": nasty}])
    assert not set("<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}") & set(script)
    assert json.loads(script)["@graph"][0]["name"] == nasty


def test_a_hostile_title_stays_in_the_script(make_answer: MakeAnswer, reader: Client) -> None:
    nasty = "Is it </script><script>alert(1)</script> & <!--?"
    page = make_answer([fact("So it is.")], title=nasty, sentence=nasty)
    thing, _ = data_of(reader, page.url)
    assert thing["name"] == nasty
    assert "<script>alert" not in reader.get(page.url).content.decode()


def test_an_editor_can_preview_a_sign_that_was_never_saved(db: None) -> None:
    place = SignPage.objects.first().get_parent()
    page = SignPage(title="New", slug="new", urgency="same-day", description="d", action="a")
    page.path, page.depth = f"{place.path}ZZZZ", place.depth + 1
    page.set_url_path(place)
    thing, way = page.linked_data()
    assert thing["creditText"].startswith("General knowledge, not yet sourced. Not yet checked")
    assert [step["name"] for step in way["itemListElement"]][-2:] == [place.title, "New"]
